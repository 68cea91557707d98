"""Claims to judge, and invitations to send."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from wagtail.log_actions import log

from directory import claims, twins
from directory.admin.base import DirectoryScreen, Screens
from directory.models import Claim, Profile


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label="Motif du refus",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Donnez un motif : la personne le lira."},
    )


class ClaimsView(DirectoryScreen):
    rights = ("add", "change", "publish")
    page_title = "Demandes « C’est vous ? »"
    header_icon = "key"
    template_name = "directory/admin/claims.html"

    def get_context_data(self, **kwargs) -> dict:
        refused = kwargs.pop("refused", None)
        rows = [
            (one, refused[1] if refused and refused[0] == one else self.blank(one))
            for one in Claim.objects.waiting().select_related("profile", "claimant")
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}

    def blank(self, claim: Claim) -> RefusalForm:
        return RefusalForm(auto_id=f"id_{claim.pk}_%s")

    def post(self, request):
        number = request.POST.get("claim", "")
        key = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
        one = get_object_or_404(Claim.objects.waiting(), pk=key)
        if request.POST.get("decision") == "accept":
            try:
                claims.accept(one)
            except twins.MergeError as error:
                messages.error(request, str(error))
                return self.answer(400)
            log(instance=one.profile, action="wagtail.edit", user=request.user)
            messages.success(request, f"Le profil de {one.profile} a désormais son compte.")
            return redirect("directory_claims:index")
        form = RefusalForm(request.POST, auto_id=f"id_{one.pk}_%s")
        if not form.is_valid():
            return self.answer(400, refused=(one, form))
        claims.refuse(one, form.cleaned_data["reason"])
        messages.success(request, "La demande est refusée, la personne reçoit votre motif.")
        return redirect("directory_claims:index")


class InvitationForm(forms.Form):
    address = forms.EmailField(
        label="Adresse de la personne",
        help_text="Elle sert à cet envoi et n’est pas conservée. L’invitation vaut 30 jours.",
    )


class InviteView(DirectoryScreen):
    rights = ("add", "change")
    page_title = "Inviter"
    header_icon = "mail"
    template_name = "directory/admin/invite.html"
    profile = None

    def get_page_subtitle(self) -> str:
        return str(self.profile or "")

    def get(self, request, pk: int):
        self.profile = get_object_or_404(Profile, pk=pk, owner=None)
        return self.answer(form=InvitationForm())

    def post(self, request, pk: int):
        self.profile = get_object_or_404(Profile, pk=pk, owner=None)
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return self.answer(400, form=form)
        claims.invite(self.profile, form.cleaned_data["address"])
        messages.success(request, f"L’invitation à prendre le profil de {self.profile} est partie.")
        return redirect("wagtailsnippets_directory_profile:edit", self.profile.pk)


class ClaimScreens(Screens):
    name = "directory_claims"
    url_prefix = "annuaire/demandes"

    def get_urlpatterns(self) -> list:
        return [
            path("", self.construct_view(ClaimsView), name="index"),
            path("inviter/<int:pk>/", self.construct_view(InviteView), name="invite"),
        ]
