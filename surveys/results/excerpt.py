"""One live figure for the other pages of the site: read when the page is, never copied."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from surveys.models import Edition
from surveys.results import shelf
from surveys.results.pages import frame
from surveys.results.shelf import Shelf
from surveys.telling.figure import Figure

LATEST = "derniere"


@dataclass(frozen=True)
class Excerpt:
    """`figure` is None while it is not published; `edition` None when there is none to speak of."""

    edition: Edition | None
    figure: Figure | None
    context: dict[str, Any]

    @property
    def awaited(self) -> bool:
        """Whether the results are still to come."""
        return self.edition is not None and not self.context


def excerpt(year: str, code: str, now: datetime | None = None) -> Excerpt:
    """The figure of that code in the edition of `year`, or in the latest published one."""
    now = now or timezone.now()
    if year == LATEST:
        edition = Edition.objects.published(now).order_by("-year").first()
    else:
        edition = Edition.objects.dated().filter(year=int(year)).first() if year.isdigit() else None
    found = Shelf.of(edition, now) if edition else None
    if found is None:
        return Excerpt(edition, None, {})
    rows = shelf.archives()
    for figure in found.figures(shelf.archived_numbers(rows)):
        if figure.code == code:
            return Excerpt(edition, figure, frame(found))
    return Excerpt(edition, None, frame(found))


def year_choices() -> list[tuple[str, str]]:
    """What an editor may choose: the latest edition, or one by its year, results awaited or not."""
    dated = Edition.objects.dated().order_by("-year")
    return [
        (LATEST, "la dernière édition publiée"),
        *((str(one.year), f"{one.title} ({one.state_in_words()})") for one in dated),
    ]


def figure_choices() -> list[tuple[str, str]]:
    """Codes and subjects of every figure that an edition has published."""
    known: dict[str, str] = {}
    for edition in Edition.objects.published().order_by("-year")[:4]:
        found = Shelf.of(edition)
        rows = shelf.archives()
        for figure in found.figures(shelf.archived_numbers(rows)) if found else ():
            known.setdefault(figure.code, figure.subject)
    return sorted(known.items(), key=lambda pair: pair[1])
