"""The places of France, by their INSEE codes."""

from django.db import connection, models
from django.db.models import Case, F, Q, Value, When

from map.gazetteer import CITIES, fold


class Region(models.Model):
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


def starts_with(field: str, prefix: str) -> Q:
    """A prefix condition that both databases answer from the index of the field.

    PostgreSQL has an index of its own for LIKE; SQLite’s LIKE ignores case and would read the
    whole table, so there the prefix is a range.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": prefix, f"{field}__lt": f"{prefix}~"})
    return Q(**{f"{field}__startswith": prefix})


class CommuneQuerySet(models.QuerySet):
    def suggested(self, text: str) -> "CommuneQuerySet":
        """Communes whose name or postcode begins like the text, the exact name then the largest
        first; a number after the name narrows to a département or postcode (« saint denis 93 »).
        """
        folded = fold(text)
        if not folded:
            return self.none()
        *name, last = folded.split()
        by_postcode = Q(
            pk__in=Postcode.objects.filter(starts_with("code", last)).values("commune")
        ) & ~Q(pk__in=CITIES)
        if last.isdigit() and not name:
            found = by_postcode
        elif last[0].isdigit():
            area = starts_with("department__code", last.upper())
            found = starts_with("folded_name", folded) | (
                starts_with("folded_name", " ".join(name)) & (area | by_postcode)
            )
        else:
            found = starts_with("folded_name", folded)
        # « paris 1 » is the first arrondissement before it is the beginning of the others.
        names = [folded, f"{folded}er", f"{folded}e"]
        exact = Case(When(folded_name__in=names, then=Value(0)), default=Value(1))
        return self.filter(found).order_by(exact, F("population").desc(nulls_last=True), "code")


class Commune(models.Model):
    """A commune, or an arrondissement of Paris, Lyon or Marseille (then `parent` is its city)."""

    code = models.CharField("code INSEE", primary_key=True, max_length=5)
    name = models.CharField("nom", max_length=60)
    # Lower case, unaccented, « saint » spelt out: what type-ahead and the geocoder compare.
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

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.department_id})"


class Postcode(models.Model):
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
