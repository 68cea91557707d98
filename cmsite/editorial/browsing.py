"""Lists of articles and interviews together: a section, a subject, a series, a signature."""

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from taggit.models import Tag
from wagtail.models import Page

from cmsite.editorial.models import Article, Cosigner, Interview, Series, Story
from cmsite.editorial.models.index import magazine_tabs
from cmsite.editorial.readable import is_private
from cmsite.editorial.sections import Section

PAGE_SIZE = 12


def readable_pages(condition: Q, order: str = "-") -> QuerySet[Page]:
    """Stories that anybody may read; `order`: "-" for the latest first, "" for the oldest."""
    return (
        Page.objects.live()
        .exclude(is_private())
        .filter(condition)
        .annotate(day=Coalesce("article__published_on", "interview__published_on"))
        .order_by(f"{order}day", f"{order}pk")
        .distinct()
    )


def as_stories(pages: list[Page]) -> list[Story]:
    """The stories that these pages are, in the same order; two queries."""
    keys = [page.pk for page in pages]
    found: dict[int, Story] = {}
    for model in (Article, Interview):
        found |= model.objects.for_list().in_bulk(keys)
    return [found[key] for key in keys]


def listing(
    request: HttpRequest,
    *,
    title: str,
    kicker: str,
    pages: QuerySet[Page],
    introduction: str = "",
    feed: str = "",
) -> HttpResponse:
    """A page of stories.  Raises Http404 when there is none at all."""
    paginator = Paginator(pages, PAGE_SIZE)
    if not paginator.count:
        raise Http404
    page_obj = paginator.get_page(request.GET.get("page"))
    page_obj.object_list = as_stories(page_obj.object_list)
    return render(
        request,
        "editorial/listing.html",
        {
            "section": "magazine",
            "title": title,
            "kicker": kicker,
            "introduction": introduction,
            "feed": feed,
            "breadcrumbs": [("Accueil", "/"), ("Articles", "/articles/")],
            "magazine_tabs": magazine_tabs(),
            "page_obj": page_obj,
            "page_range": paginator.get_elided_page_range(page_obj.number),
        },
    )


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in Section.values:
        raise Http404
    pages = readable_pages(Q(article__section=slug))
    feed = reverse("feeds:section", args=[slug])
    return listing(request, title=Section(slug).label, kicker="Rubrique", pages=pages, feed=feed)


@require_safe
def subject(request: HttpRequest, slug: str) -> HttpResponse:
    tag = get_object_or_404(Tag, slug=slug)
    both = Q(article__subjects__tag=tag) | Q(interview__subjects__tag=tag)
    feed = reverse("feeds:subject", args=[slug])
    return listing(request, title=tag.name, kicker="Sujet", pages=readable_pages(both), feed=feed)


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """In the order of reading: the oldest first."""
    one = get_object_or_404(Series, slug=slug)
    both = Q(article__series=one) | Q(interview__series=one)
    return listing(
        request,
        title=one.title,
        kicker="Série",
        introduction=one.introduction,
        pages=readable_pages(both, order=""),
    )


@require_safe
def signature(request: HttpRequest, slug: str) -> HttpResponse:
    """All that somebody signed, alone or with others; names that read the same are one."""
    known = {
        *Article.objects.readable().order_by().values_list("author_name", flat=True).distinct(),
        *Interview.objects.readable().order_by().values_list("author_name", flat=True).distinct(),
        *Cosigner.objects.order_by().values_list("name", flat=True).distinct(),
    }
    names = sorted(name for name in known if slugify(name.replace("’", "-")) == slug)
    signed = (
        Q(article__author_name__in=names)
        | Q(article__cosigners__name__in=names)
        | Q(interview__author_name__in=names)
    )
    title = names[0] if names else ""
    return listing(request, title=title, kicker="Signature", pages=readable_pages(signed))
