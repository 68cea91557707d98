"""« Essai à blanc » of an edition, in the admin; reached from the list of editions."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import ListingButton

from surveys import publishing
from surveys.disclosure import Guarded
from surveys.dry_run import dry_run
from surveys.models import Edition

NAME = "surveys_dry_run"


class DryRunView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """What publication would hide, without a figure.  Nothing is kept."""

    # Without a model the mixin would let everyone in.
    model = Edition
    permission_required = "change"
    template_name = "surveys/admin/dry_run.html"
    page_title = "Essai à blanc"
    header_icon = "view"

    def get(self, request, *args, **kwargs):
        self.edition = get_object_or_404(Edition.objects.dated(), pk=kwargs["pk"])
        response = super().get(request, *args, **kwargs)
        # What an editor sees of an edition is for nobody’s cache.
        response["Cache-Control"] = "no-store, private"
        return response

    def get_page_subtitle(self) -> str:
        return self.edition.title

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = publishing.population(self.edition.responses.values_list("answers", "too_fast"))
        reasons = publishing.left_out(self.edition, rows, publishing.applied(self.edition))
        guarded = Guarded(
            publishing.tabulation_of(self.edition, rows, reasons), settings.SURVEY_MINIMUM
        )
        found = dry_run(guarded)
        tables: dict[str, list] = {}
        for one in found.masked:
            tables.setdefault(one.table, []).append(one)
        return context | {
            "edition": self.edition,
            "run": found,
            "tables": tables,
            "minimum": guarded.minimum,
        }


@hooks.register("register_admin_urls")
def register_dry_run():
    return [path("enquete/<int:pk>/essai/", DryRunView.as_view(), name=NAME)]


@hooks.register("register_snippet_listing_buttons")
def dry_run_button(snippet, *_):
    if isinstance(snippet, Edition) and not snippet.archived and snippet.results_at:
        yield ListingButton(
            "Essai à blanc",
            reverse(NAME, args=[snippet.pk]),
            icon_name="view",
            priority=30,
            attrs={"aria-label": f"Essai à blanc de « {snippet.title} »"},
        )
