"""The national address service, asked with care: it may be slow, closed or absurd, we may not.

Nothing that was asked is ever written to a log: it may be somebody’s address.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import lru_cache, partial
from urllib.parse import urlencode

from django.conf import settings
from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderParseError, GeopyError
from geopy.geocoders import BANFrance
from geopy.geocoders.base import DEFAULT_SENTINEL
from geopy.location import Location

logger = logging.getLogger(__name__)
USER_AGENT = "lacartedescm/1"
TIMEOUT = 2  # seconds
# The service allows fifty calls a second to an address; we share it with others.
CALLS_PER_SECOND = 10
FAILURES = 3
REST = 60  # seconds


class Geoplateforme(BANFrance):
    """The national address service, with a short patience and a single call.

    geopy’s own default for it is a host that closed; its default adapter retries by itself.
    """

    def __init__(self, *, domain: str, timeout: float = TIMEOUT, **options):
        options.setdefault("adapter_factory", URLLibAdapter)
        options.setdefault("user_agent", USER_AGENT)
        super().__init__(domain=domain, timeout=timeout, **options)

    def geocode(self, query: str, *, limit=5, exactly_one=True, timeout=DEFAULT_SENTINEL):
        """Like every geopy geocoder; the query is never logged."""
        parameters = {"q": query[:200], "limit": 1 if exactly_one else limit, "autocomplete": 0}
        try:
            return self._call_geocoder(
                f"{self.geocode_api}?{urlencode(parameters)}",
                partial(self._parse_json, exactly_one=exactly_one),
                timeout=timeout,
            )
        except (LookupError, RecursionError) as error:  # an unknown charset, endless brackets
            raise GeocoderParseError("unexpected answer") from error

    def _adapter_error_handler(self, error):
        """geopy would log the body of the refusal, which may quote the query."""
        if hasattr(error, "text"):
            error.text = None
        return super()._adapter_error_handler(error)

    def _parse_json(self, response, exactly_one):
        try:
            return super()._parse_json(response, exactly_one)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise GeocoderParseError("unexpected answer") from error


class Breaker:
    """Whether to call a service that may be failing: not too often, and not for a while after
    several failures in a row.

    It belongs to one process.  A shared one would cost a trip to the cache for every question,
    and one process more only means three more calls before it, too, leaves the service alone.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self.clock = clock
        self.lock = threading.Lock()
        self.recent: deque[float] = deque(maxlen=CALLS_PER_SECOND)
        self.failures = 0
        self.rests_until = 0.0

    def allows(self) -> bool:
        """Whether a call may be made now; a call allowed is counted.

        After a rest, one call tries; the next ones wait for its result.
        """
        with self.lock:
            now = self.clock()
            if now < self.rests_until:
                return False
            if len(self.recent) == CALLS_PER_SECOND and now - self.recent[0] < 1:
                return False
            if self.failures >= FAILURES:
                self.rests_until = now + REST
            self.recent.append(now)
            return True

    def succeeded(self) -> None:
        with self.lock:
            self.failures, self.rests_until = 0, 0.0

    def failed(self) -> bool:
        """Count a failure; whether it begins a rest."""
        with self.lock:
            self.failures += 1
            if self.failures < FAILURES:
                return False
            self.rests_until = self.clock() + REST
            return True


@lru_cache(maxsize=1)
def breaker() -> Breaker:
    """The breaker of this process."""
    return Breaker()


def asked_elsewhere(text: str) -> list[str]:
    """The commune code the national service gives for a text: one, or none.

    A service that stalls, refuses, talks nonsense or rests is one that knows nothing.
    """
    if not breaker().allows():
        return []
    try:
        answer = Geoplateforme(domain=settings.GEOPLATEFORME_DOMAIN).geocode(text)
    except GeopyError as error:
        # The kind of error only: its text may quote what was asked.
        logger.warning("Géoplateforme : %s", type(error).__name__)
        if breaker().failed():
            logger.warning("Géoplateforme : l’index des communes répond seul %s secondes", REST)
        return []
    breaker().succeeded()
    return city_codes(answer)


def city_codes(answer: Location | None) -> list[str]:
    properties = answer.raw.get("properties") if answer else None
    code = properties.get("citycode") if isinstance(properties, dict) else None
    return [code] if isinstance(code, str) else []
