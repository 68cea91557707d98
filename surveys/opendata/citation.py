"""How to cite a revision of the results; ready for a DOI, should one be given."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from surveys.models import Publication

AUTHOR = "La Carte des CM"
LICENCE = "Licence Ouverte 2.0 (Etalab)"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
LICENCE_ID = "etalab-2.0"


def title(edition: dict[str, Any]) -> str:
    warning = " (données fictives)" if edition["fictitious"] else ""
    return f"Enquête {edition['year']} auprès des community managers de France{warning}"


def in_paris(instant: str) -> datetime:
    """An instant of a publication, which are in UTC: what begins at midnight in Paris is not of
    the day before."""
    return timezone.localtime(datetime.fromisoformat(instant))


def published_on(edition: dict[str, Any]) -> datetime:
    return in_paris(edition["results_at"])


def short(edition: dict[str, Any]) -> str:
    """Author, year and title: how a citation begins."""
    return f"{AUTHOR} ({published_on(edition).year}), {title(edition)}"


def full(edition: dict[str, Any], head: Publication, url: str) -> str:
    return f"{short(edition)}, révision {head.revision}, {LICENCE}. {url}"


def bibtex(edition: dict[str, Any], head: Publication, url: str) -> str:
    on = published_on(edition)
    return (
        f"@misc{{carte-des-cm-{edition['year']}-r{head.revision},\n"
        f"  author = {{{{{AUTHOR}}}}},\n"
        f"  title = {{{title(edition)}}},\n"
        f"  year = {{{on.year}}},\n"
        f"  month = {{{on.month}}},\n"
        f"  version = {{{head.revision}}},\n"
        f"  howpublished = {{\\url{{{url}}}}},\n"
        f"  note = {{{LICENCE}. SHA-256 {head.checksum}}},\n"
        f"  language = {{french}}\n"
        "}\n"
    )


def ris(edition: dict[str, Any], head: Publication, url: str) -> str:
    on = published_on(edition)
    lines = (
        ("TY", "DATA"),
        ("AU", AUTHOR),
        ("TI", title(edition)),
        ("PY", f"{on.year}"),
        ("DA", f"{on:%Y/%m/%d}"),
        ("ET", f"{head.revision}"),
        ("UR", url),
        ("N1", f"{LICENCE}. SHA-256 {head.checksum}"),
        ("LA", "fr"),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)
