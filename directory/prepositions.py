"""« en Bretagne », « dans le Rhône », « à La Réunion »: how French says in which place.  Pure.

By INSEE code.  Where usage hesitates (« dans l’Isère », « en Isère ») the shorter form is kept;
names of two rivers take « en »; for the others there is no rule but usage.
"""

REGIONS = {
    "en": "01 02 03 11 24 27 28 53 75 76 84 93 94 987 988",
    "à": "04 06 975 977 978 986",
    "dans le": "44",
    "dans les": "32 52",
}
DEPARTMENTS = {
    "en": (
        "07 09 12 16 17 19 21 24 28 2A 2B 31 33 35 37 38 41 43 44 47 48 49 52 53 54 57 70 71 73 "
        "74 76 77 82 85 87 91 93 971 972 973 987 988"
    ),
    "à": "75 974 975 976 977 978 986",
    "dans l’": "01 02 03 10 11 27 34 36 60 61 89",
    "dans la": "23 26 42 50 51 55 58 72 80 86",
    "dans le": "14 15 18 25 29 30 32 39 45 46 56 59 62 63 67 68 69 81 83 84 90 94 95",
    "dans les": "04 05 06 08 13 22 40 64 65 66 78 79 88 92",
}
LEVELS = {"region": REGIONS, "department": DEPARTMENTS}
WORDS = {
    level: {code: word for word, codes in groups.items() for code in codes.split()}
    for level, groups in LEVELS.items()
}


def located(level: str, code: str, name: str) -> str:
    """« dans l’Ain » for the « department » 01, « en Bretagne » for the « region » 53.

    « en » for a code that is not ours; raises KeyError for another level.
    """
    word = WORDS[level].get(code, "en")
    return f"{word}{name}" if word.endswith("’") else f"{word} {name}"
