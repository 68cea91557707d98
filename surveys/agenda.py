"""The dates of an edition as a calendar file (RFC 5545)."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, vText

from surveys.models import Edition
from surveys.visit import current_edition

INSTANTS = {
    "ouverture": ("opens_at", "L’enquête {} ouvre"),
    "cloture": ("closes_at", "L’enquête {} se clôt"),
    "resultats": ("results_at", "Résultats de l’enquête {}"),
}
LASTS = timedelta(minutes=15)


@require_safe
def dates(request: HttpRequest, year: int) -> HttpResponse:
    edition = current_edition(year)
    response = HttpResponse(calendar(edition), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="enquete-{year}.ics"'
    response["Cache-Control"] = "no-cache"
    return response


def calendar(edition: Edition) -> bytes:
    """Three events.  A date that moves keeps its UID under a higher SEQUENCE."""
    agenda = Calendar()
    agenda.add("prodid", "-//La Carte des CM//Enquête//FR")
    agenda.add("version", "2.0")
    agenda.add("method", "PUBLISH")
    agenda.add("x-wr-calname", vText(edition.title))
    for name in INSTANTS:
        agenda.add_component(_event(edition, name))
    agenda.add_missing_timezones()
    return agenda.to_ical()


def _event(edition: Edition, name: str) -> Event:
    attribute, title = INSTANTS[name]
    moment: datetime = getattr(edition, attribute).astimezone(UTC)
    url = f"{settings.SITE_URL}{edition.get_absolute_url()}"
    # Nothing was stored when the dates were first set: the opening is as good, and stable.
    changed = edition.dates_moved_at or edition.opens_at - timedelta(days=365)
    event = Event()
    event.add("uid", f"enquete-{edition.year}-{name}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("summary", title.format(edition.year))
    event.add("description", f"{edition.title}. {url}")
    event.add("url", url)
    event.add("dtstart", timezone.localtime(moment))
    event.add("dtend", timezone.localtime(moment + LASTS))
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", edition.dates_revision)
    event.add("transp", "TRANSPARENT")
    return event
