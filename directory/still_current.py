"""The page of the yearly question.  Mail scanners follow links: a GET changes nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory.models import Profile
from directory.preferences import keep_visibility
from directory.visibility import ANYONE

YES, HIDE = "oui", "masquer"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def still_current(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link read the owner’s mail: no need to sign in."""
    profile, awaited = Profile.asked_about(token)
    if request.method == "POST" and awaited:
        if request.POST.get("action") == HIDE:
            keep_visibility(profile, Profile.Visibility.HIDDEN)
            profile.confirm()
            messages.success(request, "Votre profil est masqué.", extra_tags="ok")
        else:
            profile.confirm()
            messages.success(request, "Merci, c’est noté pour un an.", extra_tags="ok")
        return redirect(request.path)
    context = {
        "profile": profile and profile.shown_to(ANYONE),
        "row": profile,
        "awaited": awaited,
    }
    return render(request, "directory/still_current.html", context, status=200 if profile else 410)
