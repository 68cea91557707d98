"""French words reduced to what their forms share: « évaluations », « l’évaluation » → « evalu ».

Pure.  The stemmer is Snowball’s for French (snowballstem.org), the one PostgreSQL carries too.
"""

import re
import unicodedata
from functools import lru_cache
from html import unescape
from threading import Lock

import snowballstemmer

# Articles and conjunctions that lose their vowel before another.
ELISION = re.compile(r"\b(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu|quoiqu)[’\']", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"\w+")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})

_stemmer = snowballstemmer.stemmer("french")
_lock = Lock()  # a stemmer holds the word it is working on


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one lower-case word.

    Accents go first, as in our PostgreSQL configuration: readers leave them out.
    """
    with _lock:
        return _stemmer.stemWord(unaccented(word.translate(LIGATURES)))


def unaccented(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def stems(text) -> str:
    """The stems of the words of a text, or of several, in order, apart by spaces."""
    if isinstance(text, list | tuple):
        return " ".join(stems(part) for part in text)
    if isinstance(text, dict):
        return " ".join(stems(part) for part in text.values())
    plain = ELISION.sub(" ", TAG.sub(" ", unescape(str(text or ""))).lower())
    # Numbers have no other forms, and would push words out of memory.
    return " ".join(word if word.isdecimal() else stem(word) for word in WORD.findall(plain))
