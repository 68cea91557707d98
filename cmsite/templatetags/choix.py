"""Lists of choices with their counts: hundreds in a page, which a template would take long over."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from cmsite.templatetags.carte import milliers, pluriel, typo
from directory.facets import Option

register = template.Library()
BOX = (
    '<label class="case{}" for="{id}"><input type="checkbox" name="{}" id="{id}" value="{}"{}{}>'
    '<span>{}</span> <span class="effectif"><span class="hors-ecran">, </span>{}'
    '<span class="hors-ecran"> {}</span></span></label>'
)


def people(option: Option) -> tuple[str, str]:
    """(« 1 842 », « profils »)"""
    return milliers(option.count), pluriel(option.count, "profil,profils")


@register.simple_tag
def cases(options: Iterable[Option]) -> SafeString:
    """A box to tick for each, with how many people it gives."""
    template = BOX.replace("{id}", "choix-{}-{}")
    rows = (
        (
            *(" vide-choix" if one.is_dead_end else "", one.name, one.value, one.name),
            *(one.name, one.value, one.value, " checked" if one.chosen else ""),
            *(" disabled" if one.is_dead_end else "", typo(one.label), *people(one)),
        )
        for one in options
    )
    return format_html_join("", template, rows)


@register.simple_tag
def lignes(options: Iterable[Option]) -> SafeString:
    """A line of a drop-down list for each, with how many people it gives."""
    rows = (
        (
            *(one.value, " selected" if one.chosen else "", " disabled" if one.is_dead_end else ""),
            *(one.label, *people(one)),
        )
        for one in options
    )
    return format_html_join("", '<option value="{}"{}{}>{}, {} {}</option>', rows)
