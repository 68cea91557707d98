"""« Utile »: the cookie of a browser that votes, and its voice."""

import secrets

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cmsite.limits import DAY, allowed, from_here
from cmsite.toolbox.models import Tool, Vote
from cmsite.toolbox.models.vote import digest

COOKIE, PATH = "utile", "/outils/"
LIFETIME = 2 * 365 * DAY  # seconds
PER_HOUR = 60  # voices given or taken back from one place
PER_TOOL = 20  # a day, from one place: several people share an office


def token_of(request: HttpRequest) -> str:
    """What the browser was given when it first voted; "" for none, or for a forged one."""
    return request.get_signed_cookie(COOKIE, "", salt=COOKIE, max_age=LIFETIME)


def voted(request: HttpRequest, tools: list[Tool]) -> set[int]:
    """The keys of those that this browser found useful; no query when it never voted."""
    token = token_of(request)
    if not token:
        return set()
    marks = {digest(token, tool): tool.pk for tool in tools}
    given = Vote.objects.filter(voter__in=marks).values_list("voter", flat=True)
    return {marks[voter] for voter in given}


def back(request: HttpRequest, tool: Tool) -> str:
    """The page of ours where the button was, else that of the tool."""
    page = request.headers.get("Referer", "")
    here = page.startswith("http") and url_has_allowed_host_and_scheme(
        page, {request.get_host()}, request.is_secure()
    )
    return f"{page.partition('#')[0] if here else tool.get_absolute_url()}#utile-{tool.slug}"


@require_POST
@never_cache
@csrf_exempt  # the button stands on pages kept whole for everybody; `from_here` instead
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one’s voice, or take it back; then back to the page where one was."""
    tool = get_object_or_404(Tool.objects.published(), slug=slug)
    response = redirect(back(request, tool))
    response.status_code = 303
    if not from_here(request):
        messages.error(request, "Votre navigateur n’a pas dit d’où venait ce vote : il est ignoré.")
        return response
    if not (
        allowed(request, "toolbox.vote", PER_HOUR)
        and allowed(request, f"toolbox.vote.{tool.pk}", PER_TOOL, DAY)
    ):
        messages.error(
            request, "Trop de votes sont venus d’ici en peu de temps. Réessayez plus tard."
        )
        return response
    token = token_of(request) or secrets.token_urlsafe(24)
    if Vote.objects.turn(token, tool):
        messages.success(request, f"Merci\u202f: {tool.name} vous est utile, c’est compté.")
    else:
        messages.success(request, f"Votre voix pour {tool.name} est retirée.")
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=COOKIE,
        max_age=LIFETIME,
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
