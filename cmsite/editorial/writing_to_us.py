"""A message to the editors, by mail: no address is shown on the site, nothing is stored."""

import logging
from hashlib import sha256
from smtplib import SMTPException
from typing import NamedTuple

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from cmsite.limits import HOUR, allowed
from directory import letters
from directory.forms.contact import LetterText, ProofFields
from directory.forms.fields import LineField

PROVEN, UNPROVEN = 8, 2  # an hour, from one place
SUBJECT = "Message par la page de contact"
log = logging.getLogger(__name__)


class ContactForm(ProofFields, forms.Form):
    subject = "editorial.contact"  # of the proof of work

    SUBJECTS = [
        ("site", "Une question sur le site"),
        ("donnees", "Mes données personnelles"),
        ("contenu", "Un contenu à signaler ou à corriger"),
        ("redaction", "Proposer un sujet à la rédaction"),
        ("presse", "Presse, partenariat"),
        ("acces", "Un problème d’accessibilité"),
        ("autre", "Autre chose"),
    ]
    about = forms.ChoiceField(
        label="À quel sujet",
        choices=[("", "Choisissez…"), *SUBJECTS],
        error_messages={"required": "Choisissez ce qui s’en approche le plus."},
    )
    name = LineField(
        label="Votre nom",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    address = forms.EmailField(
        label="Votre adresse électronique",
        max_length=200,
        help_text="Pour vous répondre, et pour rien d’autre.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Sans adresse, nous ne pourrions pas vous répondre.",
            "invalid": "Écrivez une adresse complète, comme prenom@exemple.fr.",
        },
    )
    text = LetterText(
        min_length=letters.SHORTEST,
        error_messages={
            "min_length": "Dites-en un peu plus : %(limit_value)d caractères au moins."
        },
    )

    def clean(self) -> dict:
        data = super().clean()
        self.check_pace()
        return data

    def is_repeated(self) -> bool:
        """Whether the same words of the same person left within the hour."""
        data = self.cleaned_data
        told = sha256(f"{data['address']}\n{data['text']}".encode()).hexdigest()
        return not cache.add(f"contact:{told}", 1, HOUR)

    def mail(self) -> EmailMessage:
        """Plain text; the only thing typed in a header is an address found valid."""
        data = self.cleaned_data
        body = render_to_string(
            "editorial/mails/contact.txt",
            {
                "about": dict(self.SUBJECTS)[data["about"]],
                "name": data["name"],
                "address": data["address"],
                "text": letters.quoted(data["text"]),
                "SITE_URL": settings.SITE_URL,
            },
        )
        return EmailMessage(SUBJECT, body, to=[settings.CONTACT_EMAIL], reply_to=[data["address"]])


class Answer(NamedTuple):
    form: ContactForm
    status: int = 200
    sent: HttpResponse | None = None


def answer(request: HttpRequest) -> Answer:
    """What to answer to a visit of the contact page, or to what was written there."""
    if request.method != "POST":
        return Answer(ContactForm())
    form = ContactForm(request.POST)
    if not form.is_valid():
        return Answer(form, 400)
    if not allowed(request, "editorial.contact", PROVEN if form.proven else UNPROVEN):
        form.add_error(
            None,
            "Trop de messages sont partis d’ici en une heure. Rien n’est perdu : gardez cette page "
            "ouverte et renvoyez le vôtre plus tard.",
        )
        return Answer(form, 429)
    if not form.is_repeated():
        try:
            form.mail().send()
        except (SMTPException, OSError, ValueError) as error:
            # Its words would quote addresses.
            log.error("Message de la page de contact non parti : %s", type(error).__name__)
            form.add_error(
                None,
                "Votre message n’a pas pu partir. Rien n’est perdu : réessayez dans un moment.",
            )
            return Answer(form, 503)
    messages.success(
        request, "Votre message est parti. Une personne vous répondra à l’adresse donnée."
    )
    return Answer(form, sent=redirect(request.path))
