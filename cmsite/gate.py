"""Robots before the survey: a proof of work, and a limit by network that keeps no address.

A network counts, for an hour, in one of 4,096 counters chosen by a keyed digest: hundreds of
thousands of networks share each, so that nobody can say from a counter who was there.
"""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from directory import proof_of_work
from directory.throttle import place_of

SALT = "cmsite.gate"
HOUR = 60 * 60  # seconds
COUNTERS = 4096
# By network and hour: a whole school may answer, a robot that does no work may not.
WITH_PROOF, WITHOUT_PROOF = 120, 20
TOO_MANY = (
    "Beaucoup d’envois viennent de votre réseau en ce moment. Rien n’est perdu : réessayez dans "
    "une heure, ou depuis une autre connexion."
)


class SurveyGate:
    def challenge(self, subject: str) -> str:
        return proof_of_work.challenge(self.key(), subject, time.time(), proof_of_work.BITS)

    def refusal(self, request: HttpRequest, subject: str) -> str:
        proven = self.proves(request, subject)
        limit = WITH_PROOF if proven else WITHOUT_PROOF
        return TOO_MANY if self.count(request, proven) > limit else ""

    def proves(self, request: HttpRequest, subject: str) -> bool:
        """Whether the browser did the work.  Looking spends the proof."""
        posted = request.POST
        try:
            nonce = proof_of_work.check(
                self.key(),
                subject,
                posted.get("challenge", ""),
                posted.get("answer", ""),
                time.time(),
            )
        except proof_of_work.Refused:
            return False
        return cache.add(f"preuve:{nonce}", 1, proof_of_work.LIFETIME)

    def count(self, request: HttpRequest, proven: bool) -> int:
        """How many came through the counter of this network in the hour, this one included."""
        hour = int(time.time() // HOUR)
        key = f"{SALT}:{hour}:{self.counter(request)}:{'avec' if proven else 'sans'}"
        if cache.add(key, 1, HOUR):
            return 1
        try:
            return cache.incr(key)
        except ValueError:  # thrown out of the cache since
            return 1

    def counter(self, request: HttpRequest) -> int:
        """Of the COUNTERS, that of this network in this hour."""
        place = place_of(get_adapter().get_client_ip(request))
        hour = int(time.time() // HOUR)
        digest = salted_hmac(SALT, f"{hour} {place}", algorithm="sha256").digest()
        return int.from_bytes(digest[:8]) % COUNTERS

    @staticmethod
    def key() -> bytes:
        return salted_hmac(SALT, "proof of work", algorithm="sha256").digest()
