"""Counts of profiles as GeoJSON (RFC 7946), by région, département or commune; never a person."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from directory import tally, unseen
from directory.filters import ProfileFilter
from directory.models import Profile
from directory.territory import Area, Box, territory

# More than a screen can tell apart; an answer stays under 30 kB once compressed.
MOST_COMMUNES = 500
REGIONS_UNTIL, DEPARTMENTS_UNTIL = 5, 8  # zooms of Leaflet
LONGEST = 2000  # characters of a query string; every filter at once takes half as many
SHOWN, HIDDEN, OFF_MAP = Profile.Precision.values


class WindowForm(forms.Form):
    """What the map is showing: `zoom` (5 when absent) and `bbox`."""

    zoom = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=14,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Le zoom est un nombre entier de 0 à 14."
        ),
    )
    bbox = forms.CharField(required=False, max_length=200)

    def clean_zoom(self) -> int:
        zoom = self.cleaned_data["zoom"]
        return REGIONS_UNTIL if zoom is None else zoom

    def clean_bbox(self) -> Box | None:
        if not self.cleaned_data["bbox"]:
            return None
        try:
            west, south, east, north = map(float, self.cleaned_data["bbox"].split(","))
        except ValueError:
            raise ValidationError(
                "Le cadre s’écrit en quatre nombres\u00a0: ouest,sud,est,nord, en degrés."
            ) from None
        # Written so that NaN, which is neither, is refused too.
        if not (abs(west) <= 180 and abs(east) <= 180 and abs(south) <= 90 and abs(north) <= 90):
            raise ValidationError(
                "Le cadre sort du globe\u00a0: les longitudes vont de -180 à 180, "
                "les latitudes de -90 à 90."
            )
        if west > east or south > north:
            raise ValidationError(
                "Les coins du cadre sont inversés\u00a0: d’abord le sud-ouest, puis le nord-est."
            )
        return west, south, east, north


class PlaceForm(forms.Form):
    """Where the people asked for live."""

    commune = forms.CharField(required=False)
    departement = forms.CharField(required=False)

    def clean(self) -> None:
        if not any(self.cleaned_data.values()):
            raise ValidationError("Dites de quelle commune, ou de quel département.")


def too_odd(query: str) -> str:
    """Why a query string is not even read, or nothing."""
    if len(query) > LONGEST:
        return f"Cette demande est trop longue\u00a0: {LONGEST} caractères au plus."
    if "%00" in query or "\0" in query:
        return "Cette demande contient un caractère nul."
    return ""


def words(name: str, count: int) -> str:
    return f"{name}, {count} {'profils' if count > 1 else 'profil'}"


def holds(box: Box | None, longitude: float, latitude: float) -> bool:
    return box is None or (box[0] <= longitude <= box[2] and box[1] <= latitude <= box[3])


def feature(
    level: str, code: str, name: str, count: int, url: str, at: tuple[float, float], said: str = ""
) -> dict:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": at},
        "properties": {
            "level": level,
            "code": code,
            "name": name,
            "count": count,
            "words": words(said or name, count),
            "url": url,
        },
    }


def areas(
    level: str, counts: dict[str, int], known: dict[str, Area], box: Box | None, link
) -> Iterator[dict]:
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        area = known[code]
        if count and holds(box, *area.point):
            yield feature(level, code, area.name, count, link(code), area.point) | {
                "bbox": area.box
            }


def communes(filters: ProfileFilter, box: Box | None, link) -> tuple[list[dict], int]:
    """(features, more): the communes in the box, largest first, and how many are left out."""
    largest, total = tally.largest_communes(filters.found, MOST_COMMUNES, box)
    spots = territory(communes={code for _, code in largest}).spots
    features = [
        feature("commune", code, spots[code].label, -count, link(code), spots[code].point)
        for count, code in largest
    ]
    return features, total - len(features)


def hidden(counts: Counter, known: dict[str, Area], box: Box | None, link) -> Iterator[dict]:
    """The people whose département alone is public, at the middle of it."""
    for code, count in sorted(counts.items()):
        area = known[code]
        if count and holds(box, *area.point):
            said = f"{area.name}, commune non précisée"
            yield feature("department", code, area.name, count, link(code), area.point, said)


def of(counts: dict[str, dict[str, int]], precisions: Iterable[str]) -> Counter:
    """Profiles of these precisions by département."""
    return Counter(
        {code: sum(row.get(name, 0) for name in precisions) for code, row in counts.items()}
    )


def collection(filters: ProfileFilter, zoom: int, bbox: Box | None) -> dict:
    """A FeatureCollection for valid filters.

    Foreign members: `total` found by the filters, `off_map` of them in no feature, `more`
    communes left out of a view that holds too many, `circle` when the filters look around a
    place, `members_only` {code of département: how many more one finds signed in} without any
    filter.
    """
    address = reverse("directory:map") + filters.query(
        region=None, departement=None, commune=None, precision=None
    )
    address += "" if address.endswith("?") else "&"
    rows = tally.departments(filters)
    known = territory(departments=rows.keys())
    more = 0
    if zoom <= REGIONS_UNTIL:
        link = f"{address}region={{}}".format
        features = list(areas("region", tally.regions(rows), known.regions, bbox, link))
    elif zoom <= DEPARTMENTS_UNTIL:
        link = f"{address}departement={{}}".format
        on_map = of(rows, (SHOWN, HIDDEN))
        features = list(areas("department", on_map, known.departments, bbox, link))
    else:
        link = f"{address}commune={{}}".format
        features, more = communes(filters, bbox, link)
        link = f"{address}departement={{}}&precision={HIDDEN}".format
        features += hidden(of(rows, (HIDDEN,)), known.departments, bbox, link)
    answer = {
        "type": "FeatureCollection",
        "features": features,
        "total": sum(sum(row.values()) for row in rows.values()),
        "off_map": sum(of(rows, (OFF_MAP,)).values()),
        "more": more,
    }
    hidden_from_visitors = unseen.members_only(filters)
    if hidden_from_visitors:
        answer["members_only"] = hidden_from_visitors
    if filters.centre:
        answer["circle"] = {
            "center": (filters.centre.longitude, filters.centre.latitude),
            "radius_km": filters.radius,
            "name": filters.centre.name,
        }
    return answer
