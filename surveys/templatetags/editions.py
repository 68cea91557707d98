"""Instants of an edition, written as one says them."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from surveys import clock

register = template.Library()


@register.filter
def instant(moment: datetime | None) -> str:
    """« 28 février 2027 à 18 h », in Paris."""
    return clock.in_words(timezone.localtime(moment)) if moment else ""


@register.filter
def day(moment: date | None) -> str:
    """« 28 février 2027 », in Paris."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
    return clock.day_in_words(moment) if moment else ""


@register.filter
def quand(moment: datetime | None, now: datetime) -> str:
    """« le 28 juin à 9 h », « demain à 9 h », as one says it at `now`."""
    return clock.when(moment, now) if moment else ""


@register.filter
def jusqua(moment: datetime | None, now: datetime) -> str:
    """« jusqu’au 28 février à 18 h », « jusqu’à 18 h demain »."""
    return clock.until(moment, now) if moment else ""


@register.filter
def rebours(moment: datetime | None, now: datetime) -> str:
    """« dans 3 jours », « demain », "" once past."""
    return clock.countdown(moment, now) if moment else ""


@register.filter
def date_dite(moment: datetime | None, now: datetime) -> str:
    """« 28 février », with its year when it is another than that of `now`."""
    return clock.day_in_words(timezone.localtime(moment), timezone.localtime(now)) if moment else ""
