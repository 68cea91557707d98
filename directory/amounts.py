"""A yearly salary as people type it.  Pure, whole euros."""

import re

SPACES = " \u00a0\u202f\u2009"
UNIT = re.compile(
    rf"[{SPACES}]*(€|euros?|eur)?[{SPACES}]*(bruts?)?[{SPACES}]*((/|par)[{SPACES}]*an|annuels?)?$"
)
PLAIN = re.compile("[0-9]{1,7}")
THOUSANDS = re.compile(rf"[0-9]{{1,3}}([{SPACES}.’'][0-9]{{3}})+")
SHORT = re.compile(rf"([0-9]{{1,4}})([.,]([0-9]))?[{SPACES}]*k")


def yearly(text: str) -> int:
    """« 32 000 », « 32.000 € », « 32k », « 32,5 k€ », « 32 000 € brut par an » → euros.

    Raises ValueError for anything else, cents and ranges among them.
    """
    plain = UNIT.sub("", text.strip().lower())
    if found := SHORT.fullmatch(plain):
        return int(found[1]) * 1000 + int(found[3] or 0) * 100
    if THOUSANDS.fullmatch(plain):
        plain = re.sub("[^0-9]", "", plain)
    if not PLAIN.fullmatch(plain):
        raise ValueError(text)
    return int(plain)
