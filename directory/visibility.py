"""Who sees what of a profile: pure rules, no database.

A visitor is a Viewer; each guarded part of a profile has an Audience; `sees` answers.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a person may keep to signed-in people, or to themselves.

    The rest is shown to whoever sees the profile.
    """

    PORTRAIT = "portrait"
    EMPLOYER = "employeur"
    AVAILABILITY = "disponibilite"
    PATH = "parcours"
    DEGREES = "diplomes"
    CAMPAIGNS = "campagnes"
    CLIENTS = "clients"
    NETWORKS = "reseaux"
    LINKS = "liens"
    CV = "cv"


PUBLIC, MEMBERS, NOBODY = "public", "inscrits", "personne"

# Whoever writes from one of these could be anybody, one’s employer too.
SHARED_MAIL_DOMAINS = frozenset(
    (
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "outlook.fr",
        "hotmail.com",
        "hotmail.fr",
        "live.com",
        "live.fr",
        "msn.com",
        "yahoo.com",
        "yahoo.fr",
        "ymail.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "orange.fr",
        "wanadoo.fr",
        "free.fr",
        "sfr.fr",
        "neuf.fr",
        "numericable.fr",
        "bbox.fr",
        "laposte.net",
        "gmx.fr",
        "gmx.com",
        "gmx.net",
        "proton.me",
        "protonmail.com",
        "pm.me",
        "tutanota.com",
        "tuta.io",
        "aol.com",
        "aol.fr",
        "mail.com",
        "zoho.com",
        "yandex.com",
        "mailo.com",
        "infomaniak.com",
        "ik.me",
    )
)


class Viewer:
    """Somebody who looks at profiles: `pk` of their account, None for a visitor.

    `domain` is their mail’s, `organisations` what their own profile says of where they work,
    folded.  `moderates`: reads a profile to judge it, all of it.
    """

    pk: int | None = None
    domain: str = ""
    organisations: frozenset[str] = frozenset()
    moderates: bool = False

    @property
    def is_member(self) -> bool:
        return self.pk is not None


class Moderator(Viewer):
    moderates = True


class SomeMember(Viewer):
    """Whoever is signed in, to show an owner what such a person reads; nobody’s account is 0."""

    pk = 0


ANYONE = Viewer()


@dataclass(frozen=True)
class Shunned:
    """An organisation that must not learn of somebody’s availability."""

    organisation: str
    domain: str = ""


def folded(text: str) -> str:
    """The letters and digits of a name, without accents nor case: « L’Écho » → « lecho »."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].strip().lower()


def within(audience: str, viewer: Viewer) -> bool:
    """Whether a viewer who is neither the owner nor a moderator belongs to an audience."""
    return audience == PUBLIC or (audience == MEMBERS and viewer.is_member)


def shuns(shunned: list[Shunned], viewer: Viewer) -> bool:
    """Whether somebody who shuns these must not let the viewer know that they are available.

    Nobody can prove where a visitor works, nor somebody whose mail is of a shared domain: when
    anybody is shunned, both are.  Subdomains count as their domain.
    """
    if not shunned:
        return False
    if not viewer.is_member or not viewer.domain or viewer.domain in SHARED_MAIL_DOMAINS:
        return True
    for one in shunned:
        if one.domain and (viewer.domain == one.domain or viewer.domain.endswith(f".{one.domain}")):
            return True
        if folded(one.organisation) in viewer.organisations:
            return True
    return False
