from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "cmsite.editorial"
    label = "editorial"
    verbose_name = "magazine"
