"""Each filter as a list of choices, and how many people each would give beside the others."""

from collections.abc import Iterator
from typing import NamedTuple

from directory.crowd import Crowd
from directory.filters import ProfileFilter

# In the order readers see them.
NAMES = (
    *("metier", "competence", "statut", "disponibilite", "experience"),
    *("secteur", "langue", "teletravail"),
)
# Of long lists, the choices shown before « tout voir ».
SHOWN = 8
BY_COUNT = ("competence", "secteur", "langue")


class Option(NamedTuple):
    name: str
    value: str
    label: str
    count: int
    chosen: bool

    @property
    def is_dead_end(self) -> bool:
        return not self.count and not self.chosen


class Facet(NamedTuple):
    name: str
    label: str
    options: list[Option]
    errors: list[str]

    @property
    def chosen(self) -> int:
        return sum(option.chosen for option in self.options)

    @property
    def first(self) -> list[Option]:
        """What is shown at once: everything when it is little."""
        if len(self.options) <= SHOWN + 2:
            return self.options
        return [option for rank, option in enumerate(self.options) if option.chosen or rank < SHOWN]

    @property
    def rest(self) -> list[Option]:
        shown = {option.value for option in self.first}
        return [option for option in self.options if option.value not in shown]


def counts(filters: ProfileFilter, name: str, crowd: Crowd) -> dict[str, int]:
    """{value: how many of the crowd it keeps}, without zeros."""
    if name in ("metier", "competence", "secteur"):
        column = {"metier": "occupations", "competence": "skills", "secteur": "sectors"}[name]
        by_pk = crowd.count_by(column)
        words = filters.vocabulary.words[name]
        return {word.code: by_pk.get(word.pk, 0) for word in words.values()}
    if name == "departement":
        return crowd.count_by("department_code")
    if name == "region":
        by_department = crowd.count_by("department_code")
        places = filters.vocabulary
        return {
            code: sum(by_department.get(one, 0) for one in places.within(code))
            for code in places.regions
        }
    if name == "disponibilite":
        return crowd.telling().count_by("availability")
    if name == "experience":
        return crowd.count_bands()
    if name == "langue":
        return crowd.count_speakers()
    if name == "bilingue":
        return {"1": crowd.bilingual().count()}
    return crowd.count_by({"statut": "status", "teletravail": "remote"}[name])


def options(filters: ProfileFilter, name: str) -> list[Option]:
    """Every value of a parameter; counts are of the results, were it the only one ticked there."""
    # A département goes with its région: another région would leave nobody in it.
    crowd = filters.without_some(*(("region", "departement") if name == "region" else (name,)))
    found = counts(filters, name, crowd)
    most = filters.nearest or crowd.count()
    chosen = set(filters.data.getlist(name))
    every = [
        Option(name, value, str(label), min(found.get(value, 0), most), value in chosen)
        for value, label in filters.choices_of(name)
    ]
    if name in BY_COUNT:
        every.sort(key=lambda option: -option.count)
    return every


def facets(filters: ProfileFilter) -> Iterator[Facet]:
    for name in NAMES:
        field = filters.form[name]
        shown = options(filters, name)
        if name == "langue":
            shown = options(filters, "bilingue") + shown
        yield Facet(name, field.label, shown, list(field.errors))


def regions(filters: ProfileFilter) -> Facet:
    field = filters.form["region"]
    return Facet("region", field.label, options(filters, "region"), list(field.errors))


def departments(filters: ProfileFilter) -> Facet:
    """Those of the région asked for, or all."""
    field = filters.form["departement"]
    region = filters.data.get("region")
    inside = filters.vocabulary.within(region) if region in filters.vocabulary.regions else None
    shown = [
        option
        for option in options(filters, "departement")
        if inside is None or option.value in inside or option.chosen
    ]
    return Facet("departement", field.label, shown, list(field.errors))
