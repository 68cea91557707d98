"""A recent proof that the person before the screen is the owner of the account.

Entering by code or by passkey is one, for ten minutes; after that, what cannot be undone asks
again.  What was being sent meanwhile is kept by allauth and done once the proof is given.
"""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cmsite.accounts.forms import CodeForm, KeyProofForm

STATE = "accounts.proof"
SEND = "envoyer"
NEXT = "next"
SUBJECT = "La Carte des CM\u00a0: confirmez que c’est bien vous"


def is_proven(request: HttpRequest) -> bool:
    """Whether this session proved who it is within the last ten minutes."""
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def proof_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Visitors sign in; who did long ago proves it again, then does what they were doing."""

    @wraps(view)
    def proven(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not is_proven(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return never_cache(login_required(proven))


class CodeByMail(AbstractCodeVerificationProcess):
    """A code sent to the account’s own address, good for this session only."""

    def __init__(self, request: HttpRequest, state: dict) -> None:
        self.request = request
        super().__init__(
            state=state,
            timeout=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
            max_attempts=3,
            user=request.user,
        )

    @classmethod
    def under_way(cls, request: HttpRequest) -> "CodeByMail | None":
        state = request.session.get(STATE)
        code = cls(request, state) if state else None
        if code and not code.is_valid():
            code.abort()
            return None
        return code

    @classmethod
    def start(cls, request: HttpRequest) -> None:
        code = cls(request, cls.initial_state(request.user, email=request.user.email))
        code.state["code"] = get_adapter().generate_login_code()
        code.persist()
        code.send()

    def persist(self) -> None:
        self.request.session[STATE] = self.state

    def send(self) -> None:
        body = render_to_string(
            "accounts/mails/proof.txt", {"code": self.code, "SITE_URL": settings.SITE_URL}
        )
        EmailMessage(SUBJECT, body, to=[self.state["email"]]).send()

    def abort(self) -> None:
        self.request.session.pop(STATE, None)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for a code, type it, go on.  A GET sends no mail."""
    code = CodeByMail.under_way(request)
    if request.method != "POST":
        return render_proof(request, code)
    if request.POST.get("action") == SEND:
        if not ratelimit.consume(request, action="prove"):
            return render_proof(request, code, limited=True, status=429)
        CodeByMail.start(request)
        return redirect(with_next(request))
    if code is None:  # too old, or typed wrong three times
        return render_proof(request, None, expired=True, status=400)
    form = CodeForm(request.POST, code=code.code)
    if not form.is_valid():
        if not code.record_invalid_attempt():
            return render_proof(request, None, expired=True, status=400)
        return render_proof(request, code, form=form, status=400)
    code.abort()
    record_authentication(request, request.user, method="code", reauthenticated=True)
    return resume_request(request) or redirect("account")


def with_next(request: HttpRequest) -> str:
    wanted = get_next_redirect_url(request)
    return reverse("account_prove") + (f"?{urlencode({NEXT: wanted})}" if wanted else "")


def render_proof(
    request: HttpRequest,
    code: CodeByMail | None,
    *,
    form: CodeForm | None = None,
    status: int = 200,
    limited: bool = False,
    expired: bool = False,
) -> HttpResponse:
    has_key = Authenticator.objects.filter(
        user=request.user, type=Authenticator.Type.WEBAUTHN
    ).exists()
    context = {
        "section": "compte",
        "form": form or CodeForm(),
        "waiting": code is not None,
        "limited": limited,
        "expired": expired,
        "next": get_next_redirect_url(request) or "",
        "key_form": KeyProofForm(user=request.user) if has_key else None,
        "options": {"options": begin_authentication(request.user)} if has_key else None,
    }
    return render(request, "accounts/prove.html", context, status=status)
