"""Mails that tell somebody of a message, without either side’s address; and what is kept, how long.

Nothing typed enters a header.  A task holds the number of a message and nothing else.
"""

from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django_tasks import task

from directory.letters import quoted
from directory.models import Conversation, Message
from directory.models.contact import Side

FIRST = "Un message pour vous, par La Carte des CM"
NEXT = "Une réponse pour vous, par La Carte des CM"


class DeliveryError(RuntimeError):
    """A mail that did not leave; says which message, and no address."""


def compose(message: Message) -> EmailMessage | None:
    """Plain text to the other side; None when nobody is there to read it."""
    conversation = message.conversation
    side = Side(message.side)
    reader = conversation.account_of(side.other)
    if reader is None or not reader.is_active:
        return None
    body = render_to_string(
        "directory/mails/letter.txt",
        {
            "message": message,
            "text": quoted(message.text),
            "conversation": conversation,
            "to_owner": side is Side.SENDER,
            "is_first": not conversation.messages.filter(pk__lt=message.pk).exists(),
            "SITE_URL": settings.SITE_URL,
        },
    )
    return EmailMessage(FIRST if side is Side.SENDER else NEXT, body, to=[reader.email])


@task()
def deliver(message_id: int) -> None:
    """Tell the other side, if the message still exists.  Raises DeliveryError.

    The failures of a mail server quote addresses, and the results of tasks are kept: only the
    kind of failure goes on.
    """
    messages = Message.objects.select_related(
        "conversation__profile__owner", "conversation__sender"
    )
    message = messages.filter(pk=message_id).first()
    mail = compose(message) if message else None
    if mail is None:
        return
    try:
        mail.send()
    except (SMTPException, OSError, ValueError) as error:
        failure = type(error).__name__
    else:
        return
    raise DeliveryError(f"message {message_id}\u00a0: {failure}")


def send_later(message: Message) -> None:
    """Only once the message is in the database: a mail cannot be rolled back."""
    transaction.on_commit(partial(deliver.enqueue, message.pk))


def purge() -> int:
    """Delete the conversations whose time is over; how many."""
    expired = Conversation.objects.expired()
    count = expired.count()
    expired.delete()
    return count
