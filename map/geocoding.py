"""From a text to a place: geopy geocoders, and the commune of our tables they lead to.

The gazetteer answers without any network.  When the site is given a national address service
(`GEOPLATEFORME_DOMAIN`), it is asked only about texts the gazetteer does not understand.
"""

from django.conf import settings
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from map.gazetteer import Gazetteer, Place, gazetteer
from map.geoplateforme import USER_AGENT, asked_elsewhere
from map.models import Commune


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
