from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "enquête"

    def ready(self) -> None:
        from surveys import asked

        asked.watch()
