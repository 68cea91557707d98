"""The results of a search taken away: tables, cards, feed.

As any visitor reads them, whoever asks: what is taken away is passed on.  Everything comes from
`Shown`.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from directory import terms, vcard
from directory.characters import tidy_line
from directory.filters import ProfileFilter
from directory.geojson import too_odd
from directory.models import Profile
from directory.shown import Shown
from directory.spreadsheets import harmless
from directory.throttle import throttled
from directory.visibility import ANYONE
from map.choropleth import number

MOST = 1000
AT_ONCE = 200  # profiles read together
LATEST = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Made to be kept, not to be found by search engines.
HEADERS = {"X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff"}


def names(rows: Iterable) -> str:
    return ", ".join(one.name for one in rows)


COLUMNS: dict[str, Callable[[Shown], object]] = {
    "nom": lambda one: one.name,
    "titre": lambda one: one.headline,
    "métiers": lambda one: names(one.occupations.all()),
    "statut": lambda one: one.get_status_display(),
    "commune": lambda one: one.shown_commune.name if one.shown_commune else "",
    "département": lambda one: one.department.name,
    "région": lambda one: one.region.name,
    "disponibilité": lambda one: one.get_availability_display(),
    "employeur": lambda one: one.employer,
    "dans le métier depuis": lambda one: one.working_since or "",
    "compétences": lambda one: names(one.know_how),
    "outils": lambda one: names(one.tools),
    "secteurs": lambda one: names(one.sectors.all()),
    "langues": lambda one: ", ".join(row.get_language_display() for row in one.languages.all()),
    "types de travail": lambda one: ", ".join(map(str, one.engagement_labels)),
    "télétravail": lambda one: one.get_remote_display(),
    "mobilité": lambda one: one.get_mobility_display() if one.mobility else "",
    "liens": lambda one: " ".join(one.addresses),
    "mis à jour": lambda one: timezone.localdate(one.last_published_at).isoformat(),
    "page": lambda one: settings.SITE_URL + one.get_absolute_url(),
}


def row(person: Shown) -> list[str]:
    return [harmless(tidy_line(str(value(person)))) for value in COLUMNS.values()]


# --- What was asked ---------------------------------------------------------------------------


def plain(text: str, status: int = 400) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")


def too_often(request: HttpRequest, sentence: str) -> HttpResponse:
    """A page for who clicked on a link of ours, one line for a program."""
    if "text/html" not in request.headers.get("Accept", ""):
        return plain(sentence)
    query = request.META.get("QUERY_STRING", "")
    back = reverse("directory:list") + (f"?{query}" if query else "")
    return render(request, "429.html", {"sentence": sentence, "back": back})


def of_search(view: Callable[[HttpRequest, ProfileFilter], HttpResponse]) -> Callable:
    """A view of what a query string finds for any visitor; 400 with sentences for a bad one."""

    @require_safe
    @throttled(too_often)
    def answer(request: HttpRequest) -> HttpResponse:
        odd = too_odd(request.META.get("QUERY_STRING", ""))
        if odd:
            return plain(odd)
        filters = ProfileFilter(request.GET, Profile.objects.found_by(ANYONE))
        if not filters.is_valid():
            return plain("\n".join(dict.fromkeys(sum(filters.errors.values(), []))))
        return view(request, filters)

    answer.__name__, answer.__doc__ = view.__name__, view.__doc__
    return answer


def whole(pks: list[int]) -> list[Shown]:
    """Those of these whom any visitor finds still, with all that leaves the site of each."""
    return Profile.objects.found_by(ANYONE).for_files().in_order(pks, terms.gather)


def people(filters: ProfileFilter) -> Iterator[Shown]:
    """The first MOST, in the order of the list, read AT_ONCE by AT_ONCE."""
    pks = filters.crowd.pks(0, MOST)
    for start in range(0, len(pks), AT_ONCE):
        some = pks[start : start + AT_ONCE]
        # Asked again: who has just left must not leave with the rest.
        yield from whole(some)


def cut(filters: ProfileFilter) -> str:
    """The sentence that says that not everybody is there, or nothing."""
    count = filters.found.count()
    if count <= MOST:
        return ""
    return f"Liste coupée\u00a0: les {number(MOST)} premiers profils sur {number(count)}."


def attached(response: HttpResponse, extension: str, remark: str = "") -> HttpResponse:
    name = f"community-managers-{timezone.localdate():%Y-%m-%d}{remark}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    for header, value in HEADERS.items():
        response[header] = value
    return response


# --- Tables -----------------------------------------------------------------------------------


class Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(filters: ProfileFilter) -> Iterator[str]:
    writer = csv.writer(Echo())
    # The mark tells spreadsheets that accents are in UTF-8.
    yield "\ufeff" + writer.writerow(COLUMNS)
    for person in people(filters):
        yield writer.writerow(row(person))
    note = cut(filters)
    if note:
        yield writer.writerow([note])


@of_search
def as_csv(request: HttpRequest, filters: ProfileFilter) -> StreamingHttpResponse:
    """A table, sent as it is read; its last line says when it is cut."""
    content = csv_lines(filters)
    return attached(StreamingHttpResponse(content, content_type="text/csv; charset=utf-8"), "csv")


@of_search
def as_workbook(request: HttpRequest, filters: ProfileFilter) -> HttpResponse:
    """The same as XLSX, with a second sheet that says what it is."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Profils")
    sheet.append(list(COLUMNS))
    for person in people(filters):
        sheet.append(row(person))
    about = book.create_sheet("À propos")
    asked = settings.SITE_URL + reverse("directory:list") + filters.query()
    for line in (
        f"La Carte des CM, le {timezone.localdate():%d/%m/%Y}.",
        f"Recherche\u00a0: {asked.removesuffix('?')}",
        "Seulement ce que tout le monde peut lire de chaque profil.",
        cut(filters),
    ):
        about.append([line])
    content = BytesIO()
    book.save(content)
    return attached(HttpResponse(content.getvalue(), content_type=XLSX), "xlsx")


