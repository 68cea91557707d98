"""Go on with one’s answers on another device: by words copied, or sent by mail once."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from surveys import attempts
from surveys.forms import AddressForm, ResumeForm
from surveys.models import Edition
from surveys.receipts import too_many_words
from surveys.visit import Visit, respondent

# Letters an hour to one address, and a minute for the whole edition: nobody’s mailbox is flooded.
LETTERS_AN_HOUR, LETTERS_A_MINUTE = 3, 60


@respondent
def resume(visit: Visit) -> HttpResponse:
    """The words of the draft under way, and a field for those of another.

    They travel in the body, or after the « # » of an address, which no server is sent.
    """
    if not visit.posted:
        form = ResumeForm(visit.edition)
        if visit.outdated:
            form.initial = {"mots": visit.request.POST.get("mots", "")}
        return visit.page("resume", {"form": form})
    form = ResumeForm(visit.edition, visit.request.POST)
    if not attempts.words_may_be_tried(visit.request, visit.edition.pk):
        return too_many_words(visit.page("resume", {"form": form.unjudged(), "wait": True}))
    if not form.is_valid():
        attempts.count_wrong_words(visit.request, visit.edition.pk)
        return visit.page("resume", {"form": form}, status=404)
    visit.hold((form.cleaned_data["mots"], form.draft))
    return visit.redirect(visit.next_url())


@respondent
def send_words(visit: Visit) -> HttpResponse:
    """Send the words by mail, once, from here: neither task nor row ever holds the address."""
    if not visit.draft:
        return visit.redirect(reverse("surveys:resume", args=[visit.edition.year]))
    if visit.posted:
        form = AddressForm(visit.request.POST)
        if form.is_valid():
            return _send_letter(visit, form)
        return visit.page("send_words", {"form": form}, status=400)
    initial = {"adresse": visit.request.POST.get("adresse", "")} if visit.outdated else None
    return visit.page("send_words", {"form": AddressForm(initial=initial)})


def _send_letter(visit: Visit, form: AddressForm) -> HttpResponse:
    address = form.cleaned_data["adresse"]
    edition = visit.edition
    # A keyed digest, of this hour alone, in a cache that forgets it.
    to = edition.secrets.digest("letter", address.lower())
    if not (
        attempts.spend(f"lettre:{visit.draft.digest}", 1, attempts.DAY)
        and attempts.spend(f"lettres:{to}", LETTERS_AN_HOUR, attempts.HOUR)
        and attempts.spend(f"lettres:{edition.pk}", LETTERS_A_MINUTE, attempts.MINUTE)
    ):
        form.add_error(
            None,
            "Ces mots ont déjà été envoyés, ou trop d’envois viennent de partir. Notez-les, "
            "plutôt : ils sont écrits ci-dessous.",
        )
        return visit.page("send_words", {"form": form}, status=429)
    if not send_letter(edition, visit.words, address):
        form.add_error(
            None, "Le courriel n’est pas parti. Notez les mots, plutôt : ils sont ci-dessous."
        )
        return visit.page("send_words", {"form": form}, status=503)
    return visit.page("words_sent")


def send_letter(edition: Edition, words: str, address: str) -> bool:
    """Whether the mail server took it.  Nothing of it is logged nor kept."""
    path = reverse("surveys:resume", args=[edition.year])
    context = {
        "edition": edition,
        "words": words,
        "link": f"{settings.SITE_URL}{path}#{words}",
    }
    letter = EmailMessage(
        subject=f"Reprendre l’enquête {edition.year}",
        body=render_to_string("surveys/courriel_reprise.txt", context),
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        return letter.send() == 1
    except (OSError, SMTPException):
        return False
