"""From a text to a place: geopy geocoders, and the commune of our tables they lead to.

The gazetteer answers without any network.  When the site is given a national address service
(`GEOPLATEFORME_DOMAIN`), it is asked only about texts the gazetteer does not understand.
"""

import logging
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderParseError, GeocoderQueryError, GeopyError
from geopy.geocoders import BANFrance
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from map.gazetteer import Gazetteer, Place, gazetteer
from map.models import Commune

logger = logging.getLogger(__name__)
USER_AGENT = "lacartedescm/1"


class GazetteerGeocoder(Geocoder):
    """A geopy geocoder over the gazetteer: same arguments, results and exceptions as the others.

    `location.raw` holds {citycode, department, postcodes, population, parent}.
    """

    def __init__(self, places: Gazetteer | None = None, *, user_agent: str = USER_AGENT):
        super().__init__(user_agent=user_agent)
        self.places = places or gazetteer()

    def geocode(self, query: str, *, exactly_one=True, limit=5, timeout=DEFAULT_SENTINEL):
        """The place the text means, or None; with `exactly_one=False`, up to `limit` of them.

        Homonyms come most populated first.  GeocoderQueryError on an empty query.
        """
        if not isinstance(query, str) or not query.strip():
            raise GeocoderQueryError("empty query")
        return self._answer(self.places.search(query)[:limit], exactly_one)

    def reverse(self, query, *, exactly_one=True, limit=5, timeout=DEFAULT_SENTINEL):
        """The communes or arrondissements nearest to a point; None when nothing is near.

        `query` is whatever geopy takes for a point; ValueError when it is not one.
        """
        point = query if isinstance(query, Point) else Point(query)
        nearest = self.places.nearest(point.latitude, point.longitude, limit)
        return self._answer(nearest, exactly_one)

    def _answer(self, places: list[Place], exactly_one: bool):
        if not places:
            return None
        locations = [location(place) for place in places]
        return locations[0] if exactly_one else locations


def location(place: Place) -> Location:
    return Location(
        place.label,
        (place.latitude, place.longitude),
        {
            "citycode": place.code,
            "department": place.department,
            "postcodes": list(place.postcodes),
            "population": place.population,
            "parent": place.parent,
        },
    )


class Geoplateforme(BANFrance):
    """The national address service, with a short patience and a single call.

    geopy’s own default for it is a host that closed; its default adapter retries by itself.
    """

    def __init__(self, *, domain: str, timeout: float = 2, **options):
        options.setdefault("adapter_factory", URLLibAdapter)
        options.setdefault("user_agent", USER_AGENT)
        super().__init__(domain=domain, timeout=timeout, **options)

    def geocode(self, query: str, *, limit=5, exactly_one=True, timeout=DEFAULT_SENTINEL):
        """Like every geopy geocoder; the query is never logged."""
        parameters = {"q": query[:200], "limit": 1 if exactly_one else limit, "autocomplete": 0}
        return self._call_geocoder(
            f"{self.geocode_api}?{urlencode(parameters)}",
            partial(self._parse_json, exactly_one=exactly_one),
            timeout=timeout,
        )

    def _parse_json(self, response, exactly_one):
        try:
            return super()._parse_json(response, exactly_one)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise GeocoderParseError("unexpected answer") from error


def candidates(text: str, limit: int = 8) -> list[Commune]:
    """The communes of our tables that a text can mean, most populated first; [] when none.

    Several mean homonyms, or a postcode shared by several communes.
    """
    codes = [place.code for place in gazetteer().search(text)]
    if not codes and text.strip() and settings.GEOPLATEFORME_DOMAIN:
        codes = asked_elsewhere(text)
    communes = Commune.objects.select_related("department").in_bulk(codes) if codes else {}
    return [communes[code] for code in codes if code in communes][:limit]


def find_commune(text: str) -> Commune | None:
    """The commune a text means: of homonyms, the most populated.  None when it is not a place."""
    return next(iter(candidates(text, limit=1)), None)


def asked_elsewhere(text: str) -> list[str]:
    """The commune code the national service gives for a text: one, or none.

    A service that stalls, refuses or talks nonsense is the same as one that knows nothing.
    """
    try:
        answer = Geoplateforme(domain=settings.GEOPLATEFORME_DOMAIN).geocode(text)
    except GeopyError as error:
        # The kind of error only: its text may quote what was asked.
        logger.warning("Géoplateforme : %s", type(error).__name__)
        return []
    code = answer.raw.get("properties", {}).get("citycode") if answer else None
    return [code] if isinstance(code, str) else []
