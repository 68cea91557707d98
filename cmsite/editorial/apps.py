from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "cmsite.editorial"
    label = "editorial"
    verbose_name = "magazine"

    def ready(self) -> None:
        from cmsite.editorial.badges import of_magazine
        from directory import badges

        badges.register(of_magazine)
