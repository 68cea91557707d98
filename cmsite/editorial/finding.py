"""The search of the site: every kind of thing, in groups, with the words found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PageOfResults
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.safestring import SafeString

from cmsite.editorial.models import Article, Interview, Link, StandardPage
from cmsite.highlighting import extract, marked, plain
from cmsite.stemming import stems
from cmsite.toolbox.models import Indicator, Tool
from directory.crowd import Crowd
from directory.models import Profile
from directory.shown import Shown
from directory.visibility import ANYONE
from surveys.models import Edition, EditionQuestion
from surveys.results.shelf import figures_of_questions

FEW = 5  # results of a group among others
PER_PAGE = 20  # of a group alone


@dataclass(frozen=True)
class Result:
    title: SafeString
    url: str
    kicker: str
    extract: SafeString


@dataclass(frozen=True)
class Group:
    name: str  # in addresses
    title: str
    total: int
    results: list[Result]
    page: PageOfResults | None = None  # when the group is shown alone


@dataclass(frozen=True)
class Kind:
    """One kind of thing: where to look, and how to show what is found."""

    title: str
    find: Callable[[str], Any]  # something with a length and slices
    show: Callable[[Any], tuple[str, str, str, str]]  # title, url, kicker, text


class Listed:
    """Search results as a paginator wants them."""

    def __init__(self, found) -> None:
        self.found = found

    def __len__(self) -> int:
        return self.found.count()

    def __getitem__(self, part: slice) -> list:
        return list(self.found[part])


def searched(queryset: Callable[[], Any]) -> Callable[[str], Listed]:
    return lambda query: Listed(queryset().search(query))


class People:
    """Those whom the directory finds for these words, in its order; from memory."""

    def __init__(self, query: str) -> None:
        found = Crowd.found_by(ANYONE).matching(query)
        self.found = found.by_relevance(found.asked)

    def __len__(self) -> int:
        return self.found.count()

    def __getitem__(self, part: slice) -> list[Shown]:
        first = self.found.pks(part.start or 0, part.stop)
        return Profile.objects.published().for_cards().in_order(first)


def story(one) -> tuple[str, str, str, str]:
    return one.title, one.url, one.kicker, " ".join([one.standfirst, *one.text_parts()])


def standing(one) -> tuple[str, str, str, str]:
    return one.title, one.url, "Le site", f"{one.introduction} {plain(one.body)}"


def profile(shown: Shown) -> tuple[str, str, str, str]:
    trades = ", ".join(str(trade) for trade in shown.occupations.all())
    skills = ", ".join(str(skill) for skill in shown.skills.all())
    place = f"{trades}, {shown.shown_place}"
    return shown.name, shown.get_absolute_url(), place, f"{shown.headline} · {skills}"


def results_of_surveys(query: str) -> list[tuple[str, str, str, str]]:
    """Published editions, and the questions they asked, that hold every word."""
    sought = set(stems(query).split())

    def holds(*texts: str) -> bool:
        return bool(sought) and sought <= set(stems(" ".join(texts)).split())

    editions = {one.pk: one for one in Edition.objects.published().order_by("-year")}
    names = {key: f"Résultats de l’enquête {one.year}" for key, one in editions.items()}
    asked = EditionQuestion.objects.filter(edition__in=editions).select_related("question")
    rows = [
        row
        for row in asked.order_by("-edition__year", "step", "sort_order")
        if holds(row.question.label, names[row.edition_id], row.question.short_label)
    ]
    drawn = figures_of_questions() if rows else {}
    return [
        (names[key], one.get_results_url(), one.title, plain(one.introduction))
        for key, one in editions.items()
        if holds(names[key], one.title, one.introduction, "salaire")
    ] + [
        (
            row.question.label,
            address(editions[row.edition_id], drawn.get((row.edition_id, row.question.code))),
            names[row.edition_id],
            row.question.short_label,
        )
        for row in rows
    ]


def address(edition: Edition, figure: str | None) -> str:
    """Of a figure on a page of its own, of all the results without one."""
    if figure is None:
        return edition.get_results_url()
    return reverse("surveys:figure", args=[edition.year, figure])


KINDS: dict[str, Kind] = {
    "articles": Kind("Articles", searched(lambda: Article.objects.live().public()), story),
    "entretiens": Kind("Entretiens", searched(lambda: Interview.objects.live().public()), story),
    "outils": Kind(
        "Outils",
        searched(lambda: Tool.objects.published()),
        lambda tool: (
            tool.name,
            tool.get_absolute_url(),
            tool.get_stage_display(),
            f"{tool.what_for} {plain(tool.description)}",
        ),
    ),
    "indicateurs": Kind(
        "Indicateurs",
        searched(lambda: Indicator.objects.published()),
        lambda one: (
            one.name,
            one.get_absolute_url(),
            one.get_family_display(),
            f"{one.definition} {one.pitfalls}",
        ),
    ),
    "profils": Kind("Profils", People, profile),
    "enquete": Kind("Résultats de l’enquête", results_of_surveys, lambda row: row),
    "liens": Kind(
        "Revue de web",
        searched(lambda: Link.objects.published()),
        lambda link: (link.title, link.get_absolute_url(), link.source, link.comment),
    ),
    "pages": Kind("Le site", searched(lambda: StandardPage.objects.live().public()), standing),
}


def found(query: str, only: str = "", number: str | int = 1) -> list[Group]:
    """The groups where something holds every word; `only`: one of KINDS, then page by page."""
    groups = []
    for name, kind in KINDS.items():
        if only and name != only:
            continue
        paginator = Paginator(kind.find(query), PER_PAGE if only else FEW)
        if not paginator.count:
            continue
        page = paginator.get_page(number if only else 1)
        results = [shown(kind.show(one), query) for one in page.object_list]
        groups.append(Group(name, kind.title, paginator.count, results, page if only else None))
    return groups


def shown(told: tuple[str, str, str, str], query: str) -> Result:
    title, url, kicker, text = told
    return Result(marked(title, query), url, kicker, marked(extract(text, query), query))
