"""The words by which profiles are found: métiers, skills and tools, sectors."""

from django.db import models
from wagtail.search import index


class Occupation(index.Indexed, models.Model):
    """A métier of the trade.  Codes are those of the survey’s question « intitulé de poste »."""

    code = models.SlugField("code", unique=True)
    name = models.CharField("nom", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = "métier"
        verbose_name_plural = "métiers"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Skill(index.Indexed, models.Model):
    """Something one knows how to do, or a tool one knows how to use."""

    class Kind(models.TextChoices):
        SKILL = "competence", "Compétence"
        TOOL = "outil", "Outil"

    name = models.CharField("nom", max_length=60, unique=True)
    slug = models.SlugField("adresse", unique=True)
    kind = models.CharField("sorte", max_length=10, choices=Kind.choices, default=Kind.SKILL)

    # Of the page about this tool, where `terms.gather` found one.
    page_url: str = ""

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = "compétence ou outil"
        verbose_name_plural = "compétences et outils"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Sector(models.Model):
    """A field of activity that somebody works for: culture, health, tourism…"""

    code = models.SlugField("code", unique=True)
    name = models.CharField("nom", max_length=80, unique=True)

    class Meta:
        verbose_name = "secteur"
        verbose_name_plural = "secteurs"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
