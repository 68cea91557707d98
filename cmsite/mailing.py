"""Mails also in HTML, made from their own text on its way out: nothing is written twice.

No picture, nothing from elsewhere, no address that tells who has opened it.
"""

import re

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends import filebased, smtp
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from cmsite.typography import french_spaces

BLANK = re.compile(r"\n[^\S\n]*\n+")
# A full stop, a quote or a bracket that follows an address is not of it.
ADDRESS = re.compile(r"""https?://[^\s<>"]*[^\s<>".,;:!?)'’»]""")
LINK = '<a href="{}">{}</a>'
# A sign-in code or the words of a survey, alone on their line.
CODE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+")


def paragraphs(text: str) -> list[tuple[bool, SafeString]]:
    """(whether it is a code to copy, HTML) of each block that blank lines part."""
    blocks = (block.strip() for block in BLANK.split(text.replace("\r\n", "\n").strip()))
    return [(bool(CODE.fullmatch(block)), linked(block)) for block in blocks if block]


def linked(text: str) -> SafeString:
    """Escaped, with line breaks, and with links where whole addresses are written."""
    spaced, parts, read = french_spaces(text), [], 0
    for found in ADDRESS.finditer(spaced):
        parts += escape(spaced[read : found.start()]), format_html(LINK, found[0], found[0])
        read = found.end()
    return mark_safe("".join([*parts, escape(spaced[read:])]).replace("\n", "<br>\n"))


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
