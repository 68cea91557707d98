from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cmsite"
    label = "cmsite"
    verbose_name = "site"
