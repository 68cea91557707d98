"""Editions that are answered by mail: give an address, get a link, come in with a ticket."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from surveys import addresses, gate, mails, tickets
from surveys.clock import State
from surveys.keys import KeyLost
from surveys.models import Edition
from surveys.visit import closed, current_edition, page, set_cookie

TROUBLE = "Le courriel n’a pas pu partir. Réessayez dans un moment."
WRONG_CODE = (
    "Ces mots n’ouvrent rien avec cette adresse, ou plus. Relisez le dernier courriel reçu, ou "
    "demandez un nouveau lien."
)


def keyed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Without the key of the edition: a plain sentence, and nothing stored."""

    @wraps(view)
    def wrapped(request: HttpRequest, year: int, **kwargs) -> HttpResponse:
        try:
            return view(request, year=year, **kwargs)
        except KeyLost:
            edition = current_edition(year)
            if not edition.accepts():
                return closed(request, edition)
            return page(request, edition, "unavailable", status=503)

    if hasattr(view, "csrf_refused"):
        wrapped.csrf_refused = keyed(view.csrf_refused)
    return wrapped


class TidyEmailField(forms.EmailField):
    default_error_messages = {
        "required": "Écrivez votre adresse.",
        "invalid": "Cette adresse est incomplète : attendu quelque chose comme prenom@exemple.fr.",
    }

    def __init__(self, **options) -> None:
        options.setdefault("label", "Votre adresse électronique")
        super().__init__(
            max_length=addresses.LONGEST,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            error_messages={"max_length": "Cette adresse est trop longue."},
            **options,
        )

    def clean(self, value: str) -> str:
        return super().clean(value).lower()


class CodeField(forms.CharField):
    def __init__(self, **options) -> None:
        super().__init__(
            max_length=300,
            widget=forms.TextInput(
                attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
            ),
            error_messages={
                "required": "Écrivez les cinq mots du courriel.",
                "max_length": "C’est trop long : cinq mots, ou le lien du courriel.",
            },
            **options,
        )


class AddressForm(forms.Form):
    adresse = TidyEmailField(
        help_text="Votre lien y part aussitôt. Une empreinte dira qu’elle a servi : elle est "
        "détruite à la clôture."
    )


class EntryForm(forms.Form):
    adresse = TidyEmailField(required=False, help_text="Inutile si vous collez le lien entier.")
    mots = CodeField(
        label="Les cinq mots du courriel, ou son lien",
        help_text="Dans l’ordre, séparés par des tirets ou des espaces.",
    )


@sensitive_variables()
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entrance(request: HttpRequest, year: int) -> HttpResponse:
    """Ask for a link, then come in with it.

    Whatever the address, the answer is the same, and one mail leaves: who looks at this page
    learns nothing of anybody.
    """
    edition = current_edition(year)
    if edition.mode != Edition.Mode.MAIL:
        raise Http404
    if edition.state() is not State.OPEN:
        return closed(request, edition)
    posted = request.POST if request.method == "POST" else None
    if posted is None:
        return _shown(request, edition)
    if "mots" in posted:
        form = EntryForm(posted)
        if form.is_valid():
            data = form.cleaned_data
            ticket = tickets.granted(edition, data["adresse"], data["mots"])
            if ticket:
                return _let_in(edition, ticket)
            form.add_error("mots", WRONG_CODE)
        return _shown(request, edition, entry=form, status=400)
    form = AddressForm(posted)
    if not form.is_valid():
        return _shown(request, edition, form=form, status=400)
    refusal = gate.refusal(request, subject(edition))
    if refusal:
        form.add_error(None, refusal)
        return _shown(request, edition, form=form, status=429)
    address = form.cleaned_data["adresse"]
    try:
        _answer_by_mail(edition, address)
    except mails.NotSent:
        form.add_error(None, TROUBLE)
        return _shown(request, edition, form=form, status=503)
    entry = EntryForm(initial={"adresse": address})
    return _shown(request, edition, entry=entry, asked=address)


def subject(edition: Edition) -> str:
    return f"surveys.entrance.{edition.year}"


def _shown(
    request: HttpRequest,
    edition: Edition,
    form: AddressForm | None = None,
    entry: EntryForm | None = None,
    asked: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form or AddressForm(),
        "entry": entry or EntryForm(),
        "asked": asked,
        "wrong": entry is not None and entry.is_bound,
        "challenge": gate.challenge(subject(edition)),
        "by_invitation": edition.invitations.exists(),
    }
    return page(request, edition, "entrance", context, status)


def _let_in(edition: Edition, ticket: str) -> HttpResponse:
    response = redirect("surveys:start", year=edition.year)
    remaining = int((edition.closes_at - timezone.now()).total_seconds())
    set_cookie(response, edition, tickets.COOKIE, ticket, max(remaining, 0))
    return response


@sensitive_variables()
def _answer_by_mail(edition: Edition, address: str) -> None:
    """One mail in every case, so that neither its absence nor the wait tells anything."""
    token = tickets.token_of(edition, address)
    if not mails.may_write(edition.secrets.digest("mails", token)):
        return
    invited = edition.invitations.filter(address=address).exists()
    context = {"edition": edition}
    if edition.participations.filter(digest=edition.secrets.digest("device", token)).exists():
        template = "entrance_answered"
    elif not invited and edition.invitations.exists():
        template = "entrance_uninvited"
    else:
        template = "entrance_link"
        words, fragment = tickets.code(edition, address, tickets.today_purpose())
        context |= {"words": words, "fragment": fragment}
    mails.write(address, f"L’enquête {edition.year}, votre demande", template, context)
