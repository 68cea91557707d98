"""Tell a colleague about the directory, once, without keeping their address."""

import logging
import re

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cmsite.accounts.models import Invitation, User
from directory.models import Profile, one_line

SUBJECT = "Une invitation à rejoindre La Carte des CM"
# Anything a mail program would turn into a link, and make our mails worth abusing.
LINKS = re.compile(r"://|www\.|@|\b[\w-]+\.[a-z]{2,}\b", re.IGNORECASE)
log = logging.getLogger(__name__)


def digest_of(address: str) -> str:
    """Without SECRET_KEY, nobody can try addresses on it."""
    key = salted_hmac("cmsite.accounts.invitations", address.strip().lower(), algorithm="sha256")
    return key.hexdigest()


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label="Son adresse électronique",
        help_text="Nous y envoyons un seul message, puis nous l’oublions.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Écrivez l’adresse de la personne.",
            "invalid": "Cette adresse est incomplète : attendu quelque chose comme "
            "prenom@exemple.fr.",
            "max_length": "Cette adresse est trop longue.",
        },
    )
    line = forms.CharField(
        label="Un mot de votre part",
        help_text="Une phrase, sans lien ni adresse.",
        max_length=200,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "C’est trop long : deux cents signes au plus."},
    )

    def clean_line(self) -> str:
        line = self.cleaned_data["line"]
        if LINKS.search(line):
            raise forms.ValidationError("Pas de lien ni d’adresse dans ce mot.")
        return line


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether the person has an account, was invited before, or not."""
    inviter = Profile.objects.published().filter(owner=request.user).first()
    left = left_today(request.user)
    form = InvitationForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if inviter is None:
            status = 403
        elif not left or not ratelimit.consume(request, action="invite"):
            status = 429
        elif form.is_valid():
            try:
                send(inviter, form.cleaned_data["email"], form.cleaned_data["line"])
            except OSError:  # smtplib’s errors are of this kind too
                log.warning("Une invitation n’a pas pu partir.")
                form.add_error(None, "Le message n’a pas pu partir. Réessayez dans un moment.")
                status = 503
            else:
                messages.success(
                    request,
                    "C’est noté. Le message part si cette personne n’a pas encore été invitée.",
                    extra_tags="ok",
                )
                return redirect("account_invite")
    context = {"section": "compte", "form": form, "inviter": inviter, "left": left}
    return render(request, "accounts/invite.html", context, status=status)


def left_today(user: User) -> int:
    """How many more people this account may invite before midnight, French time."""
    return max(0, Invitation.DAILY_LIMIT - user.invitations.today().count())


def send(inviter: Profile, address: str, line: str) -> None:
    """One mail, unless this address had one or has an account.  Raises what the service raises."""
    try:
        with transaction.atomic():
            Invitation.objects.create(inviter_id=inviter.owner_id, digest=digest_of(address))
            if User.objects.filter(email__iexact=address).exists():
                return
            body = render_to_string(
                "accounts/mails/invitation.txt",
                {"inviter": inviter, "line": line, "SITE_URL": settings.SITE_URL},
            )
            EmailMessage(SUBJECT, body, to=[address]).send()
    except IntegrityError:
        return  # written to already
