"""How a text that should name a place is read: letters, abbreviations, numbers, postcodes."""

import re
import unicodedata

SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
SUR = re.compile(r"(?<![a-z])s/\s*")
ARTICLE = re.compile(r"^(le|la|les|l|aux|los|las) ")
ASCII_ONLY = re.compile("[^ a-z0-9/]+")


def _letters() -> dict[int, str | None]:
    """What each character becomes: accents dropped, ligatures split, punctuation a space."""
    table = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "/"}
    table |= {ord(mark): " " for mark in "’‘«»–—…·\u00a0\u202f"}
    table |= {ord("œ"): "oe", ord("æ"): "ae", ord("ß"): "ss"}
    table |= dict.fromkeys(range(0x300, 0x370))  # combining accents
    for code in range(0xC0, 0x180):
        plain = unicodedata.normalize("NFKD", chr(code))[0]
        if code not in table and plain.isascii():
            table[code] = plain
    return table


LETTERS = _letters()


def fold(text: str) -> str:
    """Lower case, unaccented, « st » spelt out, words apart by one space: what is compared.

    « L’Haÿ-les-Roses » → « l hay les roses », « Chalon s/ Saône » → « chalon sur saone ».
    """
    text = text.lower().translate(LETTERS)
    if not text.isascii():
        text = ASCII_ONLY.sub(" ", unicodedata.normalize("NFKD", text).translate(LETTERS).lower())
    if "/" in text:
        text = SUR.sub("sur ", text).replace("/", " ")
    return " ".join([SAINTS.get(word, word) for word in text.split()])


NUMBER = r"0?([1-9]|1\d|20)"
CEDEX = re.compile(r"\bcedex(?: \d{1,2}(?!\d))?\b")
DISTRICT = re.compile(r"\b(?:arrondissement|arrondt|arrdt|ardt|arr)\b")
ORDINAL = re.compile(rf"\b{NUMBER} ?(?:e|er|ere|eme|ieme|nd|nde|re|me)\b")
DISTRICT_FIRST = re.compile(r"^(\d\d?)e (?:(?:de|a) )?(paris|lyon|marseille)\b")
SPACED = re.compile(r"\b(?:f )?(\d\d) ?(\d{3})\b")
ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
    "xi": 11, "xii": 12, "xiii": 13, "xiv": 14, "xv": 15, "xvi": 16, "xvii": 17, "xviii": 18,
    "xix": 19, "xx": 20,
}  # fmt: skip
NUMERAL = re.compile(r"\b([ivx]{1,5})(?:e|er|eme)?\b")
CITY = re.compile(r"\b(?:paris|lyon|marseille)\b")
SHORT = {"s": "sur", "ss": "sous", "nd": "notre dame", "mt": "mont", "vx": "vieux"}
# Words that announce a département rather than name one.
ANNOUNCE = re.compile(r"\b(?:departement|dpt|dept|dep|region|code postal|cp)\b")


def normalised(text: str) -> str:
    """Folded text with ordinals as « 11e », postcodes in one word, postal words left out.

    « Lyon 3ème arrondissement » → « lyon 3e », « Paris XI » → « paris 11e »,
    « F-75 011 Paris Cedex 11 » → « 75011 paris », « Villeneuve s Lot » → « villeneuve sur lot ».
    """
    text = DISTRICT.sub("", ANNOUNCE.sub("", CEDEX.sub("", fold(text))))
    text = text.replace("n d ", "notre dame ") if text.startswith("n d ") else text
    text = SPACED.sub(r"\1\2", ORDINAL.sub(r"\1e", text))
    if CITY.search(text):
        text = NUMERAL.sub(_arabic, text)
    words = text.split()
    # « s » between two words; « d s » or a lone « s » is something else.
    text = " ".join(
        SHORT.get(word, word) if 0 < i < len(words) - 1 or word in ("nd", "mt") else word
        for i, word in enumerate(words)
    )
    text = DISTRICT_FIRST.sub(r"\2 \1e", text)
    return text if text.endswith((" de france", " en france")) else text.removesuffix(" france")


def _arabic(match: re.Match) -> str:
    number = ROMAN.get(match[1])
    return f"{number}e" if number else match[0]
