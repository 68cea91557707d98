from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cmsite.editorial.models import Article, Interview
from cmsite.search import clean_query
from cmsite.toolbox.models import Tool
from directory.models import Profile
from directory.visibility import ANYONE

RESULTS_PER_GROUP = 10


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
            ("Profils", "directory/_card.html", Profile.objects.published().for_cards()),
        ):
            found = queryset.search(query)
            total = found.count()
            if total:
                groups.append(
                    {
                        "title": title,
                        "template": name,
                        "total": total,
                        "results": [
                            one.shown_to(ANYONE) if isinstance(one, Profile) else one
                            for one in found[:RESULTS_PER_GROUP]
                        ],
                    }
                )
    return render(
        request,
        "search/search.html",
        {
            "section": "recherche",
            "query": query,
            "groups": groups,
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
