"""Who may read a page, as a condition of the query that reads pages."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction


def is_private() -> Exists:
    """Whether a page, or one above it, is kept for some.

    `PageQuerySet.public()` would ask for every restriction first, with a query of its own.
    """
    path = ExpressionWrapper(OuterRef("path"), CharField())
    return Exists(
        PageViewRestriction.objects.annotate(below=path).filter(below__startswith=F("page__path"))
    )
