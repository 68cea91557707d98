"""Instants of an edition, written as one says them."""

from datetime import datetime

from django import template
from django.utils import timezone

from surveys import clock

register = template.Library()


@register.filter
def instant(moment: datetime | None) -> str:
    """« 28 février 2027 à 18 h », in Paris."""
    return clock.in_words(timezone.localtime(moment)) if moment else ""


@register.filter
def day(moment: datetime | None) -> str:
    """« 28 février 2027 », in Paris."""
    return clock.day_in_words(timezone.localtime(moment)) if moment else ""
