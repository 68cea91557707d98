"""A page of ours around the player of somebody else: what an article frames once it is asked to.

The article keeps the strict policy of every page; this one alone may show that one site, and only
for a video that a published story holds.
"""

from urllib.parse import urlsplit
from uuid import UUID

from csp.constants import SELF
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from wagtail.models import Page


@require_safe
@xframe_options_sameorigin
def video(request: HttpRequest, page: int, block: UUID) -> HttpResponse:
    story = get_object_or_404(Page.objects.live().public(), pk=page).specific
    for one in getattr(story, "body", ()):
        if one.block_type == "video" and one.id == str(block) and one.value.player:
            response = render(request, "editorial/player.html", {"video": one.value})
            parts = urlsplit(one.value.player)
            response._csp_replace = {
                "frame-src": [f"{parts.scheme}://{parts.netloc}"],
                "frame-ancestors": [SELF],
            }
            return response
    raise Http404
