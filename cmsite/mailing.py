"""Mails also in HTML, made from their own text on its way out: nothing is written twice.

No picture, nothing from elsewhere, no address that tells who has opened it.
"""

import re

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends import filebased, smtp
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cmsite.typography import french_spaces

BLANK = re.compile(r"\n[^\S\n]*\n+")
# In escaped text; a full stop or a bracket that follows an address is not of it.
ADDRESS = re.compile(r"https?://[^\s<]*[^\s<.,;:!?)»]")
# A sign-in code or the words of a survey, alone on their line.
CODE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+")


def paragraphs(text: str) -> list[tuple[bool, SafeString]]:
    """(whether it is a code to copy, HTML) of each block that blank lines part."""
    blocks = (block.strip() for block in BLANK.split(text.replace("\r\n", "\n").strip()))
    return [(bool(CODE.fullmatch(block)), linked(block)) for block in blocks if block]


def linked(text: str) -> SafeString:
    """Escaped, with line breaks, and with links where whole addresses are written."""
    escaped = ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', str(escape(french_spaces(text))))
    return mark_safe(escaped.replace("\n", "<br>\n"))


def dressed(message: EmailMessage) -> EmailMessage:
    """The same with its text in HTML beside it, unless somebody gave it one already."""
    if message.content_subtype != "plain" or getattr(message, "alternatives", ()):
        return message
    twofold = EmailMultiAlternatives()
    vars(twofold).update(vars(message) | {"alternatives": []})
    told = {"subject": message.subject, "paragraphs": paragraphs(message.body)}
    twofold.attach_alternative(render_to_string("mail.html", told), "text/html")
    return twofold


class InHTMLToo:
    def send_messages(self, email_messages: list[EmailMessage]) -> int | None:
        return super().send_messages([dressed(one) for one in email_messages])


class SMTPBackend(InHTMLToo, smtp.EmailBackend):
    pass


class FileBackend(InHTMLToo, filebased.EmailBackend):
    pass
