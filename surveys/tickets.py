"""Who may answer an edition by mail: an address proven by words sent to it, then a ticket.

The database never holds the address nor anything computed from it alone.  The address gives a
token, by the edition’s key; a participation holds a digest of the token.  So typing somebody’s
address into a page gives nothing that could be looked for in the database.
"""

import hmac
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from surveys import addresses
from surveys.anonymity import normalised

if TYPE_CHECKING:
    from surveys.models import Edition

COOKIE = "billet"
DEVICE_COOKIE = "appareil"
INVITATION = "invitation"
TOKEN = re.compile(r"[0-9a-f]{64}", re.ASCII)


def token_of(edition: "Edition", address: str) -> str:
    """64 hexadecimal digits, the same for every spelling of one mailbox."""
    return edition.secrets.digest("address", addresses.identity(address))


def today_purpose(days_ago: int = 0) -> str:
    return f"link {timezone.localdate() - timedelta(days=days_ago)}"


def code(edition: "Edition", address: str, purpose: str) -> tuple[str, str]:
    """(five words to type beside the address, all that a link carries after its « # »).

    `purpose`: INVITATION, good until closing, or `today_purpose()`, good until tomorrow night.
    """
    token = token_of(edition, address)
    words = edition.secrets.words(purpose, token)
    return words, f"code={token}.{words}"


def granted(edition: "Edition", address: str, typed: str) -> str:
    """The ticket that these words open; "" for none.

    `typed`: the words alone, beside the address, or the whole link as it was mailed.
    """
    token, _, words = typed.strip().rpartition("code=")[2].rpartition(".")
    if not TOKEN.fullmatch(token):
        if not address:
            return ""
        token = token_of(edition, address)
    given = normalised(words).encode()
    for purpose in (INVITATION, today_purpose(), today_purpose(1)):
        if hmac.compare_digest(edition.secrets.words(purpose, token).encode(), given):
            return f"{token}.{_seal(edition, token)}"
    return ""


def device(edition: "Edition", cookies: Mapping[str, str]) -> str:
    """The token under which this browser takes part, "" for none yet: its ticket’s, or its own."""
    if edition.mode == edition.Mode.OPEN:
        return cookies.get(DEVICE_COOKIE, "")
    token, _, seal = cookies.get(COOKIE, "").partition(".")
    if TOKEN.fullmatch(token) and hmac.compare_digest(
        _seal(edition, token).encode(), seal.encode("utf-8", "replace")
    ):
        return token
    return ""


def _seal(edition: "Edition", token: str) -> str:
    return edition.secrets.digest("ticket", token)[:32]
