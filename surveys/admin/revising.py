"""A correction of published results: a numbered revision with its reason, beside the first."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from wagtail.log_actions import log

from surveys.admin.base import Screens
from surveys.admin.editions import EditionScreen
from surveys.models import Edition, Publication
from surveys.publishing import REASONS, NotReproducible, decided

LOST = (
    "Les réponses d’une révision déjà publiée ne se retrouvent plus telles qu’elles étaient : rien "
    "ne peut lui être comparé, donc rien n’est publié."
)
TOO_LATE = "Une révision vient d’être publiée : relisez, puis recommencez s’il le faut."


class RevisionForm(forms.Form):
    """Why.  Whom the tables leave out is not corrected: everybody has seen the results."""

    reason = forms.CharField(
        label="Motif",
        max_length=300,
        help_text="Une phrase, que tout le monde lira à côté du numéro de la révision.",
        error_messages={"required": "Écrivez le motif : une correction se dit."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ReviseView(EditionScreen):
    """Asks with GET, publishes with POST; only once sealed."""

    page_title = "Corriger les résultats"
    header_icon = "edit"
    template_name = "surveys/admin/revise.html"

    def get_context_data(self, **kwargs) -> dict:
        made = list(self.edition.publications.defer("content").order_by("revision"))
        left_out = decided(made)["exclusions"] if made else ()
        return super().get_context_data(**kwargs) | {
            "edition": self.edition,
            "revisions": made,
            "left_out": [REASONS[rule][1] for rule in left_out],
        }

    def latest(self) -> int:
        """The number of the latest revision, 0 before sealing."""
        made = self.edition.publications.order_by("-revision").values_list("revision", flat=True)
        return made.first() or 0

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self.answer(form=RevisionForm(initial={"seen": self.latest()}))

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = RevisionForm(request.POST)
        if not form.is_valid():
            return self.answer(400, form=form)
        try:
            made = self.revise(form)
        except Publication.DoesNotExist:
            return self.answer(409, form=form)
        except NotReproducible:
            form.add_error(None, LOST)
            return self.answer(409, form=form)
        if made is None:
            messages.error(request, TOO_LATE)
            return redirect(request.path)
        messages.success(request, f"La révision {made.revision} est publiée, la première reste.")
        return redirect(request.path)

    @transaction.atomic
    def revise(self, form: RevisionForm) -> Publication | None:
        """None when another revision came since the screen was shown: two clicks make one."""
        self.edition = Edition.objects.select_for_update().get(pk=self.edition.pk)
        if self.latest() != form.cleaned_data["seen"]:
            return None
        made = Publication.objects.revise(self.edition, form.cleaned_data["reason"])
        log(
            instance=self.edition,
            action="surveys.revision",
            data={"revision": made.revision, "reason": made.reason},
        )
        return made


class RevisingScreens(Screens):
    name = "surveys_revising"
    url_prefix = "enquete/corrections"

    def get_urlpatterns(self) -> list:
        return [path("<int:pk>/", self.construct_view(ReviseView), name="revise")]
