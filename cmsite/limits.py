"""So many times in a period from one place, for what anybody may send without an account.

Counted in the cache that workers share, under a keyed digest that changes with the period: no
address is kept, and two periods cannot be told to be of one place.
"""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from directory.throttle import place_of

HOUR = 60 * 60  # seconds
DAY = 24 * HOUR


def allowed(request: HttpRequest, what: str, most: int, period: int = HOUR) -> bool:
    """Count one more `what` from where this request comes; False past `most` in the period."""
    now = int(time.time())
    place = place_of(get_adapter().get_client_ip(request))
    told = f"{what} {now // period} {place}"
    key = f"limite:{salted_hmac('cmsite.limits', told, algorithm='sha256').hexdigest()}"
    cache.add(key, 0, period)
    try:
        return cache.incr(key) <= most
    except ValueError:  # thrown out of the cache since
        return True


def from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent this form: what browsers say of it, which no script can forge.

    For forms of pages that are kept whole for everybody, where no token of one visitor may be.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
