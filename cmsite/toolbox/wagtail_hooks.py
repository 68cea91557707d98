"""The Wagtail menu « Boîte à outils »."""

from django import forms
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cmsite.toolbox.models import Tool


class ToolAdminFilter(WagtailFilterSet):
    class Meta:
        model = Tool
        fields = ["stage", "status", "price", "live"]


class ToolViewSet(SnippetViewSet):
    model = Tool
    icon = "pick"
    menu_label = "Boîte à outils"
    menu_name = "toolbox"
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    filterset_class = ToolAdminFilter
    list_display = [
        "name",
        Column("stage", label="Étape", accessor="get_stage_display", sort_key="stage"),
        Column("price", label="Prix", accessor="get_price_display", sort_key="price"),
        Column("status", label="État", accessor="get_status_display", sort_key="status"),
        BooleanColumn("live", label="En ligne", sort_key="live"),
        DateColumn("updated_at", label="Modifié le", sort_key="updated_at"),
    ]
    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("slug"), FieldPanel("skill"), FieldPanel("live")],
            heading="L’outil",
        ),
        FieldPanel("stage"),
        FieldPanel("what_for"),
        FieldPanel("description"),
        MultiFieldPanel(
            [
                FieldPanel("price"),
                FieldRowPanel([FieldPanel("free_software"), FieldPanel("hosted_in_europe")]),
                FieldPanel("website"),
            ],
            heading="Repères",
        ),
        MultiFieldPanel(
            [FieldPanel("status"), FieldPanel("successor")],
            heading="Ce qu’il devient",
        ),
        FieldPanel("alternatives", widget=forms.CheckboxSelectMultiple),
    ]


register_snippet(ToolViewSet)
