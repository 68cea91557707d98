"""The library of indicators: what each measures, how, and what it does not say."""

from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin


class IndicatorQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def published(self) -> "IndicatorQuerySet":
        """What any visitor finds."""
        return self.filter(live=True)


class Indicator(index.Indexed, models.Model):
    class Family(models.TextChoices):
        VISIBILITY = "visibilite", "Visibilité"
        ENGAGEMENT = "engagement", "Engagement"
        INTERACTIONS = "interactions", "Interactions"
        BUSINESS = "business", "Business"

    name = models.CharField("nom", max_length=100, unique=True)
    slug = models.SlugField("adresse", max_length=100, unique=True)
    family = models.CharField("famille", max_length=12, choices=Family.choices)
    definition = models.TextField(
        "définition", max_length=600, help_text="Ce qu’il mesure, en une ou deux phrases."
    )
    formula = models.CharField(
        "calcul",
        max_length=300,
        blank=True,
        help_text="Avec les mots du métier\u202f: «\u202finteractions ÷ portée × 100\u202f». "
        "Vide pour un simple décompte.",
    )
    source = models.CharField(
        "où le lire", max_length=300, help_text="L’outil, le rapport, la personne à qui demander."
    )
    pitfalls = models.TextField(
        "pièges", max_length=1200, help_text="Ce qu’il ne dit pas, et ce qui le fausse."
    )
    reference = models.CharField(
        "référence",
        max_length=200,
        blank=True,
        help_text="Le texte qui le définit, s’il y en a un.",
    )
    reference_url = models.URLField(
        "adresse de la référence",
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    position = models.PositiveSmallIntegerField("ordre dans sa famille", default=0)
    live = models.BooleanField("en ligne", default=False)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    objects = IndicatorQuerySet.as_manager()

    search_fields = [
        index.SearchField("name", boost=3),
        index.SearchField("definition"),
        index.SearchField("get_family_display"),
        index.SearchField("pitfalls", boost=0.5),
        index.AutocompleteField("name"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = "indicateur"
        verbose_name_plural = "indicateurs"
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("toolbox:indicator", args=[self.slug])

    @property
    def anchor_url(self) -> str:
        """Where it stands in the whole library."""
        return f"{reverse('toolbox:indicators')}#{self.slug}"
