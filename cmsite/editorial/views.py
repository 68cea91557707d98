from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cmsite.editorial.models import Article, Interview
from cmsite.search import clean_query
from cmsite.toolbox.models import Tool
from directory.crowd import Crowd
from directory.models import Profile
from directory.visibility import ANYONE

RESULTS_PER_GROUP = 10


def group(title: str, template: str, total: int, results: Iterable) -> dict[str, Any]:
    return {"title": title, "template": template, "total": total, "results": results}


def people(query: str) -> dict[str, Any]:
    """Those whom the directory finds for these words, in its order."""
    found = Crowd.found_by(ANYONE).matching(query)
    first = found.by_relevance(found.asked).pks(0, RESULTS_PER_GROUP)
    cards = Profile.objects.published().for_cards().in_order(first)
    return group("Profils", "directory/_card.html", found.count(), cards)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Articles, interviews, tools and profiles that hold every word of `q`, in groups."""
    query = clean_query(request.GET.get("q", ""))
    groups = []
    if query:
        for title, name, queryset in (
            ("Articles", "editorial/brief.html", Article.objects.live().public()),
            ("Entretiens", "editorial/brief.html", Interview.objects.live().public()),
            ("Outils", "toolbox/brief.html", Tool.objects.published()),
        ):
            found = queryset.search(query)
            groups.append(group(title, name, found.count(), found[:RESULTS_PER_GROUP]))
        groups.append(people(query))
    return render(
        request,
        "search/search.html",
        {
            "section": "recherche",
            "query": query,
            "groups": [one for one in groups if one["total"]],
            "total": sum(group["total"] for group in groups),
        },
    )


@require_safe
@cache_control(max_age=86400, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /compte/",
        "Disallow: /recherche/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
