"""The places of France, by their INSEE codes."""

from django.db import models


class Region(models.Model):
    wagtail_reference_index_ignore = True

    code = models.CharField("code INSEE", primary_key=True, max_length=3)
    name = models.CharField("nom", max_length=60)
    slug = models.SlugField("adresse", unique=True)

    class Meta:
        verbose_name = "région"
        verbose_name_plural = "régions"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    wagtail_reference_index_ignore = True

    code = models.CharField("code INSEE", primary_key=True, max_length=3)
    name = models.CharField("nom", max_length=60)
    slug = models.SlugField("adresse", unique=True)
    region = models.ForeignKey(
        Region, verbose_name="région", on_delete=models.PROTECT, related_name="departments"
    )

    class Meta:
        verbose_name = "département"
        verbose_name_plural = "départements"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Commune(models.Model):
    """A commune, or an arrondissement of Paris, Lyon or Marseille (then `parent` is its city)."""

    wagtail_reference_index_ignore = True

    code = models.CharField("code INSEE", primary_key=True, max_length=5)
    name = models.CharField("nom", max_length=60)
    # Lower case, unaccented, « saint » spelt out: the alphabetical order of French names.
    folded_name = models.CharField("nom replié", max_length=60, db_index=True, editable=False)
    department = models.ForeignKey(
        Department,
        verbose_name="département",
        on_delete=models.PROTECT,
        related_name="communes",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="ville",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="arrondissements",
    )
    latitude = models.FloatField("latitude")
    longitude = models.FloatField("longitude")
    population = models.PositiveIntegerField("population", null=True, blank=True)

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ["folded_name", "code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.department_id})"


class Postcode(models.Model):
    wagtail_reference_index_ignore = True

    code = models.CharField("code postal", max_length=5, db_index=True)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="postcodes")

    class Meta:
        verbose_name = "code postal"
        verbose_name_plural = "codes postaux"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "commune"], name="postcode_once_per_commune")
        ]

    def __str__(self) -> str:
        return self.code
