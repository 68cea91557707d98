from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cmsite"
    label = "cmsite"
    verbose_name = "site"

    def ready(self) -> None:
        from cmsite import purging

        purging.watch()
