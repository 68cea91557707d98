"""The library of indicators: all of them by family, and a page each."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cmsite.toolbox.models import Indicator
from directory import record

Family = Indicator.Family
ABOUT = {
    Family.VISIBILITY: "Est-on vu, et par qui ?",
    Family.ENGAGEMENT: "Ce que l’on montre fait-il réagir ?",
    Family.INTERACTIONS: "Se parle-t-on, et bien ?",
    Family.BUSINESS: "Qu’est-ce que cela rapporte, et à quel prix ?",
}


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    found = list(Indicator.objects.published())
    shelves = [
        (family, ABOUT[family], kept)
        for family in Family
        if (kept := [one for one in found if one.family == family])
    ]
    terms = [term(one) for _, _, kept in shelves for one in kept]
    context = {
        "section": "outils",
        "shelves": shelves,
        "total": len(found),
        "schema": record.for_a_script(
            {
                "@context": "https://schema.org",
                "@type": "DefinedTermSet",
                "name": "Les indicateurs du community management",
                "url": settings.SITE_URL + reverse("toolbox:indicators"),
                "hasDefinedTerm": terms,
            }
        ),
    }
    return render(request, "toolbox/indicators.html", context)


@require_safe
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_object_or_404(Indicator.objects.published(), slug=slug)
    family = Indicator.objects.published().filter(family=one.family).exclude(pk=one.pk)
    context = {
        "section": "outils",
        "indicator": one,
        "others": list(family),
        "schema": record.for_a_script({"@context": "https://schema.org", **term(one)}),
        "breadcrumbs": [
            ("Accueil", "/"),
            ("La boîte à outils", reverse("toolbox:list")),
            ("Les indicateurs", reverse("toolbox:indicators")),
            (one.name, None),
        ],
    }
    return render(request, "toolbox/indicator.html", context)


def term(one: Indicator) -> dict:
    """schema.org: a DefinedTerm."""
    return {
        "@type": "DefinedTerm",
        "name": one.name,
        "description": one.definition,
        "url": settings.SITE_URL + one.get_absolute_url(),
    }
