"""Pages of régions and départements: who works there, and what is next to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from directory import area_figures, record, unseen
from directory.area_addresses import department_address, region_address
from directory.crowd import Crowd
from directory.models import AreaText, Occupation, Profile
from directory.prepositions import located
from directory.shown import Shown
from directory.viewers import viewer_of
from map import borders
from map.gazetteer import fold
from map.models import Department, Region

SHOWN = 24
RECENT = 500
# Of fewer people a share says nothing.
LEAST_FOR_A_SHARE = 11


@dataclass(frozen=True)
class Area:
    """A région or a département; `departments` are the codes it is made of."""

    level: str  # « region » or « department »
    code: str
    name: str
    region: Region
    url: str
    departments: tuple[str, ...]

    @property
    def located(self) -> str:
        """« en Bretagne »"""
        return located(self.level, self.code, self.name)

    @property
    def list_url(self) -> str:
        """The list of the same people, ready for another filter."""
        name = "region" if self.level == "region" else "departement"
        return f"{reverse('directory:list')}?{name}={self.code}"


class France:
    """Every région and département; one query."""

    def __init__(self) -> None:
        rows = list(Department.objects.select_related("region"))
        within: dict[Region, list[str]] = {}
        for row in rows:
            within.setdefault(row.region, []).append(row.pk)
        self.departments = {
            row.pk: Area(
                *("department", row.pk, row.name, row.region, department_address(row), (row.pk,))
            )
            for row in rows
        }
        self.regions = {
            region.pk: Area(
                *("region", region.pk, region.name, region, region_address(region), tuple(codes))
            )
            for region, codes in sorted(within.items(), key=lambda item: fold(item[0].name))
        }
        self.region_slugs = {region.slug: region.pk for region in within}
        self.department_slugs = {row.slug: row.pk for row in rows}

    def region(self, slug: str) -> Area | None:
        return self.regions.get(self.region_slugs.get(slug, ""))

    def department(self, slug: str) -> Area | None:
        return self.departments.get(self.department_slugs.get(slug, ""))

    def beside(self, area: Area) -> list[Area]:
        """Those of the same level that touch it, by name; those of the same région first."""
        touching = borders.regions() if area.level == "region" else borders.departments()
        known = self.regions if area.level == "region" else self.departments
        found = [known[code] for code in touching.get(area.code, ()) if code in known]
        return sorted(found, key=lambda one: (one.region != area.region, fold(one.name)))


@dataclass(frozen=True)
class Line:
    """A way to somewhere and how many people are there."""

    label: str
    url: str
    count: int
    code: str = ""


def lines(areas: Iterable[Area], counts: dict[str, int]) -> list[Line]:
    return [
        Line(area.name, area.url, sum(counts.get(code, 0) for code in area.departments), area.code)
        for area in areas
    ]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every région with its départements."""
    france = France()
    counts = Crowd.found_by(viewer_of(request.user)).count_by("department_code")
    trail = [("Accueil", "/"), ("Community managers en France", None)]
    context = {
        "section": "carte",
        "total": sum(counts.values()),
        "counts": counts,
        "regions": [
            (line, lines((france.departments[code] for code in area.departments), counts))
            for area, line in zip(
                france.regions.values(), lines(france.regions.values(), counts), strict=True
            )
        ],
        "breadcrumbs": trail,
        "schema": breadcrumb_schema(trail, request.path),
    }
    return render(request, "directory/area_index.html", context)


@require_safe
def region(request: HttpRequest, region: str) -> HttpResponse:
    """A région; a département found in its place leads to its own page."""
    france = France()
    area = france.region(region)
    if area is None:
        elsewhere = france.department(region)
        if elsewhere is None:
            raise Http404
        return redirect(elsewhere.url, permanent=True)
    return page(request, france, area)


@require_safe
def department(request: HttpRequest, region: str, department: str) -> HttpResponse:
    """A département; under another région than its own, the way to it."""
    france = France()
    area = france.department(department)
    if area is None or france.region(region) is None:
        raise Http404
    if area.url != request.path:
        return redirect(area.url, permanent=True)
    return page(request, france, area)


