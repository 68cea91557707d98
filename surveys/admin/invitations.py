"""The list of the invited, in the admin: paste or send it, read the verdict, write to it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import ListingButton
from wagtail.permission_policies import ModelPermissionPolicy

from surveys import addresses, invitations
from surveys.clock import State
from surveys.keys import KeyLost
from surveys.models import Edition

MAX_BYTES = 500_000


class ListForm(forms.Form):
    text = forms.CharField(
        label="Adresses",
        required=False,
        max_length=MAX_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Une par ligne, ou un tableau CSV collé tel quel : seules les adresses sont "
        "gardées.",
    )
    file = forms.FileField(
        label="Ou un fichier",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        help_text="CSV ou texte, 500 ko au plus.",
    )

    def clean(self) -> dict:
        data = super().clean()
        upload = data.get("file")
        if upload is not None:
            data["text"] = self.decoded(upload)
        if not self.errors and not data.get("text", "").strip():
            raise ValidationError("Collez des adresses, ou choisissez un fichier.")
        return data

    @staticmethod
    def decoded(upload) -> str:
        if upload.size > MAX_BYTES:
            raise ValidationError({"file": "Ce fichier dépasse 500 ko : coupez-le en deux."})
        content = upload.read()
        if b"\0" in content:
            raise ValidationError(
                {"file": "Ce fichier n’est pas du texte : enregistrez-le en CSV."}
            )
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", "replace")


class RemovalForm(forms.Form):
    address = forms.EmailField(label="Adresse à retirer", max_length=addresses.LONGEST)

    def clean_address(self) -> str:
        return self.cleaned_data["address"].lower()


class InvitationsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    # Without a policy the mixin would let everyone in.
    permission_policy = ModelPermissionPolicy(Edition)
    permission_required = "change"
    page_title = "Invitations"
    header_icon = "mail"
    template_name = "surveys/admin/invitations.html"
    edition: Edition

    def setup(self, request, *args, pk: int, **kwargs) -> None:
        super().setup(request, *args, pk=pk, **kwargs)
        self.edition = get_object_or_404(
            Edition.objects.filter(archived=False, mode=Edition.Mode.MAIL), pk=pk
        )

    def get_page_subtitle(self) -> str:
        return str(self.edition)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailsnippets_surveys_edition:list"), "label": "Éditions"},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]

    def get(self, request, pk: int):
        return self.answer()

    def post(self, request, pk: int):
        action = getattr(self, f"do_{request.POST.get('action', '')}", None)
        if action is None:
            return self.answer(400)
        if self.is_over:
            messages.error(request, "Cette édition n’invite plus personne.")
            return self.answer(400)
        return action(request)

    @property
    def is_over(self) -> bool:
        return self.edition.state() in (State.CLOSED, State.PUBLISHED)

    def do_check(self, request):
        """What the list would do; nothing is written before it is confirmed."""
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(400, form=form)
        text = form.cleaned_data["text"]
        return self.answer(verdict=invitations.read(self.edition, text), text=text)

    def do_add(self, request):
        form = ListForm(request.POST)
        if not form.is_valid():
            return self.answer(400, form=form)
        added = invitations.add(self.edition, form.cleaned_data["text"])
        messages.success(request, f"Adresses ajoutées : {added}. Rien n’est encore parti.")
        return self.back()

    def do_remove(self, request):
        form = RemovalForm(request.POST)
        if not form.is_valid():
            return self.answer(400, removal=form)
        # The same sentence either way would leave a typing mistake unseen.
        if invitations.remove(self.edition, form.cleaned_data["address"]):
            messages.success(request, "L’adresse est retirée de la liste.")
            return self.back()
        form.add_error("address", "Cette adresse n’est pas sur la liste.")
        return self.answer(400, removal=form)

    def do_invite(self, request):
        return self.write(request, invitations.invite, "Les invitations partent.")

    def do_remind(self, request):
        if self.edition.state() is not State.OPEN:
            messages.error(request, "On ne relance que pendant que l’enquête est ouverte.")
            return self.answer(400)
        return self.write(request, invitations.remind, "Les rappels partent.")

    def write(self, request, task, sentence: str):
        try:
            self.edition.secrets.digest("check", "")
        except KeyLost:
            messages.error(request, "La clé de l’édition manque : rien n’est parti.")
            return self.answer(503)
        task.enqueue(self.edition.pk)
        messages.success(request, sentence)
        return self.back()

    def back(self):
        return redirect("surveys_invitations:list", self.edition.pk)

    def answer(self, status: int = 200, **context):
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_context_data(self, **kwargs) -> dict:
        listed = self.edition.invitations
        return super().get_context_data(**kwargs) | {
            "edition": self.edition,
            "form": kwargs.get("form") or ListForm(),
            "removal": kwargs.get("removal") or RemovalForm(),
            "verdict": kwargs.get("verdict"),
            "text": kwargs.get("text", ""),
            "total": listed.count(),
            "to_invite": listed.to_invite().count(),
            "to_remind": listed.to_remind().exists(),
            "reminded_on": listed.exclude(reminded_on=None)
            .values_list("reminded_on", flat=True)
            .order_by("-reminded_on")
            .first(),
            "is_open": self.edition.state() is State.OPEN,
            "is_over": self.is_over,
        }


class InvitationScreens(ViewSet):
    name = "surveys_invitations"
    url_prefix = "enquete/invitations"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list:
        view = sensitive_post_parameters()(self.construct_view(InvitationsView))
        return [path("<int:pk>/", view, name="list")]


@hooks.register("register_admin_viewset")
def register_screens() -> InvitationScreens:
    return InvitationScreens()


@hooks.register("register_snippet_listing_buttons")
def invitations_button(snippet, user, next_url=None):
    """Beside an edition answered by mail, for whoever may change it."""
    if isinstance(snippet, Edition) and snippet.mode == Edition.Mode.MAIL:
        yield ListingButton(
            "Invitations",
            url=reverse("surveys_invitations:list", args=[snippet.pk]),
            icon_name="mail",
            priority=30,
        )


@hooks.register("register_log_actions")
def register_sealing(actions) -> None:
    actions.register_action("surveys.seal", "Sceller", "Édition scellée : liens et clé détruits")
