"""Passkeys: allauth’s views, with our rule of proof and our pages."""

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from cmsite.accounts.proof import proof_required, with_next

MOST_KEYS = 10


class RefusedWith400:
    def form_invalid(self, form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=400)


@method_decorator([never_cache, login_required], name="dispatch")
class KeyListView(views.ListWebAuthnView):
    template_name = "mfa/webauthn/authenticator_list.html"
    extra_context = {"section": "compte"}

    def get_queryset(self):
        return super().get_queryset().order_by("created_at")


@method_decorator(proof_required, name="dispatch")
class NewKeyView(RefusedWith400, views.AddWebAuthnView):
    extra_context = {"section": "compte"}

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        if Authenticator.objects.filter(user=request.user).count() >= MOST_KEYS:
            messages.error(request, "Vous avez déjà dix clés : retirez-en une d’abord.")
            return redirect("mfa_list_webauthn")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        # allauth’s own view loses the form that came back with errors.
        context = super(views.AddWebAuthnView, self).get_context_data(**kwargs)
        return context | {"options": {"options": begin_registration(self.request.user, True)}}

    def get_success_url(self) -> str:
        return reverse("mfa_list_webauthn")


@method_decorator(proof_required, name="dispatch")
class KeyNameView(RefusedWith400, views.EditWebAuthnView):
    success_url = reverse_lazy("mfa_list_webauthn")
    extra_context = {"section": "compte"}


@method_decorator(proof_required, name="dispatch")
class KeyRemovalView(views.RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_list_webauthn")
    extra_context = {"section": "compte"}


class KeySignInView(views.LoginWebAuthnView):
    def _redirect_to_pending_stage(self, request, stage) -> None:
        """A code was sent, but the person prefers their key."""


@method_decorator([never_cache, login_required], name="dispatch")
class KeyProofView(views.ReauthenticateWebAuthnView):
    """The answer of the form that the page of proof shows."""

    def get(self, request, *args, **kwargs) -> HttpResponse:
        return redirect(with_next(request))

    def form_invalid(self, form) -> HttpResponse:
        for error in form.errors.get("credential", []):
            messages.error(self.request, error)
        return redirect(with_next(self.request))
