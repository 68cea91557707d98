"""The demonstration’s accounts: addresses of a reserved domain, a code by mail as for anyone."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from cmsite.accounts.models import User

# address: (first name, last name, what one does with it)
ACCOUNTS = {
    "redaction@carte.example": ("Solène", "Marchadier", "la rédaction : toute l’administration"),
    "moderation@carte.example": ("Nadège", "Poullain", "la modération : trois profils attendent"),
    "ines@carte.example": ("Inès", "Cherfaoui", "une praticienne, profil en ligne"),
    "nouveau@carte.example": ("Malik", "Ostrowski", "un praticien, sans profil encore"),
    "recruteur@carte.example": ("Claire", "Vandamme-Issaad", "une recruteuse"),
}
MODERATORS = "Modération"


def create(people: Iterable[tuple[str, str, str]]) -> dict[str, User]:
    """Accounts for these (address, first name, last name), with their addresses confirmed.

    Returns every account asked for, by address; those that exist are left as they are.
    """
    wanted = {email: (first, last) for email, first, last in people}
    existing = set(User.objects.filter(email__in=wanted).values_list("email", flat=True))
    User.objects.bulk_create(
        User(email=email, first_name=first, last_name=last, password=make_password(None))
        for email, (first, last) in wanted.items()
        if email not in existing
    )
    users = {user.email: user for user in User.objects.filter(email__in=wanted)}
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=email, verified=True, primary=True)
        for email, user in users.items()
        if email not in existing
    )
    return users


def load() -> None:
    """The five accounts, their rights included."""
    users = create((email, first, last) for email, (first, last, _) in ACCOUNTS.items())
    User.objects.filter(email="redaction@carte.example", is_superuser=False).update(
        is_staff=True, is_superuser=True
    )
    users["moderation@carte.example"].groups.add(Group.objects.get(name=MODERATORS))
