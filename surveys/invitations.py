"""Inviting a list of addresses, and reminding those that have not answered without knowing which.

What waits in the queue of tasks is the number of an edition, never an address.
"""

import secrets
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from surveys import addresses, mails, tickets
from surveys.models import Edition, Invitation

COARSE = 10


class Verdict(NamedTuple):
    """What a pasted list would do."""

    new: list[str]
    known: int
    refused: list[tuple[int, str]]


def read(edition: Edition, text: str) -> Verdict:
    """Nothing is written."""
    found, refused = addresses.listed(text)
    known = {
        addresses.identity(one) for one in edition.invitations.values_list("address", flat=True)
    }
    new = [one for one in found if addresses.identity(one) not in known]
    return Verdict(new, len(found) - len(new), refused)


def add(edition: Edition, text: str) -> int:
    """Put on the list whoever is not; how many were."""
    new = read(edition, text).new
    # The order of a list sent by an organisation says things of its own.
    secrets.SystemRandom().shuffle(new)
    edition.invitations.bulk_create(
        (Invitation(edition=edition, address=one) for one in new),
        batch_size=500,
        ignore_conflicts=True,
    )
    return len(new)


def remove(edition: Edition, address: str) -> bool:
    """Take an address off the list; whether it was on it."""
    return bool(edition.invitations.filter(address=address).delete()[0])


def coarse(count: int) -> int:
    """Rounded down to ten: all that is ever said of who has answered.

    And only once reminders left: a count at will, around an address added or removed, would tell.
    """
    return count - count % COARSE


def _silent(edition: Edition, invitations) -> list[Invitation]:
    """Computed in memory, kept nowhere."""
    given = set(edition.participations.values_list("digest", flat=True))
    return [
        one
        for one in invitations
        if edition.secrets.digest("device", tickets.token_of(edition, one.address)) not in given
    ]


@task()
def invite(edition_id: int) -> int:
    """Mail their link to those of the list who were never sent it; how many mails left."""
    edition = Edition.objects.get(pk=edition_id)
    sent = 0
    for invitation in _at_random(edition.invitations.to_invite()):
        # Claimed first: two runs at once, or a second one after a stop, write once to each.
        claimed = Invitation.objects.to_invite().filter(pk=invitation.pk)
        if claimed.update(invited_on=timezone.localdate()):
            try:
                _write(edition, invitation, reminder=False)
                sent += 1
            except mails.NotSent:
                Invitation.objects.filter(pk=invitation.pk).update(invited_on=None)
    return sent


@task()
def remind(edition_id: int) -> int:
    """Write again to those who have not answered; how many mails left, rounded down to ten.

    The day is written on every invitation, answered or not: the list does not say who was
    written to.
    """
    edition = Edition.objects.get(pk=edition_id)
    if edition not in Edition.objects.open():
        return 0
    with transaction.atomic():
        due = list(edition.invitations.to_remind().select_for_update())
        edition.invitations.exclude(invited_on=None).update(reminded_on=timezone.localdate())
    sent = 0
    for invitation in _at_random(_silent(edition, due)):
        try:
            _write(edition, invitation, reminder=True)
            sent += 1
        except mails.NotSent:
            continue
    return coarse(sent)


def _at_random(invitations) -> list[Invitation]:
    rows = list(invitations)
    secrets.SystemRandom().shuffle(rows)
    return rows


def _write(edition: Edition, invitation: Invitation, *, reminder: bool) -> None:
    words, fragment = tickets.code(edition, invitation.address, tickets.INVITATION)
    mails.write(
        invitation.address,
        f"L’enquête {edition.year}, {'un rappel' if reminder else 'votre invitation'}",
        "invitation",
        {
            "edition": edition,
            "words": words,
            "fragment": fragment,
            "reminder": reminder,
            "now": timezone.now(),
        },
    )
