"""So many requests a minute from one place, for what machines read.

Counted in the shared cache by a keyed digest: no address is ever kept.  An IPv6 network of 64 bits
counts as one place, for it is what one subscriber gets.
"""

import time
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

PER_MINUTE = 60
MINUTE = 60  # seconds
TOO_MANY = "Vous avez fait plus de {limit} demandes en une minute. Réessayez dans {wait}\u00a0s."


def place_of(address: str) -> str:
    """The network that an address counts for; the text itself when it is none."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address) and not ip.ipv4_mapped:
        return str(ip_network((ip, 64), strict=False))
    return str(getattr(ip, "ipv4_mapped", None) or ip)


def key_of(request: HttpRequest, minute: int) -> str:
    """Different every minute, so that two of them cannot be told to be of one place."""
    place = place_of(get_adapter().get_client_ip(request))
    digest = salted_hmac("directory.throttle", f"{minute} {place}", algorithm="sha256")
    return f"directory:throttle:{digest.hexdigest()}"


def wait(request: HttpRequest) -> int:
    """Count this request; the seconds to wait before another is answered, 0 for none."""
    now = time.time()
    key = key_of(request, int(now // MINUTE))
    cache.add(key, 0, MINUTE)
    try:
        count = cache.incr(key)
    except ValueError:  # thrown out of the cache since
        count = 1
    return MINUTE - int(now % MINUTE) if count > PER_MINUTE else 0


def throttled(refuse: Callable[[HttpRequest, str], HttpResponse]) -> Callable:
    """Past PER_MINUTE the answer is `refuse(request, sentence)`, sent with 429 and Retry-After."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            seconds = wait(request)
            if not seconds:
                return view(request, *args, **kwargs)
            response = refuse(request, TOO_MANY.format(limit=PER_MINUTE, wait=seconds))
            response.status_code = 429
            response["Retry-After"] = str(seconds)
            response["Cache-Control"] = "no-store"
            return response

        return answer

    return decorate
