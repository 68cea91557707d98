"""Margins as editors write them: « genre : femme 66, homme 34 », one question a line.  Pure.

What is written is the `questions` of `weighting.check`; the source is a field of its own.
"""

import re
from collections.abc import Mapping

from surveys import weighting

# Question code → its choices, code → label.
Asked = Mapping[str, Mapping[str, str]]
# A decimal comma is told from the one that follows by what comes after it.
SHARE = re.compile(
    r"\s*(?P<code>[\w-]+)\s*[\s:=]\s*(?P<share>\d{1,3}(?:[.,]\d+)?)\s*%?\s*(?:[,;]|$)"
)
EXAMPLE = "« genre : femme 66, homme 34 »"


def parse(text: str, asked: Asked) -> dict[str, dict[str, float]]:
    """{question: {choice: percent}} of the lines that are not empty.

    Raises ValueError with every fault in French, one an argument.
    """
    found: dict[str, dict[str, float]] = {}
    faults = []
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            code, shares = _line(line, asked)
            if code in found:
                raise ValueError(f"« {code} » est écrite deux fois.")
            weighting.check({"source": "-", "questions": {code: shares}})
        except ValueError as error:
            faults.append(str(error))
        else:
            found[code] = shares
    if faults:
        raise ValueError(*faults)
    return found


def _line(line: str, asked: Asked) -> tuple[str, dict[str, float]]:
    name, colon, rest = line.partition(":")
    if not colon:
        raise ValueError(
            f"« {line} » : écrivez le code d’une question, deux points, puis chaque réponse et sa "
            f"part, comme {EXAMPLE}."
        )
    code = name.strip().casefold()
    if code not in asked:
        raise ValueError(
            f"« {name.strip()} » n’est pas le code d’une question à un choix de cette édition. "
            f"Les codes sont : {', '.join(asked)}."
        )
    shares: dict[str, float] = {}
    position, rest = 0, rest.strip()
    while position < len(rest):
        read = SHARE.match(rest, position)
        if read is None:
            raise ValueError(
                f"« {code} » : nous ne lisons pas « {rest[position:].strip()} ». Écrivez chaque "
                f"réponse et sa part, séparées par des virgules, comme {EXAMPLE}."
            )
        position = read.end()
        choice = read["code"].casefold()
        if choice not in asked[code]:
            raise ValueError(
                f"« {code} » : « {read['code']} » n’est pas le code d’une réponse. Les codes "
                f"sont : {choices_in_words(asked[code])}."
            )
        if choice in shares:
            raise ValueError(f"« {code} » : « {choice} » est écrite deux fois.")
        share = float(read["share"].replace(",", "."))
        shares[choice] = int(share) if share.is_integer() else share
    return code, shares


def choices_in_words(choices: Mapping[str, str]) -> str:
    """« femme (Femme), homme (Homme) »."""
    return ", ".join(f"{code} ({label})" for code, label in choices.items())


def written(questions: Mapping[str, Mapping[str, float]]) -> str:
    """The lines that `parse` reads as these questions."""
    return "\n".join(
        f"{code} : "
        + ", ".join(f"{choice} {share:g}".replace(".", ",") for choice, share in shares.items())
        for code, shares in questions.items()
    )
