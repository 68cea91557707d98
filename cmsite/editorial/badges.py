"""What the magazine says of somebody of the directory, as badges on their profile."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import Page, PageViewRestriction

from directory.badges import Badge

INTERVIEWED, CONTRIBUTOR = "Interviewé·e", "Contributeur·rice"
MOST = 6  # the latest ones


def of_magazine(profile: int) -> list[Badge]:
    """The interviews and articles that anybody may read; one query, for addresses are cached."""
    # `Page.objects.public()` would ask for the restrictions first.
    path = ExpressionWrapper(OuterRef("path"), CharField())
    private = PageViewRestriction.objects.annotate(below=path).filter(
        below__startswith=F("page__path")
    )
    pages = (
        Page.objects.live()
        .filter(Q(interview__profile=profile) | Q(article__author_profile=profile))
        .exclude(Exists(private))
        .annotate(interviewed=F("interview__profile"))
        .order_by("-first_published_at", "-pk")[:MOST]
    )
    return [
        Badge(INTERVIEWED if page.interviewed else CONTRIBUTOR, page.title, page.get_url())
        for page in pages
    ]
