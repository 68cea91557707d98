"""The toolbox: its shelves, a page a tool, what is new."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cmsite.toolbox import votes
from cmsite.toolbox.filters import DISPLAY, ToolFilter
from cmsite.toolbox.models import Indicator, Tool
from directory import record
from directory.crowd import Crowd
from directory.models import Profile
from directory.visibility import ANYONE

PEOPLE_SHOWN = 6
Stage = Tool.Stage
PURPOSES = {
    Stage.WATCH: "Repérer ce qui se dit avant qu’on vous le demande.",
    Stage.MAKING: "Écrire, dessiner, tourner, monter, s’organiser.",
    Stage.SPREADING: "Programmer, publier, répondre.",
    Stage.MEASURE: "Compter ce qui sert, et savoir le dire.",
}


ORDERS = {
    "usage": lambda tool: (tool.is_gone, -tool.users, tool.slug),
    "utile": lambda tool: (tool.is_gone, -tool.votes, tool.slug),
    "recent": lambda tool: (-tool.first_published_at.timestamp(), tool.slug),
    "nom": lambda tool: tool.slug,
}


def counted(tools: list[Tool], order: str) -> list[Tool]:
    """With how many public profiles use each; `order`: a key of ORDERS."""
    users = Crowd.found_by(ANYONE).count_by("skills")
    for tool in tools:
        tool.users = users.get(tool.skill_id, 0)
    return sorted(tools, key=ORDERS[order])


@require_safe
def shelves(request: HttpRequest) -> HttpResponse:
    """Tools by stage; 400 with the reason when a parameter is not understood."""
    filters = ToolFilter(request.GET, Tool.objects.published().with_votes())
    tools = counted(list(filters.qs), filters.chosen("tri"))
    facets = filters.facets()
    context = {
        "section": "outils",
        "form": filters.form,
        "total": len(tools),
        "tools": tools,
        "voted": votes.voted(request, tools),
        "orders": filters.displays("tri"),
        "views": filters.displays("vue"),
        "as_table": filters.chosen("vue") == "tableau",
        "hidden": [
            (name, value)
            for name in ("outil", *DISPLAY)
            for value in filters.data.getlist(name)
            if filters.is_valid()
        ],
        "indicators_count": Indicator.objects.published().count(),
        "shelves": [
            (stage, PURPOSES[stage], found)
            for stage in Stage
            if (found := [tool for tool in tools if tool.stage == stage])
        ],
        "stages": facets.pop("etape"),
        "every_stage": filters.query(etape=[]),
        "facets": facets,
        "active": list(filters.active()),
        "narrowed": [one for name, one in facets.items() if filters.data.getlist(name)],
    }
    return render(request, "toolbox/list.html", context, status=200 if filters.is_valid() else 400)


@require_safe
def tool(request: HttpRequest, slug: str) -> HttpResponse:
    published = Tool.objects.published().with_votes()
    found = get_object_or_404(
        published.select_related("skill").prefetch_related(
            Prefetch("alternatives", queryset=published), Prefetch("successor", queryset=published)
        ),
        slug=slug,
    )
    people = []
    if found.skill:
        found.users = Crowd.found_by(ANYONE).skilled_in([found.skill_id]).count()
    if found.users:
        users = Profile.objects.found_by(ANYONE).skilled_in([found.skill_id])
        people = users.for_cards()[:PEOPLE_SHOWN].shown()
    alternatives = [one for one in found.alternatives.all() if one != found]
    return render(
        request,
        "toolbox/tool.html",
        {
            "section": "outils",
            "tool": found,
            "people": people,
            "alternatives": alternatives,
            "voted": votes.voted(request, [found, *alternatives]),
            "compare": compare_url([found, *alternatives]) if alternatives else "",
            "breadcrumbs": [
                ("Accueil", "/"),
                ("La boîte à outils", reverse("toolbox:list")),
                (found.get_stage_display(), f"{reverse('toolbox:list')}?etape={found.stage}"),
                (found.name, None),
            ],
            "schema": record.for_a_script(schema(found)),
        },
    )


def compare_url(tools: list[Tool]) -> str:
    """The criteria table of these tools alone."""
    query = urlencode([("vue", "tableau"), *(("outil", tool.slug) for tool in tools)])
    return f"{reverse('toolbox:list')}?{query}"


def schema(tool: Tool) -> dict[str, Any]:
    """schema.org: a SoftwareApplication; what we are not sure of is left out."""
    page = settings.SITE_URL + tool.get_absolute_url()
    free = tool.price == Tool.Price.FREE
    return record.without_nothing(
        {
            "@context": "https://schema.org",
            "@type": "SoftwareApplication",
            "@id": f"{page}#outil",
            "name": tool.name,
            "description": tool.what_for,
            "applicationCategory": "BusinessApplication",
            "applicationSubCategory": tool.get_stage_display(),
            "mainEntityOfPage": page,
            "url": tool.website,
            "isAccessibleForFree": True if free else None,
            "offers": {"@type": "Offer", "price": "0", "priceCurrency": "EUR"} if free else None,
        }
    )
