"""What the editors write of a région or a département, shown on its page."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.fields import RichTextField

from map.models import Department, Region

# Nothing that embeds, nothing that could break the page.
FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]
ONE_AREA = "Choisissez une région ou un département, pas les deux."


class AreaText(models.Model):
    region = models.OneToOneField(
        Region,
        verbose_name="région",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    department = models.OneToOneField(
        Department,
        verbose_name="département",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    text = RichTextField("texte", features=FEATURES, max_length=8000)

    class Meta:
        verbose_name = "texte d’une région ou d’un département"
        verbose_name_plural = "textes des régions et des départements"
        ordering = ["region__name", "department__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=True) ^ Q(department__isnull=True),
                name="area_text_of_one_area",
                violation_error_message=ONE_AREA,
            )
        ]

    def __str__(self) -> str:
        return str(self.region or self.department)

    def clean(self) -> None:
        if (self.region_id is None) == (self.department_id is None):
            raise ValidationError(ONE_AREA)
