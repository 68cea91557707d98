"""The texts of régions and départements, in the admin."""

from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from directory.models import AreaText

HELP = (
    "<p>Ce texte paraît sur la page publique de la région ou du département, "
    "au-dessus des profils. Un seul texte par page.</p>"
)


class AreaTextViewSet(SnippetViewSet):
    model = AreaText
    icon = "globe"
    menu_label = "Textes des régions"
    copy_view_enabled = False
    list_display = ["__str__"]
    panels = [
        HelpPanel(HELP),
        FieldPanel("region"),
        FieldPanel("department"),
        FieldPanel("text"),
    ]

    def get_queryset(self, request):
        return AreaText.objects.select_related("region", "department")
