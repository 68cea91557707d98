"""What is not there."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.defaults import page_not_found


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Kept by no cache, which may keep a 404 that says nothing: results, a text or a profile may
    be there in a second."""
    response = page_not_found(request, exception)
    patch_cache_control(response, no_store=True)
    return response
