"""Ages become bands at once: the number typed is never kept."""

import re
from collections.abc import Iterable

YOUNGEST, OLDEST = 15, 99


def bounds(code: str) -> tuple[int, int] | None:
    """The ages a band’s code says, both included: « moins-21 », « 21-25 », « 51-plus »."""
    if match := re.fullmatch(r"moins-([0-9]+)", code):
        return 0, int(match[1]) - 1
    if match := re.fullmatch(r"([0-9]+)-([0-9]+)", code):
        return int(match[1]), int(match[2])
    if match := re.fullmatch(r"([0-9]+)-plus", code):
        return int(match[1]), OLDEST
    return None


def band(text: str, codes: Iterable[str]) -> str:
    """The code of the band for the age typed; ValueError when it is no plausible age."""
    match = re.fullmatch(r"\s*([0-9]{1,3})(?:\s*ans)?\s*", text)
    if match and YOUNGEST <= int(match[1]) <= OLDEST:
        for code in codes:
            limits = bounds(code)
            if limits and limits[0] <= int(match[1]) <= limits[1]:
                return code
    raise ValueError(text)