def page(request: HttpRequest, france: France, area: Area) -> HttpResponse:
    everyone = Crowd.found_by(viewer_of(request.user))
    crowd = everyone.in_departments(area.departments)
    everywhere = everyone.count_by("department_code")
    count = crowd.count()
    text = AreaText.objects.filter(
        Q(region=area.code) if area.level == "region" else Q(department=area.code)
    ).first()
    parts = [france.departments[code] for code in area.departments]
    around = lines(france.beside(area), everywhere)
    trail = breadcrumbs(area)
    more = unseen.by_department(everyone)
    context = {
        "section": "carte",
        "area": area,
        "count": count,
        "text": text,
        "occupations": occupations(crowd, area),
        "share": freelance_share(crowd),
        "newest": newest(crowd) if count else None,
        "people": people(crowd),
        "parts": lines(parts, everywhere) if len(parts) > 1 else [],
        "around": around,
        "region_url": region_address(area.region),
        "closest": sorted((one for one in around if one.count), key=lambda one: -one.count)[:6],
        "members_only": unseen.in_words(
            {code: more[code] for code in area.departments if code in more}
        ),
        "figures": area_figures.of(area.region.pk),
        "breadcrumbs": trail,
        "schema": breadcrumb_schema(trail, request.path),
        **map_context(everyone, france, area),
    }
    return render(request, "directory/area.html", context)


def map_context(everyone: Crowd, france: France, area: Area) -> dict[str, Any]:
    """Of those who agree to be counted on a map."""
    rows = everyone.count_departments()
    counts = {
        code: sum(n for precision, n in row.items() if precision != Profile.Precision.OFF_MAP)
        for code, row in rows.items()
    }
    off = sum(rows.get(code, {}).get(Profile.Precision.OFF_MAP, 0) for code in area.departments)
    return {
        "counts": counts,
        "off_map": off,
        "links": {code: one.url for code, one in france.departments.items() if one != area},
        "selected": area.code if area.level == "department" else "",
        "map_title": f"Profils par département, {area.located}",
    }


def occupations(crowd: Crowd, area: Area) -> list[Line]:
    """The métiers of these people, the most frequent first."""
    counts = crowd.count_by("occupations")
    known = Occupation.objects.in_bulk(list(counts)) if counts else {}
    found = [
        Line(known[pk].name, f"{area.list_url}&metier={known[pk].code}", count)
        for pk, count in counts.items()
        if pk in known
    ]
    return sorted(found, key=lambda line: (-line.count, line.label))


def freelance_share(crowd: Crowd) -> int | None:
    """Per cent; None for fewer people than LEAST_FOR_A_SHARE."""
    count = crowd.count()
    if count < LEAST_FOR_A_SHARE:
        return None
    return round(100 * crowd.with_status([Profile.Status.FREELANCE]).count() / count)


def people(crowd: Crowd) -> list[Shown]:
    """The SHOWN published last."""
    # Found by this viewer still: what is counted may be a moment old.
    return Profile.objects.found_by(crowd.viewer).for_cards().in_order(crowd.pks(0, SHOWN))


def newest(crowd: Crowd) -> Shown | None:
    """Who came last: looked for among the RECENT published last, where a newcomer begins."""
    found = Profile.objects.found_by(crowd.viewer).filter(pk__in=crowd.pks(0, RECENT))
    latest = found.order_by("-first_published_at", "-pk")[:1].shown()
    return latest[0] if latest else None


def breadcrumbs(area: Area) -> list[tuple[str, str | None]]:
    trail = [("Accueil", "/"), ("Community managers en France", reverse("directory:areas"))]
    if area.level == "department":
        trail.append((area.region.name, region_address(area.region)))
    return [*trail, (area.name, None)]


def breadcrumb_schema(trail: list[tuple[str, str | None]], here: str) -> str:
    """schema.org, safe inside a script element."""
    items = [
        {
            "@type": "ListItem",
            "position": rank,
            "name": label,
            "item": settings.SITE_URL + (url or here),
        }
        for rank, (label, url) in enumerate(trail, start=1)
    ]
    return record.for_a_script(
        {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": items,
        }
    )
