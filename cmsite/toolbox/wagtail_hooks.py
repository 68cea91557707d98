"""The Wagtail menu « Boîte à outils »."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cmsite.toolbox.models import Indicator, Suggestion, Tool
from directory.admin.menu import CountedMenuItem


class ToolAdminFilter(WagtailFilterSet):
    class Meta:
        model = Tool
        fields = ["stage", "status", "price", "live"]


class ToolViewSet(SnippetViewSet):
    model = Tool
    icon = "pick"
    menu_label = "Outils"
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
            [FieldPanel("status"), FieldPanel("gone_on"), FieldPanel("successor")],
            heading="Ce qu’il devient",
        ),
        FieldPanel("alternatives", widget=forms.CheckboxSelectMultiple),
    ]


class IndicatorAdminFilter(WagtailFilterSet):
    class Meta:
        model = Indicator
        fields = ["family", "live"]


class IndicatorViewSet(SnippetViewSet):
    model = Indicator
    icon = "table"
    menu_label = "Indicateurs"
    copy_view_enabled = False
    filterset_class = IndicatorAdminFilter
    list_display = [
        "name",
        Column("family", label="Famille", accessor="get_family_display", sort_key="family"),
        BooleanColumn("live", label="En ligne", sort_key="live"),
        DateColumn("updated_at", label="Modifié le", sort_key="updated_at"),
    ]
    panels = [
        HelpPanel(
            "<p>Une fiche se lit seule\u202f: on y arrive par un moteur de recherche ou par le "
            "lien d’un article. Son adresse ne change plus une fois qu’elle est en ligne.</p>"
        ),
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("slug"),
                FieldRowPanel([FieldPanel("family"), FieldPanel("position")]),
                FieldPanel("live"),
            ],
            heading="L’indicateur",
        ),
        FieldPanel("definition"),
        FieldPanel("formula"),
        FieldPanel("source"),
        FieldPanel("pitfalls"),
        FieldRowPanel([FieldPanel("reference"), FieldPanel("reference_url")]),
    ]


def may_decide(user) -> bool:
    """Whether an account may put on line what a suggestion says."""
    policy = policy_registry.get_by_type(Tool)
    return all(policy.user_has_permission(user, action) for action in ("add", "change"))


class SuggestionsMenuItem(CountedMenuItem):
    def is_shown(self, request) -> bool:
        return may_decide(request.user)


class SuggestionsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Those that wait, each with what it would change, and the two decisions."""

    model = Tool  # without one the mixin would let everyone in
    permission_required = "change"
    page_title = "Suggestions"
    header_icon = "mail"
    template_name = "toolbox/admin/suggestions.html"
    SHOWN = 30

    def user_has_permission(self, permission: str) -> bool:
        return may_decide(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict]:
        tools = {"url": reverse("wagtailsnippets_toolbox_tool:list"), "label": "Outils"}
        return [*self.breadcrumbs_items, tools, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict:
        waiting = Suggestion.objects.waiting().select_related("tool")
        return super().get_context_data(**kwargs) | {
            "rows": list(waiting[: self.SHOWN]),
            "total": waiting.count(),
        }

    def post(self, request):
        number = request.POST.get("suggestion", "")
        key = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
        one = get_object_or_404(Suggestion.objects.waiting(), pk=key)
        try:
            if request.POST.get("decision") == "accept":
                self.accept(one)
            elif request.POST.get("decision") == "refuse":
                one.refuse()
                messages.success(request, f"La suggestion sur {one.name} est écartée.")
            else:
                messages.error(request, "Choisissez d’accepter ou d’écarter la suggestion.")
        except ValidationError as error:
            messages.error(request, f"{one.name}\u00a0: {' '.join(error.messages)}")
        return redirect("toolbox_suggestions:index")

    def accept(self, one: Suggestion) -> None:
        """Raises ValidationError."""
        new = one.tool_id is None
        tool = one.accept()
        log(
            instance=tool,
            action="wagtail.create" if new else "wagtail.edit",
            user=self.request.user,
        )
        said = "{} est dans la boîte." if new else "La fiche de {} est corrigée."
        messages.success(self.request, said.format(tool.name))


class SuggestionScreens(ViewSet):
    name = "toolbox_suggestions"
    url_prefix = "outils/suggestions"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list:
        return [path("", self.construct_view(SuggestionsView), name="index")]


class ToolboxGroup(SnippetViewSetGroup):
    items = (ToolViewSet, IndicatorViewSet)
    menu_label = "Boîte à outils"
    menu_icon = "pick"
    menu_order = 250

    def get_submenu_items(self) -> list[MenuItem]:
        waiting = SuggestionsMenuItem(
            "Suggestions",
            reverse("toolbox_suggestions:index"),
            actions=("change",),
            count=lambda: Suggestion.objects.waiting().count(),
            icon_name="mail",
            order=3,
        )
        return [*super().get_submenu_items(), waiting]


register_snippet(ToolboxGroup)


@hooks.register("register_admin_viewset")
def screens() -> list:
    return [SuggestionScreens()]
