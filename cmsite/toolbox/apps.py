from django.apps import AppConfig


class ToolboxConfig(AppConfig):
    name = "cmsite.toolbox"
    label = "toolbox"
    verbose_name = "boîte à outils"

    def ready(self) -> None:
        from cmsite.toolbox.models import address_of_page, slug_of_page
        from directory import tool_pages

        tool_pages.register(tool_pages.Pages(slug_of_page, address_of_page))
