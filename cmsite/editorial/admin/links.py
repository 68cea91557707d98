"""Curated links: their list, and those that the checker found wanting."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import SnippetViewSet

from cmsite.editorial.admin.base import QueueScreen, chosen
from cmsite.editorial.models import Link


class LinkAdminFilter(WagtailFilterSet):
    class Meta:
        model = Link
        fields = ["section", "live", "is_dead", "finding"]


class LinkViewSet(SnippetViewSet):
    model = Link
    icon = "link"
    menu_label = "Revue de web"
    copy_view_enabled = False
    list_per_page = 50
    filterset_class = LinkAdminFilter
    list_display = [
        "title",
        "source",
        Column("section", label="Rubrique", accessor="get_section_display", sort_key="section"),
        BooleanColumn("live", label="En ligne", sort_key="live"),
        Column("finding", label="Constat", accessor="get_finding_display", sort_key="finding"),
        BooleanColumn("is_dead", label="Mort", sort_key="is_dead"),
        DateColumn("added_on", label="Ajouté le", sort_key="added_on"),
    ]
    panels = [
        FieldPanel("address"),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("author"), FieldPanel("published_on")]),
        FieldPanel("excerpt"),
        FieldPanel("comment"),
        MultiFieldPanel(
            [
                FieldPanel("section"),
                FieldRowPanel([FieldPanel("live"), FieldPanel("added_on")]),
                FieldPanel("archive"),
            ],
            heading="Classer",
        ),
    ]


class LinkQueue(QueueScreen):
    model = Link
    page_title = "Liens à revoir"
    header_icon = "warning"
    template_name = "links/admin/queue.html"
    parent = ("Revue de web", "wagtailsnippets_editorial_link:list")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "links": Link.objects.to_review(),
            "dead": Link.objects.filter(is_dead=True).order_by("title"),
        }

    def post(self, request):
        decision, _, number = request.POST.get("decision", "").partition(":")
        link = get_object_or_404(Link, pk__in=chosen([number]))
        done = {
            "suivre": (link.follow, "mène maintenant à sa nouvelle adresse"),
            "enterrer": (link.bury, "est signalé aux lecteurs comme mort"),
            "ignorer": (link.ignore, "est laissé tel quel"),
            "ranimer": (link.revive, "n’est plus signalé comme mort"),
        }.get(decision)
        if done is None or (decision == "suivre" and not link.moved_to):
            messages.error(request, "Ce lien n’est plus dans cet état\u00a0: rien n’a été fait.")
            return redirect("editorial_links:index")
        act, words = done
        try:
            act()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("editorial_links:index")
        log(instance=link, action="wagtail.edit", user=request.user)
        messages.success(request, f"«\u202f{link.title}\u202f» {words}.")
        return redirect("editorial_links:index")


class LinkScreens(ViewSet):
    name = "editorial_links"
    url_prefix = "magazine/liens"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list:
        return [path("", self.construct_view(LinkQueue), name="index")]
