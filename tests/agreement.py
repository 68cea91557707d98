"""A few dozen invented people, and whom a reader would pick among them by hand.

What somebody chose and who may know is written here in plain Python, apart from the directory’s own
rules: both must say the same.
"""

import random
from dataclasses import dataclass, field
from datetime import timedelta

from django.http import QueryDict
from django.utils import timezone
from geopy.distance import great_circle
from wagtail.search.backends import get_search_backend

from directory.experience import BANDS
from directory.models import HiddenFrom, Profile, SpokenLanguage
from tests.factories import (
    DEPARTMENTS,
    PLACES,
    OccupationFactory,
    SectorFactory,
    SkillFactory,
    commune,
)

SIZE = 45  # two pages
YEAR = timezone.localdate().year
HEADLINES = ("Veille et musées", "Tourisme et veille", "Édition de musées")
MINE = "agence.example"


@dataclass
class Person:
    """What somebody chose, and who may know."""

    profile: Profile
    metier: set[str]
    competence: set[str]
    secteur: set[str]
    languages: dict[str, str] = field(default_factory=dict)
    shuns: bool = False

    @property
    def name(self) -> str:
        return self.profile.name

    @property
    def age(self) -> int | None:
        began = self.profile.working_since
        return None if began is None else YEAR - began

    @property
    def place(self) -> str | None:
        return self.profile.commune_id if self.profile.precision == "commune" else None

    @property
    def departement(self) -> str:
        return self.profile.commune.department_id

    def found_by(self, member: bool) -> bool:
        audiences = ("public", "inscrits") if member else ("public",)
        return self.profile.live and self.profile.visibility in audiences

    def says_available(self, member: bool) -> bool:
        audience = self.profile.availability_audience
        return audience == "public" or (member and audience == "inscrits" and not self.shuns)

    def kilometres_from(self, code: str) -> float:
        _, _, latitude, longitude, *_ = PLACES[code]
        _, _, *here, _, _ = PLACES[self.place]
        return great_circle(here, (latitude, longitude)).km


# Words that may be looked for, and whose headline or place holds them.
WORDS = {
    "musées": lambda one: "musées" in one.profile.headline,
    "VEILLE musee": lambda one: one.profile.headline == HEADLINES[0],
    "l’edition": lambda one: "Édition" in one.profile.headline,
    "touris": lambda one: "Tourisme" in one.profile.headline,
    "Quimper": lambda one: one.place == "29232",
    "charpente": lambda one: False,
}
FLUENT, WORKING = ("courant", "maternelle"), ("professionnel", "courant", "maternelle")
AGES = {"moins-2": range(-1, 2), "2-5": range(2, 5), "5-10": range(5, 10), "plus-10": range(10, 80)}
TOWNS = {"Rennes": "35238", "Lyon": "69123"}
VALUES = {
    "q": list(WORDS),
    "metier": ["moderateur", "veilleur", "redacteur"],
    "competence": ["audio", "photo", "texte"],
    "secteur": ["musees", "sport"],
    "region": ["53", "11", "84"],
    "departement": ["35", "29", "69"],
    "commune": ["69123", "35238"],
    "autour": list(TOWNS),
    "rayon": ["5", "200"],
    "proches": ["3", "20"],
    "precision": Profile.Precision.values,
    "statut": Profile.Status.values[:3],
    "disponibilite": Profile.Availability.values,
    "experience": list(BANDS),
    "langue": ["fr", "en", "br"],
    "bilingue": ["1"],
    "teletravail": Profile.Remote.values,
    "tri": ["nom", "recent", "distance", "pertinence"],
}
ONE_ONLY = (
    "q",
    "region",
    "departement",
    "commune",
    "autour",
    "rayon",
    "proches",
    "precision",
    "tri",
)
TESTS = {
    "q": lambda one, values, member: WORDS[values[0]](one),
    "metier": lambda one, values, member: one.metier & set(values),
    "competence": lambda one, values, member: one.competence & set(values),
    "secteur": lambda one, values, member: one.secteur & set(values),
    "region": lambda one, values, member: DEPARTMENTS[one.departement][1] == values[0],
    "departement": lambda one, values, member: one.departement == values[0],
    "commune": lambda one, values, member: one.place == values[0],
    "precision": lambda one, values, member: one.profile.precision == values[0],
    "statut": lambda one, values, member: one.profile.status in values,
    "disponibilite": lambda one, values, member: (
        one.says_available(member) and one.profile.availability in values
    ),
    "experience": lambda one, values, member: any(one.age in AGES[value] for value in values),
    "langue": lambda one, values, member: any(
        one.languages.get(value) in WORKING for value in values
    ),
    "bilingue": lambda one, values, member: (
        sum(level in FLUENT for level in one.languages.values()) > 1
    ),
    "teletravail": lambda one, values, member: one.profile.remote in values,
}  # fmt: skip


