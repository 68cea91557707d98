"""Invented people: some written by hand (`people/*.md`), the others drawn from word lists."""

# Deterministic draws are wanted here, not secrets.
# ruff: noqa: S311
import random
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zlib import crc32

from django.utils.text import slugify

from cmsite.demo import documents
from cmsite.typography import french_spaces
from directory.models import Profile

SEED = 2010
Status, Availability, Precision = Profile.Status, Profile.Availability, Profile.Precision

TITLES = {
    "community-manager": "Community manager",
    "social-media-manager": "Social media manager",
    "responsable-social-media": "Responsable social media",
    "charge-communication-digitale": "{Chargée|Chargé} de communication digitale",
    "content-manager": "Content manager",
    "webmarketeur": "{Webmarketeuse|Webmarketeur}",
    "moderateur": "{Modératrice|Modérateur}",
    "animateur-communautes": "{Animatrice|Animateur} de communautés",
    "consultant": "{Consultante|Consultant} en réseaux sociaux",
}
TITLE_WEIGHTS = (38, 17, 6, 14, 9, 4, 4, 4, 4)
STATUS_WEIGHTS = {
    Status.COMPANY: 38,
    Status.AGENCY: 17,
    Status.PUBLIC: 14,
    Status.NONPROFIT: 7,
    Status.FREELANCE: 14,
    Status.SEEKING: 7,
    Status.FORMER: 3,
}
# Weights of available, listening, not available.
AVAILABILITY_WEIGHTS = {
    Status.FREELANCE: (60, 25, 15),
    Status.SEEKING: (92, 8, 0),
    Status.FORMER: (0, 10, 90),
}
EMPLOYED_WEIGHTS = (12, 46, 42)
COMMON_SKILLS = (
    "Création de contenu",
    "Modération",
    "Planification éditoriale",
    "Rédaction web",
    "Veille",
)


@dataclass(frozen=True)
class Step:
    """A step of a path, in years before today; `end` is None for the present one."""

    start: int
    end: int | None
    title: str
    organisation: str = ""
    place: str = ""  # empty: where the person lives
    description: str = ""


@dataclass(frozen=True)
class Person:
    """What a profile says, dates counted back from today."""

    slug: str
    name: str
    commune: str
    status: str
    headline: str
    occupations: tuple[str, ...]
    skills: tuple[str, ...]
    availability: str
    years: int | None
    employer: str = ""
    biography: str = ""
    website: str = ""
    days_ago: int = 0
    state: str = "live"
    precision: str = Precision.COMMUNE
    sector: str = ""
    path: tuple[Step, ...] = field(default=())

    @property
    def email(self) -> str:
        if self.slug == "ines-cherfaoui":
            return "ines@carte.example"
        return f"{self.slug}@courriel.example"


def agree(text: str, feminine: bool) -> str:
    """« {Arrivée|Arrivé} » → the form of the person’s gender."""
    return re.sub(r"\{([^|{}]*)\|([^|{}]*)\}", r"\1" if feminine else r"\2", text)


def words(name: str) -> dict:
    """A TOML file beside this one."""
    return tomllib.loads(french_spaces((documents.HERE / name).read_text("utf-8")))


# --- Written by hand --------------------------------------------------------------------------
def written() -> Iterator[Person]:
    draw = random.Random(SEED)
    for slug, fields, body in documents.read("people"):
        paragraphs, _, steps = body.partition("- ")
        years = int(fields["since"])
        yield Person(
            slug=slug,
            name=fields["name"],
            commune=fields["commune"],
            status=fields["status"],
            headline=fields["headline"],
            occupations=tuple(fields["occupations"].split(", ")),
            skills=tuple(fields["skills"].split(", ")),
            availability=fields["availability"],
            years=years or None,
            employer=fields.get("employer", ""),
            biography=paragraphs.strip(),
            website=fields.get("website", ""),
            days_ago=draw.randint(1, 75),
            state=fields.get("state", "live"),
            path=tuple(step(line) for line in f"- {steps}".splitlines() if steps),
        )


def step(line: str) -> Step:
    """« - 8-5 | title | organisation | place | description », the last two at will."""
    span, title, *rest = (part.strip() for part in line.removeprefix("- ").split("|"))
    start, _, end = span.partition("-")
    return Step(int(start), int(end) if end else None, title, *rest)


# --- Drawn ------------------------------------------------------------------------------------
def drawn(regions: dict[str, str], taken: Iterable[str]) -> Iterator[Person]:
    """As many people as `names.toml` places in each commune, the same at every call.

    `regions`: commune code → région code.  `taken`: slugs that are somebody else’s.
    """
    names, phrases = words("names.toml"), words("phrases.toml")
    draw = random.Random(SEED)
    seen = {"slug": set(taken), "biography": set()}
    for commune, count in names["places"].items():
        for _ in range(count):
            person = one(draw, names, phrases, commune, regions[commune])
            while person.slug in seen["slug"] or person.biography in seen["biography"]:
                person = one(draw, names, phrases, commune, regions[commune])
            seen["slug"].add(person.slug)
            if person.biography:
                seen["biography"].add(person.biography)
            yield person


