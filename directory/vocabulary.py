"""What the filters can be asked for, as the tables name it: read at most once a request."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import CharField, IntegerField, Value
from django.utils.functional import cached_property

from directory.models import Occupation, Sector, Skill
from map.folding import fold
from map.models import Department


class Area(NamedTuple):
    """A département, with the code of its région."""

    code: str
    name: str
    region: str

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Word(NamedTuple):
    """A métier, a skill or a sector: its primary key, what addresses and readers call it."""

    pk: int
    code: str
    name: str


def rows(kind: str, model, code: str, position: str | None = None):
    return model.objects.order_by().values_list(
        Value(kind, CharField()),
        "pk",
        code,
        "name",
        position or Value(0, IntegerField()),
    )


class Vocabulary:
    """Two queries in all, when both words and places are asked for."""

    @cached_property
    def words(self) -> dict[str, dict[str, Word]]:
        """{parameter: {code: word}}, in the order readers are shown."""
        found = rows("metier", Occupation, "code", "position").union(
            rows("competence", Skill, "slug"), rows("secteur", Sector, "code"), all=True
        )
        words: dict[str, dict[str, Word]] = {"metier": {}, "competence": {}, "secteur": {}}
        for kind, pk, code, name, _ in sorted(found, key=lambda row: (row[4], fold(row[3]))):
            words[kind][code] = Word(pk, code, name)
        return words

    @cached_property
    def _areas(self) -> tuple[dict[str, Area], dict[str, str]]:
        rows = Department.objects.order_by().values_list("pk", "name", "region", "region__name")
        regions = {region: name for _, _, region, name in rows}
        departments = [Area(*row[:3]) for row in rows]
        return (
            {one.code: one for one in sorted(departments, key=lambda one: fold(one.name))},
            dict(sorted(regions.items(), key=lambda item: fold(item[1]))),
        )

    @property
    def departments(self) -> dict[str, Area]:
        """By code, in the order of names."""
        return self._areas[0]

    @property
    def regions(self) -> dict[str, str]:
        """{code: name}, in the order of names."""
        return self._areas[1]

    @cached_property
    def _within(self) -> dict[str, list[str]]:
        codes: dict[str, list[str]] = {}
        for code, one in self.departments.items():
            codes.setdefault(one.region, []).append(code)
        return codes

    def within(self, region: str) -> list[str]:
        """Codes of the départements of a région."""
        return self._within.get(region, [])

    @cached_property
    def _names(self) -> dict[str, dict[int, tuple[int, str]]]:
        return {
            kind: {word.pk: (rank, word.name) for rank, word in enumerate(words.values())}
            for kind, words in self.words.items()
        }

    def named(self, name: str, pks: Iterable[int]) -> list[str]:
        """What readers call these words, in the order readers are shown; those that are gone are
        left out."""
        names = self._names[name]
        return [called for _, called in sorted(names[pk] for pk in pks if pk in names)]

    def pks(self, name: str, codes: list[str]) -> list[int]:
        return [self.words[name][code].pk for code in codes]

    def choices(self, name: str) -> Iterator[tuple[str, str]]:
        """(code, name) of every value of a parameter."""
        if name in ("metier", "competence", "secteur"):
            yield from ((word.code, word.name) for word in self.words[name].values())
        elif name == "departement":
            yield from ((code, str(one)) for code, one in self.departments.items())
        elif name == "region":
            yield from self.regions.items()