@of_search
def as_cards(request: HttpRequest, filters: ProfileFilter) -> HttpResponse:
    """vCards one after the other; a cut one says so in its name, for a card holds no remark."""
    cards = "".join(vcard.of(person, settings.SITE_URL) for person in people(filters))
    remark = f"-{MOST}-premiers" if cut(filters) else ""
    return attached(HttpResponse(cards, content_type=vcard.MEDIA_TYPE), "vcf", remark)


# --- Feed -------------------------------------------------------------------------------------


@of_search
@cache_control(public=True, max_age=300)
def feed(request: HttpRequest, filters: ProfileFilter) -> HttpResponse:
    """Atom: the LATEST published of the results, whatever their order in the list."""
    query = filters.query(tri=None).removesuffix("?")
    said = ", ".join(tidy_line(str(label)) for label, *_ in filters.active())
    atom = Atom1Feed(
        title=f"La Carte des CM\u00a0: {said or 'tous les profils'}",
        link=settings.SITE_URL + reverse("directory:list") + query,
        feed_url=settings.SITE_URL + reverse("directory:feed") + query,
        description="Les derniers profils publiés qui répondent à cette recherche.",
        language="fr",
    )
    latest = filters.found.pks(0, LATEST)
    for person in whole(latest):
        atom.add_item(
            title=tidy_line(person.name),
            link=settings.SITE_URL + person.get_absolute_url(),
            unique_id=f"{settings.SITE_URL}/annuaire/{person.pk}",
            description=f"{tidy_line(person.headline)} ({person.shown_place})",
            pubdate=person.first_published_at,
            updateddate=person.last_published_at,
            categories=[one.name for one in person.occupations.all()],
        )
    response = HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml")
    for header, value in HEADERS.items():
        response[header] = value
    return response
