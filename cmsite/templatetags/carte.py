"""Our signs and our numbers, in every template without loading."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from cmsite import typography
from surveys.clock import day_in_words

register = template.Library()


@cache
def icons() -> str:
    """The address of all our icons: asked for a hundred times in a page, the same for ever."""
    return static("icons.svg")


@register.simple_tag
@cache
def picto(name: str) -> SafeString:
    """An icon of `icons.svg`; always beside a label, so hidden from screen readers."""
    return format_html(
        '<svg class="picto" aria-hidden="true"><use href="{}#{}"/></svg>',
        icons(),
        name,
    )


@register.filter
def milliers(value: int | float | Decimal | None) -> str:
    """1842 → « 1 842 », thousands apart by a narrow no-break space."""
    return "" if value is None else typography.thousands(value)


@register.filter
def euros(value: int | float | Decimal | None) -> str:
    """33600 → « 33 600 € »."""
    return "" if value is None else f"{typography.thousands(value)}{typography.NARROW}€"


@register.filter(needs_autoescape=True)
def typo(text: str, autoescape: bool = True) -> SafeString:
    """French no-break spaces in plain text written by people."""
    return mark_safe(typography.french_spaces(conditional_escape(text)))


@register.filter
def pluriel(count: int, forms: str) -> str:
    """`{{ n|pluriel:"profil,profils" }}`: zero and one are singular in French."""
    singular, plural = forms.split(",")
    return plural if abs(count) >= 2 else singular


@register.filter
def jour(moment: date | datetime | None) -> str:
    """« 1er mars 2027 », in Paris, with no-break spaces."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
    return day_in_words(moment) if moment else ""


# How wide a portrait is drawn (site.css), for the browser to choose among its renditions.
PORTRAIT_SIZES = {"": "5rem", "page": "clamp(7rem, 12vw, 10rem)"}


DRAWN = (
    '<svg class="portrait {}" viewBox="0 0 100 100" aria-hidden="true">'
    '<use class="relief" href="{}#relief-{}"/><text x="50" y="63">{}</text></svg>'
)


# These are drawn dozens of times in a page: a template each would take most of its time.
@register.simple_tag
def portrait(profile, place: str = "") -> SafeString:
    """The person’s picture, or their initials on contour lines (always the same for a name)."""
    if profile.portrait:
        told = {"profile": profile, "sizes": PORTRAIT_SIZES[place]}
        return render_to_string("components/portrait.html", told)
    seed = sum(profile.name.encode())
    tone, relief = ("", "ton-b", "ton-c", "ton-d")[seed % 4], "abc"[seed % 3]
    return format_html(DRAWN, tone, icons(), relief, profile.initials)


@register.simple_tag
def agglo(profile) -> SafeString:
    """The town sign: the number of the département over the commune, if the person shows it."""
    commune, department = profile.shown_commune, profile.department
    if not commune:
        return format_html('<span class="agglo"><span class="plaque">{}</span></span>', department)
    return format_html(
        '<span class="agglo"><span class="plaque">D {}</span><b>{}</b></span>',
        department.pk,
        commune.name,
    )


@register.simple_tag
def disponibilite(profile) -> SafeString:
    """Whether the person is available, if they let the viewer know."""
    state = profile.availability
    if not state:
        return SafeString("")
    light = {"disponible": " oui", "ecoute": " bientot"}.get(state, "")
    said = profile.get_availability_display()
    return format_html('<span class="pastille{}"><span>{}</span></span>', light, said)


@register.simple_tag
def signature(name: str) -> SafeString:
    """A name that leads to all that it signs, when an address can be made of it."""
    slug = slugify(name.replace("’", "-"))
    if not slug:
        return conditional_escape(name)
    return format_html(
        '<a href="{}" rel="author">{}</a>', reverse("magazine:signature", args=[slug]), name
    )


@register.simple_tag(takes_context=True)
def query_string(context, **changes) -> str:
    """The query string of this request with some parameters replaced, or removed with None."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"
