from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    """What the frame of every page needs, without a query."""
    return {
        "SITE_NAME": settings.WAGTAIL_SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "DEMO": settings.DEMO,
    }