def one(draw: random.Random, names: dict, phrases: dict, commune: str, region: str) -> Person:
    feminine = draw.random() < 0.67
    local = names["regional"].get(region, [])
    surnames = local if local and draw.random() < 0.33 else names["surnames"]
    first = draw.choice(names["feminine" if feminine else "masculine"])
    name = f"{first} {draw.choice(surnames)}"

    status = draw.choices(list(STATUS_WEIGHTS), STATUS_WEIGHTS.values())[0]
    availability = draw.choices(
        (Availability.NOW, Availability.LISTENING, Availability.NO),
        AVAILABILITY_WEIGHTS.get(status, EMPLOYED_WEIGHTS),
    )[0]
    employed = status in (Status.COMPANY, Status.PUBLIC, Status.NONPROFIT)
    sector = draw.choice(
        [one for one in phrases["sectors"] if not employed or status in one["employers"]]
    )
    employers = []
    if employed:
        employers = sector["employers"][status]
    elif status == Status.AGENCY:
        employers = names["paths"]["agencies"]
    employer = draw.choice(employers or [""]).format(draw.choice(names["paths"]["places"]))

    occupations = draw.choices(list(TITLES), TITLE_WEIGHTS)
    if draw.random() < 0.28:
        other = draw.choices(list(TITLES), TITLE_WEIGHTS)[0]
        occupations += [other] if other not in occupations else []
    heads = sector["heads"][:1] if employed else sector["heads"]
    headline = f"{TITLES[occupations[0]]} {draw.choice(heads)}"
    if draw.random() < 0.55:
        headline += ". " + draw.choice(phrases["headlines"]["tails"])

    years = None
    if status not in (Status.SEEKING, Status.FORMER):
        years = draw.choice((1, 1, 2, 2, 3, 4, 5, 6, 8, 11))
    skills = draw.sample(sector["skills"], draw.randint(1, 4))
    skills += draw.sample(COMMON_SKILLS, draw.randint(0, 3))
    title = agree(TITLES[occupations[0]], feminine)
    return Person(
        slug=slugify(name.replace("’", "-")),
        name=name,
        commune=commune,
        status=status,
        headline=agree(headline, feminine),
        occupations=tuple(occupations),
        skills=tuple(dict.fromkeys(skills)),
        availability=availability,
        years=years,
        employer=employer,
        biography=agree(biography(draw, phrases, sector, status, availability), feminine),
        days_ago=draw.randint(24, 545),
        precision=precision(slugify(name)),
        sector=sector["code"],
        path=path(draw, names, employer, title, years, feminine),
    )


def precision(slug: str) -> str:
    """A tenth tell their département only, a few stay off the map; always the same for a name."""
    share = crc32(slug.encode()) % 100
    if share < 10:
        return Precision.DEPARTMENT
    return Precision.OFF_MAP if share < 13 else Precision.COMMUNE


def biography(
    draw: random.Random, phrases: dict, sector: dict, status: str, availability: str
) -> str:
    """Nothing, a sentence, or up to two paragraphs."""
    length = draw.choices((0, 1, 2, 3), (12, 20, 38, 30))[0]
    if status == Status.FORMER:
        return f"{draw.choice(phrases['origins'])} {draw.choice(phrases['former'])}"
    if length == 0:
        return ""
    if length == 1:
        return draw.choice(phrases["practices"] + sector["sentences"])
    story = [draw.choice(phrases["origins"]), draw.choice(sector["sentences"])]
    if length == 2:
        return " ".join(story)
    kind = "freelance" if status == Status.FREELANCE else "poste"
    habits = draw.sample(phrases["practices"], 2)
    closing = draw.choice(phrases["closings"][kind][availability])
    return " ".join(story) + "\n\n" + " ".join([*habits, closing])


def path(
    draw: random.Random, names: dict, employer: str, title: str, years: int | None, feminine: bool
) -> tuple[Step, ...]:
    """The present or last post and earlier ones, for a little less than half of the people."""
    if draw.random() > 0.45:
        return ()
    words = names["paths"]
    steps = []
    end = years
    if years:
        result = draw.choice(words["results"])
        steps.append(Step(years, None, title, employer or "À mon compte", description=result))
    else:
        left = draw.randint(0, 2)
        end = left + draw.randint(2, 6)
        where = draw.choice(words["earlier"])[1].format(draw.choice(words["places"]))
        steps.append(Step(end, left, title, where))
    for earlier, organisation in draw.sample(words["earlier"], draw.randint(1, 2)):
        start = end + draw.randint(1, 4)
        where = organisation.format(draw.choice(words["places"]))
        steps.append(Step(start, end, agree(earlier, feminine), where))
        end = start
    return tuple(steps)
