"""All that the directory knows of somebody, as plain data and files for them to take away.

Keys and values are in the words of the forms: the person reads them too.
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from django.core.files.storage import storages
from django.db import models
from wagtail.models import TaskState

from directory.models import Claim, Conversation, Profile, Report
from directory.models.discretion import Discretion

# Rows that hang from a profile, under the name they get; conversations come apart.
ROWS = {
    "experiences": "parcours",
    "campaigns": "campagnes",
    "clients": "clients et budgets",
    "languages": "langues",
}
LIFE = {
    "blocks": "personnes dont je ne reçois plus les messages",
    "hidden_from": "organisations à qui taire ma disponibilité",
    "former_addresses": "anciennes adresses de ma page",
    "daily_views": "lectures de ma page",
}
# Wagtail’s own accounting, and what links rows together.
UNTOLD = frozenset(
    (
        *("id", "owner", "account", "profile", "sort_order", "folded"),
        *("latest_revision", "live_revision", "has_unpublished_changes"),
        *("locked", "locked_at", "locked_by", "expired", "go_live_at", "expire_at"),
        *("portrait_width", "portrait_height"),
    )
)
FILES = {"portrait": "default", "cv": "private"}


def plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, models.fields.files.FieldFile):
        return PurePath(value.name).name if value else ""
    return value


def row(instance: models.Model, leave: Iterable[str] = ()) -> dict[str, Any]:
    """{name of each field in French: its value in words}."""
    told = {}
    for field in instance._meta.concrete_fields:
        if field.name in UNTOLD or field.name in leave:
            continue
        value = getattr(instance, field.name)
        if field.choices and value not in ("", None):
            value = getattr(instance, f"get_{field.name}_display")()
        told[str(field.verbose_name)] = plain(value)
    for field in instance._meta.many_to_many:
        told[str(field.verbose_name)] = [str(one) for one in getattr(instance, field.name).all()]
    return told


def version(profile: Profile) -> dict[str, Any]:
    """What is written in one version of a profile."""
    told = row(profile, leave=Discretion.own_fields())
    for relation, name in ROWS.items():
        told[name] = [row(one) for one in getattr(profile, relation).all()]
    return told


def preferences(profile: Profile) -> dict[str, Any]:
    own = set(Discretion.own_fields())
    everything = {field.name for field in Profile._meta.concrete_fields}
    return row(profile, leave=everything - own)


def described(profile: Profile) -> dict[str, Any]:
    """The whole of a profile: as it is online, as it is being written, and what it gathered."""
    told = {
        "en ligne": version(profile) if profile.live else None,
        "dernier brouillon": None,
        "préférences": preferences(profile),
        "remarques de la modération": [
            {"date": plain(state.finished_at), "remarque": state.comment}
            for state in TaskState.objects.filter(
                workflow_state__in=profile.workflow_states.all()
            ).exclude(comment="")
        ],
    }
    if profile.has_unpublished_changes or not profile.live:
        told["dernier brouillon"] = version(profile.get_latest_revision_as_object())
    for relation, name in LIFE.items():
        told[name] = [row(one) for one in getattr(profile, relation).all()]
    return told


def conversation(talk: Conversation, account) -> dict[str, Any]:
    """As the person reads it on the site: names, words and dates, never an address."""
    side = talk.side_of(account)
    return {
        "avec": talk.profile.name if side is talk.Side.SENDER else talk.sender_name,
        **row(talk, leave=("sender", "closed_by", "erased_by_sender", "erased_by_owner")),
        "messages": [
            {"date": plain(one.sent_at), "de moi": one.side == side, "texte": one.text}
            for one in talk.messages.all()
        ],
    }


def gathered(account) -> dict[str, Any]:
    """{subject: plain data} of all that the directory knows of an account."""
    profile = Profile.objects.filter(owner=account).first()
    return {
        "profil": described(profile) if profile else None,
        "conversations": [
            conversation(one, account)
            for one in Conversation.objects.of(account)
            .select_related("profile")
            .prefetch_related("messages")
        ],
        "signalements faits": [
            row(one, leave=("conversation", "reporter", "note", "handled_by"))
            for one in Report.objects.filter(reporter=account)
        ],
        "profils réclamés": [
            {"profil": one.profile.name, **row(one, leave=("claimant",))}
            for one in Claim.objects.filter(claimant=account).select_related("profile")
        ],
    }


def files(account) -> dict[str, tuple[str, str]]:
    """{path in the archive: (alias of the storage, name there)}, those that exist only."""
    profile = Profile.objects.filter(owner=account).first()
    if profile is None:
        return {}
    found = {}
    draft = profile.get_latest_revision_as_object()
    for folder, one in (("", profile), ("brouillon/", draft)):
        for field, alias in FILES.items():
            name = getattr(one, field).name
            kept = (alias, name)
            if name and kept not in found.values() and storages[alias].exists(name):
                found[f"{folder}{field}{PurePath(name).suffix}"] = kept
    return found
