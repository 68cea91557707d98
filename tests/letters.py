"""What a visitor posts to write to somebody, for the tests of conversations."""

from datetime import timedelta

from django.utils import timezone

from directory import proof_of_work
from directory.forms.contact import ContactForm
from directory.models import Conversation
from tests.factories import UserFactory

TEXT = "Bonjour, auriez-vous du temps en mars pour une mission ?"
INBOX = "/compte/messages/"


def address(profile) -> str:
    return f"{profile.get_absolute_url()}contact/"


def letter(profile, *, proven: bool = True, **changes) -> dict:
    """A form filled in by a browser that did its work, or did not; `None` leaves a field out."""
    form = ContactForm(profile=profile)
    data = {
        "sender_name": "Paul Recruteur",
        "organisation": "Confluent",
        "text": TEXT,
        "opened": form.first_shown,
        "challenge": form.fresh_challenge,
        "answer": proof_of_work.solve(form.fresh_challenge) if proven else "",
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def conversation(profile, sender=None, *said: str, days_ago: float = 0, **fields) -> Conversation:
    """A conversation whose messages come in turn, the sender first."""
    when = timezone.now() - timedelta(days=days_ago)
    talk = Conversation.objects.create(
        profile=profile,
        sender=sender or UserFactory(),
        sender_name="Hélène Roussarie",
        created_at=when,
        last_at=when,
        **fields,
    )
    sides = [Conversation.Side.SENDER, Conversation.Side.OWNER]
    for number, text in enumerate(said or [TEXT]):
        talk.messages.create(side=sides[number % 2], text=text, sent_at=when)
    return talk


def plain(response) -> str:
    """The page with ordinary spaces."""
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")