def expected(people: list[Person], query: QueryDict, member: bool) -> list[Person]:
    """Whom these parameters ask for, the latest published first."""
    asked = {name: query.getlist(name) for name in query}
    kept = [
        one
        for one in people
        if one.found_by(member)
        and all(TESTS[name](one, values, member) for name, values in asked.items() if name in TESTS)
    ]
    if "autour" in asked:
        centre = TOWNS[asked["autour"][0]]
        near = sorted(
            (one for one in kept if one.place), key=lambda one: one.kilometres_from(centre)
        )
        if "proches" in asked:
            near = near[: int(asked["proches"][0])]
        else:
            radius = int(asked.get("rayon", ["30"])[0])
            near = [one for one in near if one.kilometres_from(centre) <= radius]
        kept = [one for one in kept if one in near]
    return kept


def written(dice: random.Random) -> list[Person]:
    places = [commune(code) for code in PLACES]
    now = timezone.now()
    profiles = Profile.objects.bulk_create(
        Profile(
            name=f"Personne {rank:02}",
            slug=f"personne-{rank:02}",
            headline=dice.choice(HEADLINES),
            commune=dice.choice(places),
            precision=dice.choices(Profile.Precision.values, (6, 2, 1))[0],
            status=dice.choice(VALUES["statut"]),
            remote=dice.choice(("", *Profile.Remote.values)),
            working_since=dice.choice((None, *(YEAR - years for years in range(-1, 14)))),
            visibility=dice.choices(Profile.Visibility.values, (8, 3, 1))[0],
            availability=dice.choice(Profile.Availability.values),
            availability_audience=dice.choices(Profile.Audience.values, (3, 2, 1))[0],
            live=rank % 11 != 10,
            # Several were published at the same instant.
            first_published_at=now - timedelta(days=30),
            last_published_at=now - timedelta(days=rank // 3),
        )
        for rank in range(SIZE)
    )
    kinds = {
        "occupation": [OccupationFactory(code=code, name=code) for code in VALUES["metier"]],
        "skill": [SkillFactory(slug=code, name=code) for code in VALUES["competence"]],
        "sector": [
            SectorFactory(code=code, name=f"Secteur {code[:2]}") for code in VALUES["secteur"]
        ],
    }
    people = []
    for profile in profiles:
        chosen = {
            kind: dice.sample(every, dice.randrange(len(every))) for kind, every in kinds.items()
        }
        for kind, some in chosen.items():
            getattr(Profile, f"{kind}s").through.objects.bulk_create(
                getattr(Profile, f"{kind}s").through(
                    **{"profile_id": profile.pk, f"{kind}_id": one.pk}
                )
                for one in some
            )
        spoken = {
            language: dice.choice(SpokenLanguage.Level.values)
            for language in dice.sample(VALUES["langue"], dice.randrange(4))
        }
        SpokenLanguage.objects.bulk_create(
            SpokenLanguage(profile=profile, language=language, level=level)
            for language, level in spoken.items()
        )
        people.append(
            Person(
                profile,
                {one.code for one in chosen["occupation"]},
                {one.slug for one in chosen["skill"]},
                {one.code for one in chosen["sector"]},
                spoken,
                shuns=dice.random() < 0.3,
            )
        )
    HiddenFrom.objects.bulk_create(
        HiddenFrom(profile=one.profile, organisation="Agence", domain=MINE)
        for one in people
        if one.shuns
    )
    get_search_backend().add_bulk(Profile, Profile.get_indexed_objects())
    return sorted(
        people, key=lambda one: (one.profile.last_published_at, one.profile.pk), reverse=True
    )
