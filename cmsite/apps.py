from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cmsite"
    label = "cmsite"
    verbose_name = "site"

    def ready(self) -> None:
        from cmsite import purging
        from cmsite.gate import SurveyGate
        from surveys import gate

        gate.register(SurveyGate())
        purging.watch()
