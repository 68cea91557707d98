"""« À relire »: who waits, and for each what would change, to approve or to send back."""

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from wagtail.log_actions import LogContext
from wagtail.models import TaskState, WorkflowState

from directory import twins
from directory.admin.base import DirectoryScreen, Screens
from directory.admin.panels import profile_edit_handler
from directory.models import Profile

READY = (
    "Votre biographie ou votre titre fait la publicité d’un produit : parlez plutôt de votre "
    "métier.",
    "Une adresse, un numéro de téléphone ou un courriel figure dans le texte : retirez-le, "
    "chacun peut vous écrire par le site.",
    "Le nom affiché ne semble pas être celui d’une personne.",
    "Le portrait ne montre pas une personne, ou montre quelqu’un d’autre.",
    "Ce profil ne dit rien du métier de community manager : précisez ce que vous faites.",
    "Un client ou un employeur est cité d’une manière qui peut lui nuire.",
)


class SendBackForm(forms.Form):
    ready = forms.MultipleChoiceField(
        label="Motifs courants",
        required=False,
        choices=[(sentence, sentence) for sentence in READY],
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label="Vos mots",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="La personne lit ce motif dans un courriel et au-dessus de son profil.",
    )

    def clean(self) -> dict:
        data = super().clean()
        parts = [*data.get("ready", []), data.get("words", "").strip()]
        data["reason"] = "\n".join(filter(None, parts))
        if not data["reason"] and not self.errors:
            raise ValidationError("Donnez un motif : la personne doit savoir quoi corriger.")
        return data


def reviews():
    """What waits for a moderator, oldest first."""
    return (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=ContentType.objects.get_for_model(Profile),
        )
        .select_related("workflow_state", "revision")
        .order_by("started_at", "pk")
    )


def signed(diff: str) -> str:
    """Wagtail’s marks, as elements that say what they are: its own are coloured only."""
    for kind, tag, sign, word in (
        ("addition", "ins", "+", "ajouté"),
        ("deletion", "del", "−", "retiré"),
    ):
        first, *pieces = diff.split(f'<span class="{kind}">')
        mark = (
            f' <b aria-hidden="true">{sign}</b><span class="w-sr-only">{word} : </span>'
            f'<{tag} class="{kind}">'
        )
        diff = first + "".join(mark + piece.replace("</span>", f"</{tag}>", 1) for piece in pieces)
    return diff


def differences(before: Profile, after: Profile, request) -> list[dict]:
    """[{label, html or children}] of what changed.

    A child is {kind: « Ajouté », « Retiré », « Modifié » or « Inchangé », fields: [(label, html)]}.
    """
    panel = profile_edit_handler().bind_to_model(Profile)
    bound = panel.get_bound_panel(instance=after, request=request, form=None)
    rows = []
    for compare in bound.get_comparison():
        found = compare(before, after)
        if not found.has_changed():
            continue
        label = found.field_label()
        if found.is_field:
            rows.append({"label": label, "html": signed(str(found.htmldiff())), "children": []})
            continue
        children = []
        for child in found.get_child_comparisons():
            if child.is_addition():
                kind = "Ajouté"
            elif child.is_deletion():
                kind = "Retiré"
            else:
                kind = "Modifié" if child.has_changed() else "Inchangé"
            fields = [
                (field.field_label(), signed(str(field.htmldiff())))
                for field in child.get_field_comparisons()
                if kind == "Modifié" or str(field.htmldiff())
            ]
            if kind == "Inchangé":
                fields = fields[:1]
            children.append({"kind": kind, "fields": fields})
        rows.append({"label": label, "html": "", "children": children})
    return rows


class QueueView(DirectoryScreen):
    rights = ("change", "publish")
    page_title = "À relire"
    header_icon = "clipboard-list"
    template_name = "directory/admin/queue.html"

    def get_context_data(self, **kwargs) -> dict:
        waiting = list(reviews())
        keys = [int(task.workflow_state.object_id) for task in waiting]
        profiles = Profile.objects.select_related("commune__department").in_bulk(keys)
        rows = [
            (profiles[pk], task) for pk, task in zip(keys, waiting, strict=True) if pk in profiles
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}


class ReviewView(DirectoryScreen):
    rights = ("change", "publish")
    page_title = "Relire"
    header_icon = "clipboard-list"
    template_name = "directory/admin/review.html"
    parent = ("À relire", "directory_review:index")

    def setup(self, request, pk: int, **kwargs):
        super().setup(request, **kwargs)
        self.pk = pk

    def get_page_subtitle(self) -> str:
        return str(self.version)

    def dispatch(self, request, *args, **kwargs):
        # Nothing is read before the person may; the parent asks again.
        if self.user_has_permission("change"):
            self.profile = get_object_or_404(Profile, pk=self.pk)
            self.task = reviews().filter(workflow_state__object_id=str(self.pk)).first()
            if self.task is None:
                messages.info(request, "Ce profil n’attend plus de relecture.")
                return redirect("directory_review:index")
            self.version = self.task.revision.as_object()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        online = self.profile if self.profile.live else Profile()
        return super().get_context_data(**kwargs) | {
            "profile": self.profile,
            "version": self.version,
            "online": online,
            "task": self.task,
            "rows": differences(online, self.version, self.request),
            "portrait_changed": online.portrait.name != self.version.portrait.name,
            "cv_changed": online.cv.name != self.version.cv.name,
            "twins": twins.like(self.version),
            "form": kwargs.get("form") or SendBackForm(),
        }

    def get(self, request, *args, **kwargs):
        return self.answer()

    def post(self, request, *args, **kwargs):
        actions = {
            name for name, *_ in self.task.task.specific.get_actions(self.profile, request.user)
        }
        decision = request.POST.get("decision")
        if decision not in ("approve", "reject") or decision not in actions:
            raise Http404
        comment, form = "", None
        if decision == "reject":
            form = SendBackForm(request.POST)
            if not form.is_valid():
                return self.answer(400, form=form)
            comment = form.cleaned_data["reason"]
        with transaction.atomic(), LogContext(user=request.user):
            # Nobody approves words they have not read, nor what another has just decided.
            task = reviews().select_for_update(of=("self",)).filter(pk=self.task.pk).first()
            if task is None or str(self.task.revision_id) != request.POST.get("revision"):
                messages.warning(request, "Ce profil a changé pendant votre lecture : relisez-le.")
                return redirect(request.path)
            task.task.specific.on_action(task, request.user, decision, comment=comment)
        said = "est en ligne" if decision == "approve" else "est renvoyé avec votre motif"
        messages.success(request, f"Le profil de {self.version} {said}.")
        following = reviews().first()
        if following is None:
            return redirect("directory_review:index")
        return redirect("directory_review:one", pk=following.workflow_state.object_id)


class ReviewScreens(Screens):
    name = "directory_review"
    url_prefix = "annuaire/a-relire"

    def get_urlpatterns(self) -> list:
        return [
            path("", self.construct_view(QueueView), name="index"),
            path("<int:pk>/", self.construct_view(ReviewView), name="one"),
        ]
