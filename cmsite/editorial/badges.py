"""What the magazine says of somebody of the directory, as badges on their profile."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site

from cmsite.editorial.models import Cosigner
from directory.badges import Badge

INTERVIEWED, CONTRIBUTOR = "Interviewé·e", "Contributeur·rice"
MOST = 6  # the latest ones


def of_magazine(profile: int) -> list[Badge]:
    """The interviews and articles that anybody may read; one query."""
    # `Page.objects.public()` would ask for the restrictions first.
    path = ExpressionWrapper(OuterRef("path"), CharField())
    private = PageViewRestriction.objects.annotate(below=path).filter(
        below__startswith=F("page__path")
    )
    # So would `page.url`, of the sites.
    root = Site.objects.filter(is_default_site=True).values("root_page__url_path")[:1]
    pages = (
        Page.objects.live()
        .filter(
            Q(interview__profile=profile)
            | Q(article__author_profile=profile)
            | Q(pk__in=Cosigner.objects.filter(profile=profile).values("article"))
        )
        .exclude(Exists(private))
        .annotate(interviewed=F("interview__profile"), root=Subquery(root))
        .order_by("-first_published_at", "-pk")[:MOST]
    )
    return [
        Badge(
            INTERVIEWED if page.interviewed else CONTRIBUTOR,
            page.title,
            reverse("wagtail_serve", args=[page.url_path.removeprefix(page.root)]),
        )
        for page in pages
    ]
