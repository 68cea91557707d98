"""How a profile is set on one sheet of A4: a reckoning in lines, without a browser.  Pure."""

from collections.abc import Iterable

from directory.shown import Shown

HEADING = 2.2  # lines, with the space around it
WIDE, NARROW = 80, 34  # letters on a line of each column, at the plain size
# Lines that a sheet holds at each size; smaller letters also hold more on a line.
DENSITIES = ((46, ""), (60, "dense"), (76, "tres-dense"))
DENSEST = "comble"


def lines(texts: Iterable[str], width: int, each: float = 0) -> float:
    """Of these texts one under another, `each` more for every one; nothing without any."""
    rows = [each + max(1, -(-len(text) // width)) for text in texts]
    return HEADING + sum(rows) if rows else 0


def layout(person: Shown) -> dict[str, str | bool]:
    """`density`, the class that sets the letters; `clients_beside`, in the narrow column."""
    paragraphs = [line for line in person.biography.splitlines() if line]
    wide = (
        lines(paragraphs, WIDE, 0.3)
        + lines((one.description for one in person.posts), WIDE, 1.3)
        + lines((one.description for one in person.degrees), WIDE, 1.3)
        + lines((one.role + one.result for one in person.campaigns), WIDE, 1.2)
    )
    narrow = 14 + sum(
        (
            lines([", ".join(skill.name for skill in person.know_how)], NARROW),
            lines([", ".join(tool.name for tool in person.tools)], NARROW),
            lines((str(one) for one in person.languages.all()), NARROW, 0.2),
            lines((" ".join(one) for one in person.networks), NARROW, 0.2),
            lines(person.addresses, NARROW, 0.2),
        )
    )
    clients = [f"{one.name} {one.mission} {one.get_budget_display()}" for one in person.clients]
    above, beside = lines(clients, WIDE, 0.2), lines(clients, NARROW, 0.2)
    clients_beside = max(wide, narrow + beside) < max(wide + above, narrow)
    longest = max(wide, narrow + beside) if clients_beside else max(wide + above, narrow)
    density = next((name for most, name in DENSITIES if longest <= most), DENSEST)
    return {"density": density, "clients_beside": clients_beside}
