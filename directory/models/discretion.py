"""What the owner of a profile decides alone and at once: who sees it, what they look for.

These columns are no part of a version: no moderator reads them, and none is restored with one.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Q, Value, When

from directory.freshness import FreshnessMixin
from directory.visibility import MEMBERS, NOBODY, PUBLIC, Part


class Visibility(models.TextChoices):
    PUBLIC = PUBLIC, "Tout le monde"
    MEMBERS = MEMBERS, "Les personnes connectées"
    HIDDEN = "masque", "Vous seul·e"


class Audience(models.TextChoices):
    PUBLIC = PUBLIC, "Qui voit le profil"
    MEMBERS = MEMBERS, "Les personnes connectées"
    NOBODY = NOBODY, "Vous seul·e"


class Availability(models.TextChoices):
    NOW = "disponible", "Disponible"
    LISTENING = "ecoute", "À l’écoute"
    NO = "indisponible", "Non disponible"


class Engagement(models.TextChoices):
    """The kinds of work somebody would take."""

    PERMANENT = "cdi", "CDI"
    FIXED_TERM = "cdd", "CDD"
    MISSION = "mission", "Mission freelance"
    PART_TIME = "temps-partiel", "Temps partiel"
    APPRENTICE = "alternance", "Alternance"
    INTERN = "stage", "Stage"


class Remote(models.TextChoices):
    ON_SITE = "sur-place", "Sur place"
    HYBRID = "hybride", "En partie à distance"
    FULL = "distance", "Entièrement à distance"


class Mobility(models.IntegerChoices):
    """Kilometres around the commune."""

    KM_10 = 10, "10\u00a0km"
    KM_30 = 30, "30\u00a0km"
    KM_50 = 50, "50\u00a0km"
    KM_100 = 100, "100\u00a0km"
    KM_200 = 200, "200\u00a0km"
    FRANCE = 2000, "Toute la France"


class DayRate(models.TextChoices):
    """Euros a day, all taxes excluded."""

    UNDER_200 = "moins-200", "Moins de 200\u00a0€"
    UNDER_300 = "200-300", "De 200 à 300\u00a0€"
    UNDER_400 = "300-400", "De 300 à 400\u00a0€"
    UNDER_500 = "400-500", "De 400 à 500\u00a0€"
    UNDER_700 = "500-700", "De 500 à 700\u00a0€"
    OVER_700 = "plus-700", "700\u00a0€ et plus"


def seen_by() -> Case:
    """Who finds the profile: « public », « inscrits », or nobody (NULL)."""
    up = Q(live=True, asleep_since__isnull=True)
    return Case(
        When(up & Q(visibility=Visibility.PUBLIC), then=Value(PUBLIC)),
        When(up & Q(visibility=Visibility.MEMBERS), then=Value(MEMBERS)),
    )


class Discretion(FreshnessMixin, models.Model):
    """Mixed into Profile.  `Discretion.own_fields()` names what versions leave alone."""

    visibility = models.CharField(
        "qui voit le profil",
        max_length=8,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    # {Part: Audience}; a part that is absent is shown to whoever sees the profile.
    audiences = models.JSONField("qui voit quoi", default=dict, blank=True)
    # A column of its own: searches filter by it.
    availability_audience = models.CharField(
        "qui voit la disponibilité",
        max_length=8,
        choices=Audience.choices,
        default=Audience.PUBLIC,
    )
    availability = models.CharField(
        "disponibilité",
        max_length=12,
        choices=Availability.choices,
        default=Availability.LISTENING,
    )
    engagements = models.JSONField("types de travail", default=list, blank=True)
    remote = models.CharField("télétravail", max_length=9, choices=Remote.choices, blank=True)
    mobility = models.PositiveSmallIntegerField(
        "mobilité", choices=Mobility.choices, null=True, blank=True
    )
    day_rate = models.CharField(
        "tarif journalier", max_length=9, choices=DayRate.choices, blank=True
    )
    salary_floor = models.PositiveIntegerField(
        "salaire plancher",
        null=True,
        blank=True,
        validators=[MinValueValidator(10_000), MaxValueValidator(300_000)],
        help_text="Euros bruts par an, à temps plein.",
    )
    accepts_messages = models.BooleanField("accepte les messages", default=True)
    robots_welcome = models.BooleanField("ouvert aux moteurs de recherche", default=True)
    # « Toujours à jour ? »: last said yes, last asked, and since when silence hides the profile.
    confirmed_at = models.DateTimeField("confirmé", null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField("relancé", null=True, blank=True, editable=False)
    reminded_again_at = models.DateTimeField(
        "relancé de nouveau", null=True, blank=True, editable=False
    )
    asleep_since = models.DateTimeField("en sommeil depuis", null=True, blank=True, editable=False)

    Visibility = Visibility
    Audience = Audience
    Availability = Availability
    Engagement = Engagement
    Remote = Remote
    Mobility = Mobility
    DayRate = DayRate

    class Meta:
        abstract = True

    @classmethod
    def own_fields(cls) -> list[str]:
        return [field.name for field in Discretion._meta.local_fields]

    def audience_of(self, part: Part) -> str:
        if part is Part.AVAILABILITY:
            return self.availability_audience
        return self.audiences.get(part, PUBLIC)
