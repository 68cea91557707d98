"""When is a change of words a typing mistake put right, and no longer another question?  Pure."""

import re

from rapidfuzz.distance import DamerauLevenshtein

# Letters that may differ in a text of any length; fewer in a short one, where one letter is a lot.
MOST, LETTERS_EACH = 3, 5
# A word among these, more or fewer, turns a question round.
TURNING = frozenset(
    ("ne", "n", "pas", "non", "sans", "jamais", "plus", "moins", "sauf", "aucun", "aucune")
)


def fault(before: str, after: str) -> str:
    """Why `after` is more than a corrected typing mistake; "" when it is one."""
    if not after:
        return "Un texte que l’on a lu ne disparaît pas."
    if not before:
        return "Il n’y avait pas de texte : en ajouter un change la question."
    if re.findall(r"\d+", before) != re.findall(r"\d+", after):
        return "Un chiffre changerait : la question ne serait plus la même."
    if _turning(before) != _turning(after):
        return "Une négation changerait : la question ne serait plus la même."
    allowed = min(MOST, len(before) // LETTERS_EACH)
    if DamerauLevenshtein.distance(before, after) > allowed:
        most = f"{allowed}\u00a0{'lettre' if allowed == 1 else 'lettres'}" if allowed else "aucune"
        return (
            f"C’est plus qu’une coquille ({most} au plus ici) : créez une nouvelle version de la "
            "question pour les prochaines éditions."
        )
    return ""


def _turning(text: str) -> list[str]:
    return sorted(word for word in re.findall(r"\w+", text.lower()) if word in TURNING)
