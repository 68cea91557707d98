"""What a query string asks of the toolbox, and how many tools each answer would leave."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import django_filters as df
from django import forms
from django.http import QueryDict

from cmsite.toolbox.models import Tool, ToolQuerySet

UNKNOWN = "Cette valeur n’existe pas dans la liste."
ERRORS = dict.fromkeys(("invalid_choice", "invalid_list"), UNKNOWN)
ORDERS = [
    ("usage", "Les plus utilisés"),
    ("utile", "Les plus utiles"),
    ("recent", "Les derniers arrivés"),
    ("nom", "Par nom"),
]
VIEWS = [("liste", "En liste"), ("tableau", "En tableau")]
DISPLAY = ("tri", "vue")


def named() -> list[tuple[str, str]]:
    return list(Tool.objects.published().values_list("slug", "name"))


def several(label: str, column: str, choices) -> df.Filter:
    """Boxes of which any may be ticked."""
    return df.MultipleChoiceFilter(
        label=label,
        field_name=column,
        choices=choices,
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=ERRORS,
    )


class Option(NamedTuple):
    """`count`: the tools there would be; `query`: with this value in place of the others."""

    value: str
    label: str
    count: int
    chosen: bool
    query: str


class Facet(NamedTuple):
    name: str
    label: str
    options: list[Option]
    errors: list[str]


class ToolFilter(df.FilterSet):
    """Tools for a query string; `qs` is empty while a parameter is not understood.

    Blank parameters count as absent, unknown names are ignored.
    """

    etape = several("Étape", "stage", Tool.Stage.choices)
    prix = several("Prix", "price", Tool.Price.choices)
    libre = several("Logiciel libre", "free_software", [("1", "Logiciel libre")])
    europe = several("Hébergement", "hosted_in_europe", [("1", "Hébergé en Europe")])
    etat = several("État", "status", Tool.Status.choices)
    # The tools that one compares, by address.
    outil = several("Outils", "slug", named)
    tri = df.ChoiceFilter(label="Tri", choices=ORDERS, method="unchanged", error_messages=ERRORS)
    vue = df.ChoiceFilter(label="Vue", choices=VIEWS, method="unchanged", error_messages=ERRORS)

    class Meta:
        model = Tool
        fields: list[str] = []

    def unchanged(self, queryset: ToolQuerySet, name: str, value: str) -> ToolQuerySet:
        """What changes the display alone."""
        return queryset

    def __init__(self, data: QueryDict, queryset: ToolQuerySet) -> None:
        known = QueryDict(mutable=True)
        for name in self.base_filters:
            # NUL is no character for a database.
            values = [value.replace("\0", "").strip() for value in data.getlist(name)]
            if values := list(dict.fromkeys(filter(None, values))):
                known.setlist(name, values)
        super().__init__(known, queryset)

    def filter_queryset(self, queryset: ToolQuerySet) -> ToolQuerySet:
        return super().filter_queryset(queryset) if self.is_valid() else queryset.none()

    def query(self, **changes: list[str]) -> str:
        """« ?… » with the values of some parameters replaced; « ? » for no parameter at all."""
        data = self.data.copy()
        for name, values in changes.items():
            data.setlist(name, values)
        return f"?{data.urlencode()}"

    def counts(self) -> dict[str, Counter[str]]:
        """{parameter: {value: tools that have it, the other parameters as they are}}; one query."""
        columns = {
            name: one.field_name for name, one in self.filters.items() if name not in DISPLAY
        }
        chosen = self.form.cleaned_data if self.is_valid() else {}
        counts: dict[str, Counter[str]] = {name: Counter() for name in columns}
        for row in self.queryset.order_by().values(*columns.values()):
            values = {name: written(row[column]) for name, column in columns.items()}
            missed = [
                name for name in columns if chosen.get(name) and values[name] not in chosen[name]
            ]
            for name in columns:
                if missed in ([], [name]):
                    counts[name][values[name]] += 1
        return counts

    def facets(self) -> dict[str, Facet]:
        counts = self.counts()
        return {
            name: Facet(
                name,
                self.form.fields[name].label,
                [
                    Option(
                        value,
                        label,
                        counts[name][value],
                        value in self.data.getlist(name),
                        self.query(**{name: [value]}),
                    )
                    for value, label in self.form.fields[name].choices
                ],
                self.form.errors.get(name, []),
            )
            for name in self.filters
            if name not in (*DISPLAY, "outil")
        }

    def chosen(self, name: str) -> str:
        """Of what changes the display alone: the value asked for, else the first."""
        choices = [value for value, _ in (ORDERS if name == "tri" else VIEWS)]
        value = self.data.get(name, "")
        return value if value in choices else choices[0]

    def displays(self, name: str) -> list[tuple[str, str, bool]]:
        """(label, query string, whether it is chosen) for each value of `tri` or `vue`."""
        return [
            (label, self.query(**{name: [value]}), value == self.chosen(name))
            for value, label in (ORDERS if name == "tri" else VIEWS)
        ]

    def active(self) -> Iterator[tuple[str, str]]:
        """(label, query string without it) for each value that narrows the list."""
        for name, values in self.data.lists() if self.is_valid() else ():
            if name in DISPLAY:
                continue
            labels = dict(self.form.fields[name].choices)
            for value in values:
                others = [other for other in values if other != value]
                yield labels[value], self.query(**{name: others})


def written(value: Any) -> str:
    """A value of a column as a query string gives it."""
    return {True: "1", False: ""}.get(value, value)
