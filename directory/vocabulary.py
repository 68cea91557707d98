"""What the filters can be asked for, as the tables name it: read at most once a request."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import CharField, IntegerField, Value
from django.utils.functional import cached_property

from directory.models import Occupation, Sector, Skill
from map.folding import fold
from map.models import Department, Region


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
    def departments(self) -> dict[str, Department]:
        """By code, in the order of names, each with its région."""
        found = Department.objects.select_related("region").order_by()
        return {one.pk: one for one in sorted(found, key=lambda one: fold(one.name))}

    @cached_property
    def regions(self) -> dict[str, Region]:
        found = {one.region_id: one.region for one in self.departments.values()}
        return {
            code: found[code] for code in sorted(found, key=lambda code: fold(found[code].name))
        }

    def within(self, region: str) -> list[str]:
        """Codes of the départements of a région."""
        return [code for code, one in self.departments.items() if one.region_id == region]

    def pks(self, name: str, codes: list[str]) -> list[int]:
        return [self.words[name][code].pk for code in codes]

    def choices(self, name: str) -> Iterator[tuple[str, str]]:
        """(code, name) of every value of a parameter."""
        if name in ("metier", "competence", "secteur"):
            yield from ((word.code, word.name) for word in self.words[name].values())
        elif name == "departement":
            yield from ((code, str(one)) for code, one in self.departments.items())
        elif name == "region":
            yield from ((code, one.name) for code, one in self.regions.items())
