"""Mails of the survey: one address each, nothing of theirs in a header or a log."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

HOURLY = 3
HOUR = 60 * 60  # seconds


class NotSent(Exception):
    """The mail service refused or did not answer."""


def write(
    address: str, subject: str, template: str, context: dict[str, Any], name: str = ""
) -> None:
    """Send one mail.  `name` makes its Message-ID: a mail sent twice is then seen once.

    Raises NotSent; the service’s own words, which quote the address, are not chained.
    """
    body = render_to_string(
        f"surveys/mails/{template}.txt", {"SITE_URL": settings.SITE_URL, **context}
    )
    host = settings.SITE_URL.split("//")[-1].partition(":")[0].partition("/")[0]
    headers = {"Message-ID": f"<{name}@{host}>"} if name else {}
    # Programs answer « absent » to what does not say that a program wrote it.
    headers["Auto-Submitted"] = "auto-generated"
    try:
        EmailMessage(subject, body, to=[address], headers=headers).send()
    except OSError:  # smtplib’s errors are of this kind too
        raise NotSent from None


def may_write(digest: str) -> bool:
    """Whether this mailbox, known by a keyed digest, was not written to three times this hour."""
    key = f"surveys:mails:{digest}"
    if cache.add(key, 1, HOUR):
        return True
    try:
        return cache.incr(key) <= HOURLY
    except ValueError:  # thrown out of the cache since
        return True
