from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "annuaire"

    def ready(self) -> None:
        from directory import indexing, signals  # noqa: F401
