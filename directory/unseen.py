"""How many people a visitor would see more of, by signing in: counts by département, from LEAST up.

Somebody who is only for signed-in people must not be found by who is not.  What keeps them safe:

- Under LEAST in a département nothing is said at all, and « nothing » may mean nobody: 0 and 10
  read the same.
- No filter: a count of « freelances de Rennes, à l’écoute » could be of one person.  Whatever
  narrows the results, a parameter of tomorrow too, silences every count.
- Nothing to subtract from: every other number that a visitor reads (list, map, facets, régions,
  France, exports, API) counts public profiles only.  No sum is ever made of the counts below:
  neither a région nor France has one, or the silent départements would come out of it.
- Those who asked to be off the map are not counted: the number belongs to the map.
- In time: the counts are those of one moment of the day, kept until midnight.  Else whoever sees a
  profile vanish would learn, by a count that rises in the same minute, that it only went behind
  the sign-in.  They still fall silent at once when fewer than LEAST remain; that a count fell
  silent tells that there are now fewer, and no more: neither how many nor who.

This guards against passers-by, robots and archives.  Whoever signs in sees these people one by
one: that is what they chose.
"""

from django.core.cache import cache
from django.utils import timezone

from directory.crowd import Crowd
from directory.filters import ProfileFilter
from directory.prepositions import located
from directory.territory import territory
from directory.visibility import MEMBERS

LEAST = 11
# They say how results are laid out, not whose they are.
HARMLESS = {"tri"}
A_DAY = 24 * 60 * 60


def narrowed(filters: ProfileFilter) -> bool:
    """Whether the query string asks for anything less than everybody."""
    return bool(set(filters.data) - HARMLESS)


def members_only(filters: ProfileFilter) -> dict[str, int]:
    """{INSEE code of département: how many more}, for a visitor who filters nothing."""
    return {} if narrowed(filters) else by_department(filters.found)


def by_department(crowd: Crowd) -> dict[str, int]:
    """The same beside any crowd; nothing for a member, who sees everybody."""
    if crowd.viewer.is_member:
        return {}
    everyone = Crowd(crowd.columns, crowd.columns.found, crowd.viewer)
    hidden = everyone.among("seen_by", [MEMBERS]).on_map()
    now = enough(hidden.count_by("department_code"))
    # Nothing smaller than what is shown ever leaves this process.
    key = f"directory:unseen:{timezone.localdate():%Y-%m-%d}"
    today = cache.get_or_set(key, now, A_DAY)
    return {code: count for code, count in today.items() if code in now}


def enough(counts: dict[str, int]) -> dict[str, int]:
    return {code: count for code, count in counts.items() if count >= LEAST}


def in_words(counts: dict[str, int]) -> list[tuple[str, int]]:
    """[(« dans le Rhône », 14)], the most first, for `directory/_members_only.html`."""
    known = territory(departments=counts.keys()).departments
    return [
        (located("department", code, known[code].name), count)
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
