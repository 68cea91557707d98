"""What describes somebody in a word each: métiers, skills, sectors, languages, in one query.

Each lives in its own table; asked one by one they would be a third of what a page asks.
"""

from collections.abc import Collection

from django.db.models import CharField, F, IntegerField, Model, QuerySet, Value

from directory import held, tool_pages
from directory.models import Occupation, Profile, Sector, Skill, SpokenLanguage

THROUGH = {
    "occupations": (Occupation, "occupation", ("name", "code"), "position"),
    "sectors": (Sector, "sector", ("name", "code"), None),
    "skills": (Skill, "skill", ("name", "slug", "kind"), None),
}
LANGUAGE = ("language", "level")


def row_query(relation: str, rows: QuerySet, start: str, names: tuple, rank: str | None):
    """(relation, profile, key, four words, rank) of each row, the same columns for every table.

    The last word is the slug of a tool’s page.
    """
    words = [F(f"{start}{name}") for name in names]
    words += [Value("", CharField())] * (3 - len(words))
    words.append(tool_pages.column(f"{start}pk") if relation == "skills" else words[-1])
    return rows.order_by().values_list(
        Value(relation, CharField()),
        "profile",
        F(f"{start}pk"),
        *words,
        F(f"{start}{rank}") if rank else Value(0, IntegerField()),
    )


def gather(profiles: Collection[Profile]) -> None:
    """Read them all, as `prefetch_related` would have done table by table."""
    pks = [profile.pk for profile in profiles]
    queries = [
        row_query(
            relation,
            getattr(Profile, relation).through.objects.filter(profile__in=pks),
            f"{target}__",
            names,
            rank,
        )
        for relation, (_, target, names, rank) in THROUGH.items()
    ]
    languages = SpokenLanguage.objects.filter(profile__in=pks)
    queries.append(row_query("languages", languages, "", LANGUAGE, "sort_order"))
    found: dict[str, list] = {relation: [] for relation in (*THROUGH, "languages")}
    for relation, owner, pk, *words, rank in queries[0].union(*queries[1:], all=True):
        found[relation].append((rank or 0, words[0], pk, words, owner))
    for relation, rows in found.items():
        rows.sort()
        # Many people have the same: each is made once.
        known: dict[int, Model] = {}
        for _, _, pk, words, _ in rows:
            if pk not in known:
                known[pk] = one(relation, pk, words)
        held.hand(profiles, relation, ((row[-1], known[row[2]]) for row in rows))


def one(relation: str, pk: int, words: list[str]) -> Model:
    """What a row is of."""
    model, _, names, _ = THROUGH.get(relation, (SpokenLanguage, "", LANGUAGE, ""))
    instance = model(pk=pk, **dict(zip(names, words, strict=False)))
    if relation == "skills":
        instance.page_url = tool_pages.address(words[-1])
    return instance
