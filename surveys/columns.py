"""What a column of another tool’s export is: somebody’s traces, a day, or a question.  Pure.

Suggestions only: an editor confirms them.  What names a person is never kept, whatever they say.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from rapidfuzz import fuzz, process

from map.folding import fold

# Whole words of a column’s name that give away what names a person, a device or a minute.
PERSONAL = {
    "adresse e-mail": "e mail|email|mail|courriel|adresse electronique",
    "adresse IP": "ip|adresse ip|ip address|ipaddr",
    "nom": "nom|prenom|nom complet|nom et prenom|prenom et nom|prenom nom|nom prenom"
    "|nom d utilisateur|utilisateur|username|user name|name|first name"
    "|last name|firstname|lastname|uid|pseudo|pseudonyme",
    "téléphone": "telephone|tel|phone|portable|numero de telephone",
    "adresse": "adresse|address|adresse postale|code postal|linkedin|compte linkedin|twitter",
    "identifiant": "id|sid|uuid|token|jeton|code d acces|id de la reponse|response id|"
    "numero de serie|serial|session|seed|graine|numero de soumission|submission id|numero",
    "navigation": "referrer|referer|refurl|url de provenance|user agent|navigateur|browser|lastpage"
    "|derniere page|startlanguage|langue de depart|brouillon|draft",
    "heure ou durée": "startdate|date de lancement|datestamp|date de la derniere action|duree"
    "|interviewtime|temps total|total time|heure de debut|completed time|changed|modifie le",
}
DAYS = (
    "horodateur|timestamp|submitdate|date de soumission|soumis le|date|heure|heure de soumission"
    "|termine le|date de fin|submitted time|cree le|created|envoye le|jour"
)
FOLDED = {kind: frozenset(words.split("|")) for kind, words in PERSONAL.items()}
FOLDED_DAYS = frozenset(DAYS.split("|"))
LOOKS = {
    "adresse e-mail": re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}"),
    "adresse IP": re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*:[0-9a-fA-F]*"),
    "téléphone": re.compile(r"(\+33|0)[ .]?[1-9]([ .-]?\d\d){4}"),
    "heure ou durée": re.compile(r".*\d{1,2}:\d\d(:\d\d)?.*"),
}
# One cell in five that looks like an address is enough to drop a column.
ENOUGH = 5
LIKELY = 78
# Words from which a part of our sentence is that sentence.
SENTENCE = 4
NO_ANSWER = frozenset(
    (
        *("", "sans reponse", "nsp", "ne sait pas", "je ne sais pas", "nc", "n c", "na", "n a"),
        *("non repondu", "je prefere ne pas repondre", "prefere ne pas repondre"),
        *("ne souhaite pas repondre", "refus"),
    )
)


def personal(header: str, cells: Iterable[str]) -> str:
    """What of a person this column holds, « adresse e-mail », or ""."""
    name = fold(_base(header)[0])
    for kind, words in FOLDED.items():
        if name in words:
            return kind
    filled = [cell for cell in cells if cell]
    for kind, pattern in LOOKS.items():
        if filled and sum(bool(pattern.fullmatch(one)) for one in filled) * ENOUGH >= len(filled):
            return kind
    return ""


def is_day(header: str, cells: Sequence[str]) -> bool:
    """Whether the column tells when somebody answered, and can be read as days."""
    filled = [cell for cell in cells if cell]
    return (
        fold(header) in FOLDED_DAYS
        and bool(filled)
        and sum(day(cell) is not None for cell in filled) * 2 > len(filled)
    )


def day(text: str) -> date | None:
    """The day of « 2016-05-17 10:32 », « 17/05/2016 », « 2016/05/17 10:32:11 AM UTC+2 »."""
    if match := re.match(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text):
        year, month, number = map(int, match.groups())
    elif match := re.match(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text):
        number, month, year = map(int, match.groups())
        if month > 12:  # 05/17/2016
            number, month = month, number
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _base(header: str) -> tuple[str, str]:
    """« Réseaux gérés [Instagram] » → its question and its choice."""
    match = re.fullmatch(r"(.*?)\s*\[([^\[\]]+)\]\s*(?:\(\d+\))?", header)
    return (match[1], match[2]) if match else (header, "")


def target(header: str, questions: Sequence[Any]) -> str:
    """Which question, or which choice of one, this column most likely answers; "" for none.

    `questions` have code, kind, label, short_label and listed `answers`, (code, label) pairs.
    Returns « code », or « code=choice » for a box to tick.
    """
    base, option = _base(header)
    names: dict[str, Any] = {}
    for question in questions:
        for name in (question.code, question.short_label, question.label):
            names.setdefault(fold(name), question)
    name = fold(base)
    best = process.extractOne(name, list(names), scorer=fuzz.ratio, score_cutoff=LIKELY)
    if best is None and len(name.split()) >= SENTENCE:
        best = process.extractOne(name, list(names), scorer=fuzz.token_set_ratio, score_cutoff=90)
    if best is None:
        return ""
    question = names[best[0]]
    if option and question.kind == "multi":
        choice, _ = value(option, question.answers)
        return f"{question.code}={choice}" if choice else ""
    return question.code


def value(cell: str, choices: Sequence[tuple[str, str]]) -> tuple[str | None, bool]:
    """(code of the choice that the cell most likely is, whether that is certain).

    (None, True) for words that decline, (None, False) when nothing is like it.
    """
    text = fold(cell)
    if text in NO_ANSWER:
        return None, True
    for code, label in choices:
        if text in (fold(label), fold(code)):
            return code, True
    labels = {code: fold(label) for code, label in choices}
    best = process.extractOne(text, labels, scorer=fuzz.WRatio, score_cutoff=LIKELY)
    return (best[2], False) if best else (None, False)
