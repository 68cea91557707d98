"""Editions of the demonstration: the archives, last year’s published, this year’s open."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from cmsite.demo import answers, remarks
from cmsite.demo.people import words
from surveys.models import ArchivedFigure, Edition, Response
from surveys.sealing import seal

LAST_RESPONSES, PRESENT_RESPONSES = 1200, 130
# Shown by each question that breaks results down.
CROSSED = ("contrat", "structure", "metier-precedent")
METHOD = (
    "Réponses entièrement inventées pour la démonstration, tirées au hasard d’après les "
    "répartitions que des enquêtes passées ont publiées. Elles ne disent rien de personne."
)
ARCHIVE_METHOD = (
    "Enquête menée ailleurs. Nous reprenons les seuls chiffres publiés, avec leur source ; les "
    "questions et les échantillons diffèrent d’une année à l’autre."
)
ARCHIVE_INTRODUCTION = "Les chiffres publiés de cette édition, tels que nous les avons retrouvés."


def at_nine(day: date) -> datetime:
    """Nine o’clock in Paris."""
    return timezone.make_aware(datetime.combine(day, time(9)))


def load_archive() -> int:
    """The editions before ours, with their published figures; how many were created."""
    created = 0
    present = set(Edition.objects.values_list("year", flat=True))
    for entry in words("archive.toml")["editions"]:
        if entry["year"] not in present:
            archive(entry)
            created += 1
    return created


def archive(entry: dict) -> None:
    edition = Edition(
        year=entry["year"],
        title=f"Enquête {entry['year']}",
        archived=True,
        introduction=entry.get("introduction", ARCHIVE_INTRODUCTION),
        method=ARCHIVE_METHOD,
        **{
            f"{name}_at": at_nine(entry[name])
            for name in ("opens", "closes", "results")
            if name in entry
        },
    )
    figures = []
    for order, (label, value, number, measure, note, *other) in enumerate(entry["figures"]):
        figures.append(
            ArchivedFigure(
                sort_order=order,
                label=label,
                value=value,
                number=None if number == "" else number,
                measure=measure,
                note=note,
                source=other[0] if other else entry["source"],
                source_url=entry["url"],
            )
        )
    edition.archived_figures = figures
    edition.save()


@transaction.atomic
def load_last() -> int:
    """Last year’s edition, closed, sealed and published; how many responses were invented."""
    opens = timezone.localdate() - timedelta(days=385)
    year = timezone.localdate().year - 1
    edition = create(
        year,
        "L’enquête de l’an dernier, avec des réponses inventées pour la démonstration.",
        (opens, opens + timedelta(days=45), opens + timedelta(days=105)),
    )
    if edition is None:
        return 0
    respond(edition, LAST_RESPONSES, timezone.localdate(edition.closes_at))
    seal(edition)
    return LAST_RESPONSES


@transaction.atomic
def load_present() -> int:
    """This year’s edition, open; how many responses were invented."""
    today = timezone.localdate()
    edition = create(
        today.year,
        "Salaire, statut, parcours : trois minutes pour dire ce que vaut votre travail. "
        "Aucun nom n’est demandé, et les résultats sont publics.",
        (today - timedelta(days=20), today + timedelta(days=25), today + timedelta(days=85)),
    )
    if edition is None:
        return 0
    respond(edition, PRESENT_RESPONSES, today)
    return PRESENT_RESPONSES


def create(year: int, introduction: str, days: tuple[date, date, date]) -> Edition | None:
    """The edition with the standard questions; None when that year has one."""
    if Edition.objects.filter(year=year).exists():
        return None
    opens, closes, results = days
    edition = Edition(
        year=year,
        title=f"Enquête {year}",
        introduction=introduction,
        method=METHOD,
        fictitious=True,
        opens_at=at_nine(opens),
        closes_at=at_nine(closes),
        results_at=at_nine(results),
    )
    edition.ask_core_questions()
    edition.edition_questions.filter(question__code__in=CROSSED).update(crossed=True)
    return edition


def respond(edition: Edition, count: int, until: date) -> None:
    """`count` invented responses between the opening and `until`, more of them at the start."""
    span = (until - timezone.localdate(edition.opens_at)).days
    invented = answers.invent(count, seed=edition.year)
    remarks.remark(invented, seed=edition.year)
    Response.objects.bulk_create(
        Response(
            edition=edition,
            answers=given,
            answered_on=timezone.localdate(edition.opens_at)
            + timedelta(days=int(span * (rank / count) ** 1.7)),
        )
        for rank, given in enumerate(invented)
    )
