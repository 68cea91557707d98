"""What a page leaves around a title when it is copied.  Pure."""

import re

from directory.characters import tidy_line, tidy_text

# Words of machines and of furniture, alone on the first or on the last line.
FURNITURE = re.compile(
    r"\s*(?:background preloader|preloader|loading|chargement(?: en cours)?|menu|accueil|related"
    r"|skip to (?:main )?content|aller au contenu|official content|laissez un commentaire"
    r"|leave a (?:comment|reply)|google\+|share(?: this)?|partager|imprimer|e-?mail|cookies?"
    r"|lire la suite|read more|sur le même sujet|j.aime|tweet(?:er)?)\s*[:.…]*\s*",
    re.IGNORECASE,
)
BETWEEN = r"\s*[|–—\-:·»>/.!?]*\s*"


def line(text: str) -> str:
    return tidy_line(text)


def without_furniture(lines: list[str]) -> list[str]:
    """Lines without those, at both ends, that say nothing."""
    while lines and FURNITURE.fullmatch(lines[0]):
        lines = lines[1:]
    while lines and FURNITURE.fullmatch(lines[-1]):
        lines = lines[:-1]
    return lines


def undoubled(text: str) -> str:
    """« Un titre Un titre », « Un titre | Un titre » → « Un titre »."""
    for half in range(len(text) // 2 + 1, 2, -1):
        start = text[:half].rstrip(" |–—-:·»>/")
        if len(start) > 2 and re.fullmatch(
            re.escape(start) + r"[!?.]?" + BETWEEN + re.escape(start) + r"\s*[!?.]?",
            text,
            re.IGNORECASE,
        ):
            return start + (text[-1] if text[-1] in "!?." and start[-1] not in "!?." else "")
    return text


def title(text: str) -> str:
    """One line, said once, without what the page had around it."""
    lines = [tidy_line(one) for one in tidy_text(text).split("\n")]
    lines = without_furniture([one for one in lines if one])
    joined = " ".join(dict.fromkeys(lines))
    # On one line, the words of machines come first.
    joined = re.sub(r"^(?:background preloader|preloader)\b[\s:|–—-]*", "", joined, flags=re.I)
    return undoubled(joined).strip()


def excerpt(text: str) -> str:
    """Paragraphs, without furniture at either end."""
    lines = [tidy_line(one) for one in tidy_text(text).split("\n")]
    return "\n".join(without_furniture([one for one in lines if one]))
