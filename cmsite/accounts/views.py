from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cmsite.accounts.forms import ErasureForm
from cmsite.accounts.models import User
from cmsite.accounts.proof import proof_required
from directory.completeness import advice_for
from directory.models import Conversation, Profile
from directory.progress import milestones


class AddressView(RequestLoginCodeView):
    """Type an address, receive a code.  An unknown address opens an account: same page, same mail,
    so that nobody can learn from it who has one."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        if (
            request.user.is_authenticated
            and wanted.startswith(reverse("wagtailadmin_home"))
            and not request.user.has_perm("wagtailadmin.access_admin")
        ):
            raise PermissionDenied  # the admin would send them back here, for ever
        return super().dispatch(request, *args, **kwargs)

    def _redirect_to_pending_stage(self, request, stage) -> None:
        """A code was sent but the person came back: let them correct their address."""

    def form_valid(self, form) -> HttpResponse:
        if form._user is None:
            form._user = User.objects.newcomer(form.cleaned_data["email"])
        if form._user is not None:
            form._user.ensure_address_record()
        return super().form_valid(form)

    def form_invalid(self, form) -> HttpResponse:
        limited = form.has_error("email", "too_many_login_attempts")
        return self.render_to_response(
            self.get_context_data(form=form), status=429 if limited else 400
        )


class CodeView(ConfirmLoginCodeView):
    def form_invalid(self, form) -> HttpResponse:
        response = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 400
        return response


@never_cache
@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What one has here, and the way to each of it."""
    return render(request, "accounts/account.html", account_context(request))


@proof_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Leave for good.  The team’s accounts are closed by another member of it."""
    if request.user.is_staff:
        raise PermissionDenied
    form = ErasureForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 400 if request.method == "POST" else 200
        context = {"section": "compte", "form": form}
        return render(request, "accounts/erase.html", context, status=status)
    user = User.objects.get(pk=request.user.pk)
    logout(request)
    user.erase()
    messages.success(
        request, "Votre compte, votre profil, vos fichiers et vos messages sont supprimés."
    )
    return redirect("/")


def account_context(request: HttpRequest) -> dict:
    user = request.user
    profile = Profile.objects.filter(owner=user).first()
    context = {
        "section": "compte",
        "profile": profile,
        "can_erase": not user.is_staff,
        "keys": Authenticator.objects.filter(user=user).count(),
        "unread": Conversation.objects.unread_by(user).count(),
        "advice": [],
        "claims": user.claims.select_related("profile").order_by("-made_at")[:5],
    }
    if profile is not None:
        context |= {
            "milestones": milestones(profile),
            "views": profile.views_last_days(30),
            "advice": advice_for(profile.get_latest_revision_as_object()),
        }
    return context
