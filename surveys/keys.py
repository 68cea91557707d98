"""The key of each edition: what its digests are made with, and what sealing destroys."""

import hashlib
import hmac
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from surveys.models import Edition


def of(edition: "Edition") -> bytes:
    """32 bytes, derived from SURVEY_KEY."""
    return hmac.new(settings.SURVEY_KEY.encode(), f"{edition.pk}".encode(), hashlib.sha256).digest()
