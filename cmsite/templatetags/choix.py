"""Lists of choices with their counts: hundreds in a page, which a template would take long over."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cmsite.templatetags.carte import milliers, pluriel, typo
from directory.facets import Option

register = template.Library()
# Between the parts of each, what depends on the results: numbers, and words of ours.
BOX = (
    '" for="{id}"><input type="checkbox" name="{name}" id="{id}" value="{value}"',
    '><span>{label}</span> <span class="effectif"><span class="hors-ecran">, </span>',
)


def people(count: int) -> tuple[str, str]:
    """(« 1 842 », « profils »)"""
    return milliers(count), pluriel(count, "profil,profils")


# To escape what never changes would take longer than to count everybody.
@lru_cache(maxsize=2000)
def box(name: str, value: str, label: str) -> list[str]:
    """The parts of a box that are the same whatever the results."""
    name, value = escape(name), escape(value)
    told = {"id": f"choix-{name}-{value}", "name": name, "value": value, "label": typo(label)}
    return [part.format_map(told) for part in BOX]


@lru_cache(maxsize=2000)
def line(value: str, label: str) -> tuple[str, str]:
    """The same of a line of a drop-down list."""
    return f'<option value="{escape(value)}"', f">{escape(label)}, "


@register.simple_tag
def cases(options: Iterable[Option]) -> SafeString:
    """A box to tick for each, with how many people it gives."""
    rows = []
    for one in options:
        start, middle = box(one.name, one.value, one.label)
        count, noun = people(one.count)
        dead = one.is_dead_end
        rows.append(
            f'<label class="case{" vide-choix" if dead else ""}{start}'
            f"{' checked' if one.chosen else ''}{' disabled' if dead else ''}{middle}{count}"
            f'<span class="hors-ecran"> {noun}</span></span></label>'
        )
    return mark_safe("".join(rows))


@register.simple_tag
def lignes(options: Iterable[Option]) -> SafeString:
    """A line of a drop-down list for each, with how many people it gives."""
    rows = []
    for one in options:
        start, label = line(one.value, one.label)
        state = (" selected" if one.chosen else "") + (" disabled" if one.is_dead_end else "")
        rows.append(f"{start}{state}{label}{' '.join(people(one.count))}</option>")
    return mark_safe("".join(rows))
