"""A profile’s own page and its other forms: CV, card, data, print, picture, feed."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from directory import badges, neighbours, readership, record, share_picture, sheet, terms, vcard
from directory.characters import tidy_line
from directory.models import Profile
from directory.querysets import ProfileQuerySet
from directory.shown import Shown
from directory.viewers import viewer_of
from directory.visibility import ANYONE

LATEST = 50
# What is sent as a file runs nothing, wherever a browser opens it.
INERT = "sandbox; default-src 'none'"

View = Callable[[HttpRequest, Shown], HttpResponse]


def heading(profiles: ProfileQuerySet) -> ProfileQuerySet:
    return profiles.select_related("commune__department__region", "owner")


def whole(profiles: ProfileQuerySet) -> ProfileQuerySet:
    """All that a page shows, but for its `terms`."""
    return heading(profiles).prefetch_related("experiences", "campaigns", "clients")


def of_somebody(load: Callable[[ProfileQuerySet], ProfileQuerySet]) -> Callable[[View], Callable]:
    """A view of the profile at this address, as the viewer may read it.

    404 unless they may; a former address leads to the present one.  Those who asked to stay out
    of search engines, and whoever is not public, are kept out in every form.
    """

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, slug: str) -> HttpResponse:
            viewer = viewer_of(getattr(request, "user", AnonymousUser()))
            visible = load(Profile.objects.visible_to(viewer))
            person = visible.filter(slug=slug).first()
            if person is None:
                return moved(request, visible, slug)
            if load is whole:
                terms.gather([person])
            response = view(request, person.shown_to(viewer))
            if not (person.robots_welcome and person.seen_by == "public"):
                response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
            return response

        return answer

    return decorate


def moved(request: HttpRequest, visible: ProfileQuerySet, slug: str) -> HttpResponse:
    """To the same form under the present address; raises Http404 when there is none."""
    person = visible.filter(former_addresses__slug=slug).first()
    if person is None:
        raise Http404
    address = reverse(request.resolver_match.view_name, args=[person.slug])
    query = request.META.get("QUERY_STRING", "")
    response = redirect(f"{address}?{query}" if query else address, permanent=True)
    # A name may come back: a browser must not remember this for ever.
    response["Cache-Control"] = "no-cache"
    return response


@of_somebody(whole)
def profile(request: HttpRequest, person: Shown) -> HttpResponse:
    if not person.live:
        return redirect("directory:preview")
    readership.count(request, person)
    anyone = person.for_anyone()
    context = {
        "section": "carte",
        "profile": person,
        "badges": badges.of(person.pk),
        "neighbours": neighbours.closest(person, Profile.objects.found_by(person.viewer)),
        "schema": record.for_a_script(record.schema(anyone, settings.SITE_URL)),
        "share_tag": share_picture.face_of(anyone).tag[:8],
    }
    return render(request, "directory/profile.html", context)


@of_somebody(heading)
def cv(request: HttpRequest, person: Shown) -> FileResponse:
    """The CV as a download, never opened in the site’s own origin."""
    if not person.cv:
        raise Http404
    try:
        file = person.cv.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"cv-{person.slug}.pdf",
        content_type="application/pdf",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": INERT,
            "Cache-Control": "private, no-cache",
            "X-Robots-Tag": "noindex",
        },
    )


@of_somebody(whole)
@cache_control(private=True, no_cache=True)
def card(request: HttpRequest, person: Shown) -> HttpResponse:
    """A vCard, for an address book."""
    return HttpResponse(
        vcard.of(person, settings.SITE_URL),
        content_type=vcard.MEDIA_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{person.slug}.vcf"',
            "X-Robots-Tag": "noindex",
        },
    )


@of_somebody(whole)
@cache_control(private=True, no_cache=True)
def data(request: HttpRequest, person: Shown) -> JsonResponse:
    """What `record.of` says; readable from any site, without cookies."""
    response = JsonResponse(
        record.of(person, settings.SITE_URL),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"X-Robots-Tag": "noindex"},
    )
    if not person.viewer.is_member:
        response["Access-Control-Allow-Origin"] = "*"
    return response


@of_somebody(whole)
@cache_control(private=True, no_cache=True)
def printed(request: HttpRequest, person: Shown) -> HttpResponse:
    """A CV on one sheet of A4, drawn from the profile."""
    response = render(
        request,
        "directory/profile_print.html",
        {
            "profile": person,
            "address": settings.SITE_URL + person.get_absolute_url(),
            **sheet.layout(person),
        },
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@of_somebody(heading)
@conditional_page
def share(request: HttpRequest, person: Shown) -> HttpResponse:
    """The picture that networks show beside a link: what any visitor may see, whoever asks."""
    response = HttpResponse(share_picture.png(person.for_anyone()), content_type="image/png")
    shared = {"public": True, "max_age": 600} if person.is_public else {"private": True}
    patch_cache_control(response, **shared)
    return response


@require_safe
@cache_control(public=True, max_age=600)
def newest(request: HttpRequest) -> HttpResponse:
    """Atom: the latest public profiles, without those who stay out of search engines."""
    feed = Atom1Feed(
        title="La Carte des CM\u00a0: nouveaux profils",
        link=settings.SITE_URL + reverse("directory:list"),
        feed_url=settings.SITE_URL + reverse("directory:newest"),
        description="Les community managers qui viennent de rejoindre l’annuaire.",
        language="fr",
    )
    latest = (
        heading(Profile.objects.found_by(ANYONE))
        .filter(robots_welcome=True)
        .prefetch_related("occupations")
        .order_by("-first_published_at", "-pk")[:LATEST]
    )
    for person in latest.shown():
        feed.add_item(
            title=tidy_line(person.name),
            link=settings.SITE_URL + person.get_absolute_url(),
            unique_id=f"{settings.SITE_URL}/annuaire/{person.pk}",
            description=f"{tidy_line(person.headline)} ({person.shown_place})",
            pubdate=person.first_published_at,
            updateddate=person.last_published_at,
            categories=[one.name for one in person.occupations.all()],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml")
