"""Numbers and labels as French sentences hold them."""

from surveys.publishable import HIDDEN, Number, StatRow

NARROW = "\u202f"
WIDE = "\u00a0"
# A hidden group is told like this whatever it hides: which of the two reasons holds, and how many
# people, are not to be known.
NOT_PUBLISHED = "non publié"


def number(value: int) -> str:
    return f"{value:,}".replace(",", NARROW).replace("-", "−")


def euros(value: Number) -> str:
    return NOT_PUBLISHED if value is HIDDEN else f"{number(value)}{NARROW}€"


def amount(value: Number, unit: str) -> str:
    """« 28 500 € », or « 12 » in a unit that is no money."""
    if value is HIDDEN:
        return NOT_PUBLISHED
    return euros(value) if unit.startswith("€") else number(value)


def share(value: Number) -> str:
    return NOT_PUBLISHED if value is HIDDEN else f"{number(value)}{NARROW}%"


def base_text(row: StatRow) -> str:
    """« 635 réponses », « au moins 100 réponses » when the exact base would tell too much."""
    return f"{'au moins ' if row.at_least else ''}{number(row.base)} réponses"


def lowered(label: str) -> str:
    """« Moins d’un an » → « moins d’un an », « De 5 à 9 ans » → « 5 à 9 ans »; acronyms stay."""
    label = label.removeprefix("De ")
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def listed(items: list[str]) -> str:
    """« a, b et c »."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} et {items[-1]}"


def quoted(label: str) -> str:
    return f"«{NARROW}{label}{NARROW}»"


def signed(value: float) -> str:
    """« + 2,1 % », « − 0,4 % »."""
    text = f"{abs(value):.1f}".replace(".", ",").removesuffix(",0")
    return f"{'−' if value < 0 else '+'}{NARROW}{text}{NARROW}%"
