"""A profile as a vCard 4.0, for address books (RFC 6350).

Written by hand: the libraries of the kind write vCard 3.0, or take no escaping upon themselves.
Never an e-mail nor a telephone: the site does not show them.
"""

import uuid
from collections.abc import Iterator
from datetime import UTC

from directory.characters import tidy_line
from directory.shown import Shown

MEDIA_TYPE = "text/vcard; charset=utf-8"
LINE = 75  # bytes, without the end of line: § 3.2


def escaped(text: str) -> str:
    """The value of a text, on one line: § 3.4."""
    text = tidy_line(text)
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def uri(text: str) -> str:
    """An address as it stands, without what could end its line."""
    return "".join(letter for letter in text if letter.isprintable() and letter != " ")


def folded(line: str) -> str:
    """Cut where no letter is split, each part after the first behind a space."""
    parts, part, weight = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if weight + size > LINE:
            parts.append(part)
            part, weight = " ", 1
        part += letter
        weight += size
    return "\r\n".join([*parts, part])


def name_parts(name: str) -> tuple[str, str]:
    """(family name, given name): of a displayed name, the first word is taken as given."""
    given, _, family = tidy_line(name).partition(" ")
    return family, given


def lines(profile: Shown, site: str) -> Iterator[str]:
    """`site`: « https://carte.example », before all addresses."""
    page = site + profile.get_absolute_url()
    family, given = name_parts(profile.name)
    yield "KIND:individual"
    yield f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, f'{site}/annuaire/{profile.pk}').urn}"
    yield f"FN:{escaped(profile.name)}"
    yield f"N:{escaped(family)};{escaped(given)};;;"
    yield f"TITLE:{escaped(profile.headline)}"
    occupations = [one.name for one in profile.occupations.all()]
    if occupations:
        yield f"ROLE:{escaped(', '.join(occupations))}"
    if profile.employer:
        yield f"ORG:{escaped(profile.employer)}"
    town = profile.shown_commune.name if profile.shown_commune else ""
    region = profile.region.name if town else profile.department.name
    yield f"ADR;TYPE=work:;;;{escaped(town)};{escaped(region)};;France"
    if profile.portrait:
        yield f"PHOTO;MEDIATYPE=image/webp:{uri(site + profile.portrait.url)}"
    yield f"URL;TYPE=work:{uri(page)}"
    for address in profile.addresses:
        yield f"URL:{uri(address)}"
    words = occupations + [one.name for one in profile.skills.all()]
    if words:
        yield "CATEGORIES:" + ",".join(map(escaped, words))
    for rank, spoken in enumerate(profile.languages.all(), start=1):
        yield f"LANG;PREF={min(rank, 100)}:{spoken.language}"
    yield f"SOURCE:{uri(page)}carte.vcf"
    yield f"REV:{profile.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def of(profile: Shown, site: str) -> str:
    """The whole card, its lines folded and ended as the standard says."""
    whole = ["BEGIN:VCARD", "VERSION:4.0", *lines(profile, site), "END:VCARD"]
    return "".join(f"{folded(line)}\r\n" for line in whole)
