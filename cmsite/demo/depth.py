"""What invented profiles hold beyond their first page: languages, clients, campaigns, wishes."""

# Deterministic draws are wanted here, not secrets.
# ruff: noqa: S311
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from django.utils import timezone

from cmsite.demo import people
from cmsite.demo.people import Person
from directory.models import Campaign, Client, Experience, Profile, SpokenLanguage

Status, Visibility = Profile.Status, Profile.Visibility
Level = SpokenLanguage.Level
# Languages that used to be claimed among skills.
SPOKEN = {"Anglais": "en", "Allemand": "de", "Espagnol": "es"}
OTHERS = ("en", "es", "de", "it", "pt", "ar", "br", "nl")
OTHER_WEIGHTS = (60, 14, 8, 5, 4, 4, 3, 2)


@dataclass(frozen=True)
class Depth:
    """Columns of the profile, then the rows that hang from it, unsaved and without it."""

    columns: dict
    sectors: tuple[str, ...]
    tools: tuple[str, ...]
    rows: tuple[SpokenLanguage | Campaign | Client | Experience, ...]


@cache
def lists() -> dict:
    """The words of depth.toml, with the invented places of names.toml."""
    return people.words("depth.toml") | {"places": people.words("names.toml")["paths"]["places"]}


def of(person: Person) -> Depth:
    """The same at every call for the same person."""
    draw = random.Random(crc32(person.slug.encode()))
    written = lists()["by_hand"].get(person.slug, {})
    place = draw.choice(lists()["places"])
    rows = [
        *languages(draw, person, written),
        *degrees(draw, written, place),
        *clients(draw, person, written, place),
        *campaigns(draw, written),
    ]
    sectors = lists()["sectors"].get(person.slug) or [person.sector]
    tools = written.get("tools") or draw.sample(lists()["tools"], draw.randint(0, 4))
    return Depth(columns(draw, person, written), tuple(sectors), tuple(tools), tuple(rows))


def columns(draw: random.Random, person: Person, written: dict) -> dict:
    this_year = timezone.localdate().year
    freelance = person.status == Status.FREELANCE
    seeking = person.status == Status.SEEKING
    started = max([step.start for step in person.path] + [person.years or 1])
    kinds = ["mission"] if freelance else ["cdi", "cdd"] if seeking else ["cdi"]
    chance = draw.random()
    return {
        "working_since": this_year - started,
        "engagements": written.get("engagements") or kinds,
        "remote": written.get("remote") or draw.choice(Profile.Remote.values),
        "mobility": written.get("mobility") or draw.choice((10, 30, 50, 100, 2000)),
        "day_rate": written.get("day_rate")
        or (draw.choice(Profile.DayRate.values[1:]) if freelance else ""),
        "salary_floor": written.get("salary_floor")
        or (None if freelance else draw.choice((None, 28_000, 32_000, 36_000))),
        "networks": networks(draw, written),
        "links": [
            {"label": label, "url": url}
            for label, url in written.get("links")
            or [(words, url.format(person.slug)) for words, url in some_links(draw)]
        ],
        # Some are for signed-in people only: never those written by hand.
        "visibility": Visibility.MEMBERS if chance < 0.08 and person.sector else Visibility.PUBLIC,
        "audiences": {"clients": "inscrits"} if 0.3 < chance < 0.4 else {},
        "robots_welcome": chance < 0.95 or not person.sector,
    }


def some_links(draw: random.Random) -> list:
    return draw.sample(lists()["links"], draw.choice((0, 0, 0, 1, 2)))


def networks(draw: random.Random, written: dict) -> list[dict]:
    bands = Profile.AudienceBand.values
    chosen = written.get("networks") or {
        code: draw.choices(bands, (24, 40, 26, 8, 2))[0]
        for code in draw.sample(Profile.Network.values[:6], draw.randint(1, 3))
    }
    return [{"network": code, "audience": band} for code, band in chosen.items()]


def languages(draw: random.Random, person: Person, written: dict) -> Iterator[SpokenLanguage]:
    claimed = {SPOKEN[name]: Level.FLUENT for name in person.skills if name in SPOKEN}
    drawn = draw.choices(OTHERS, OTHER_WEIGHTS, k=draw.choice((0, 1, 1, 2)))
    levels = [draw.choice(Level.values) for _ in drawn]
    spoken = written.get("languages") or {
        "fr": Level.NATIVE,
        **dict(zip(drawn, levels, strict=True)),
        **claimed,
    }
    for order, (code, level) in enumerate(spoken.items()):
        yield SpokenLanguage(sort_order=order, language=code, level=level)


def degrees(draw: random.Random, written: dict, place: str) -> Iterator[Experience]:
    drawn = []
    if draw.random() < 0.6:
        title, school = draw.choice(lists()["degrees"])
        end = draw.randint(3, 18)
        drawn = [(end + draw.choice((1, 2, 3)), end, title, school.format(place))]
    this_year = timezone.localdate().year
    for order, (start, end, title, school) in enumerate(written.get("degrees") or drawn):
        yield Experience(
            kind=Experience.Kind.DEGREE,
            sort_order=100 + order,
            title=title,
            organisation=school,
            start_year=this_year - start,
            end_year=this_year - end,
        )


def clients(draw: random.Random, person: Person, written: dict, place: str) -> Iterator[Client]:
    drawn = []
    if person.status in (Status.FREELANCE, Status.AGENCY):
        for name, mission in draw.sample(lists()["clients"], draw.randint(0, 3)):
            budget = draw.choices(Client.Budget.values, lists()["client_weights"])[0]
            drawn.append((name.format(place), mission, budget, draw.randint(1, 6), 0))
    this_year = timezone.localdate().year
    rows = written.get("clients") or drawn
    for order, (name, mission, budget, start, end) in enumerate(rows):
        yield Client(
            sort_order=order,
            name=name,
            mission=mission,
            budget=budget,
            start_year=this_year - start,
            end_year=this_year - end if end else None,
        )


def campaigns(draw: random.Random, written: dict) -> Iterator[Campaign]:
    drawn = [
        (draw.randint(0, 5), title, "", role, result, "")
        for title, role, result in draw.sample(
            lists()["campaigns"], draw.choice((0, 0, 0, 0, 1, 1, 2))
        )
    ]
    this_year = timezone.localdate().year
    rows = sorted(written.get("campaigns") or drawn)
    for order, (ago, title, client, role, result, url) in enumerate(rows):
        yield Campaign(
            sort_order=order,
            year=this_year - ago,
            title=title,
            client=client,
            role=role,
            result=result,
            url=url,
        )
