"""Asking for the results by mail, confirming, being forgotten."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from surveys import gate, mails, notices
from surveys.clock import State
from surveys.entrance import TROUBLE, CodeField, TidyEmailField
from surveys.models import Edition
from surveys.visit import current_edition, page

WRONG_CODE = (
    "Ces mots ne correspondent à aucune demande en cours. Relisez le dernier courriel reçu."
)


class NoticeForm(forms.Form):
    adresse = TidyEmailField(
        help_text="Elle sert une fois, le jour des résultats, puis nous l’effaçons. Elle est "
        "rangée à part : rien ne la relie à une réponse."
    )
    # Out of sight and of the keyboard’s way: robots alone fill it in.
    site = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_site(self) -> str:
        if self.cleaned_data["site"]:
            raise forms.ValidationError("Ce champ sert à écarter les robots : laissez-le vide.")
        return ""


class NoticeCodeForm(forms.Form):
    mots = CodeField(
        label="Les cinq mots du courriel",
        help_text="Dans l’ordre, séparés par des tirets ou des espaces.",
    )


def subject(edition: Edition) -> str:
    return f"surveys.notice.{edition.year}"


def still_to_come(edition: Edition) -> bool:
    """Whether there are results to be told of."""
    return edition.state() in (State.ANNOUNCED, State.OPEN, State.CLOSED)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, year: int) -> HttpResponse:
    """Whatever the address, and however often: the same page, and a mail with new words."""
    edition = current_edition(year)
    if not still_to_come(edition):
        return redirect(edition.get_results_url())
    form = NoticeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 400
        if form.is_valid():
            refusal = gate.refusal(request, subject(edition))
            if refusal:
                form.add_error(None, refusal)
                status = 429
            else:
                try:
                    notices.ask(edition, form.cleaned_data["adresse"])
                except mails.NotSent:
                    form.add_error(None, TROUBLE)
                    status = 503
                else:
                    return redirect("surveys:notice_code", year=year)
    context = {"form": form, "challenge": gate.challenge(subject(edition))}
    return page(request, edition, "notice", context, status)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice_code(request: HttpRequest, year: int) -> HttpResponse:
    """The words of the mail: to confirm, or to be forgotten at once."""
    edition = current_edition(year)
    if request.method != "POST":
        return page(request, edition, "notice_code", {"form": NoticeCodeForm()})
    form = NoticeCodeForm(request.POST)
    if form.is_valid():
        act = notices.forget if "oublier" in request.POST else notices.confirm
        if act(edition, form.cleaned_data["mots"].rpartition("code=")[2]):
            done = "oubliee" if act is notices.forget else "confirmee"
            return page(request, edition, "notice_code", {"form": form, "done": done})
        form.add_error("mots", WRONG_CODE)
    return page(request, edition, "notice_code", {"form": form}, 400)
