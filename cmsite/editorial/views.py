from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from taggit.models import Tag

from cmsite.editorial import finding
from cmsite.editorial.sections import Section
from cmsite.search import clean_query
from cmsite.toolbox.models import Tool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What holds every word of `q`, in groups, or page by page in the one that `groupe` names."""
    query = clean_query(request.GET.get("q", ""))
    only = request.GET.get("groupe", "")
    only = only if only in finding.KINDS else ""
    groups = finding.found(query, only, request.GET.get("page", 1)) if query else []
    alone = groups[0] if only and groups else None
    context = {
        "section": "recherche",
        "query": query,
        "groups": groups,
        "only": alone,
        "total": sum(group.total for group in groups),
        "page_obj": alone.page if alone else None,
        "page_range": alone.page.paginator.get_elided_page_range(alone.page.number)
        if alone
        else [],
        "sections": Section.choices,
    }
    return render(request, "search/search.html", context)


@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """Every feed of the site."""
    of_stories = Q(articlesubjects__content_object__live=True) | Q(
        interviewsubjects__content_object__live=True
    )
    subjects = Tag.objects.filter(of_stories)
    context = {
        "section": "",
        "sections": Section.choices,
        "stages": Tool.Stage.choices,
        "subjects": subjects.distinct().order_by("name")[:200],
        "breadcrumbs": [("Accueil", "/"), ("Suivre le site", None)],
    }
    return render(request, "editorial/follow.html", context)


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
