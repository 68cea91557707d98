from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "cmsite.editorial"
    label = "editorial"
    verbose_name = "magazine"

    def ready(self) -> None:
        from cmsite.editorial.area_figures import median_pay
        from cmsite.editorial.badges import of_magazine
        from directory import area_figures, badges

        area_figures.register(median_pay)
        badges.register(of_magazine)
