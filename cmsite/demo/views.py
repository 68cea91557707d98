"""The mails that the demonstration would have sent, to read its sign-in codes."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

MAILS_PER_PAGE = 10
CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)
# What Django’s file backend writes between two messages of one file.
SEPARATOR = re.compile(rb"^-{79}\n", re.MULTILINE)


@dataclass(frozen=True)
class Mail:
    subject: str
    recipient: str
    reply_to: str
    sent_at: datetime | None
    text: str
    code: str


def read(folder: Path) -> list[Mail]:
    """Every message of the folder, decoded, the newest first; an absent folder is empty."""
    files = sorted(folder.glob("*.log"), key=lambda file: (file.stat().st_mtime_ns, file.name))
    mails = [
        decode(BytesParser(policy=policy.default).parsebytes(raw))
        for file in files
        for raw in SEPARATOR.split(file.read_bytes())
        if raw.strip()
    ]
    return mails[::-1]


def decode(message: EmailMessage) -> Mail:
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    code = CODE.search(text)
    return Mail(
        subject=str(message["subject"] or ""),
        recipient=str(message["to"] or ""),
        reply_to=str(message["reply-to"] or ""),
        # Django writes « -0000 », that is UTC without a zone.
        sent_at=parsedate_to_datetime(message["date"]).replace(tzinfo=UTC)
        if message["date"]
        else None,
        text=text,
        code=code.group() if code else "",
    )


@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    paginator = Paginator(read(Path(settings.EMAIL_FILE_PATH)), MAILS_PER_PAGE)
    page_obj = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "demo/mails.html",
        {
            "page_obj": page_obj,
            "page_range": paginator.get_elided_page_range(page_obj.number),
        },
    )
