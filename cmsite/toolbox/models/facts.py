"""What is known of a tool, for its page and for whoever suggests or corrects one."""

from django.core.validators import URLValidator
from django.db import models

# In the order in which people read and write them.
FACTS = (
    "stage",
    "what_for",
    "price",
    "free_software",
    "hosted_in_europe",
    "website",
    "status",
    "gone_on",
)


class Facts(models.Model):
    class Stage(models.TextChoices):
        WATCH = "veille", "Veille"
        MAKING = "production", "Production"
        SPREADING = "diffusion", "Diffusion"
        MEASURE = "mesure", "Mesure"

    class Price(models.TextChoices):
        FREE = "gratuit", "Gratuit"
        FREEMIUM = "freemium", "Freemium"
        PAID = "payant", "Payant"

    class Status(models.TextChoices):
        ACTIVE = "actif", "Actif"
        THREATENED = "sursis", "En sursis"
        GONE = "disparu", "Disparu"

    stage = models.CharField("étape", max_length=12, choices=Stage.choices)
    what_for = models.CharField(
        "à quoi il sert",
        max_length=200,
        help_text="Une phrase, sans superlatif\u202f: ce que l’on fait avec.",
    )
    price = models.CharField(
        "prix", max_length=10, choices=Price.choices, blank=True, help_text="Rien si l’on doute."
    )
    free_software = models.BooleanField("logiciel libre", default=False)
    hosted_in_europe = models.BooleanField(
        "hébergé en Europe",
        default=False,
        help_text="Les données de l’offre en ligne restent dans l’Union européenne. "
        "Rien si l’on doute.",
    )
    website = models.URLField(
        "site",
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="Vide pour un outil disparu\u202f: son adresse a pu changer de mains.",
    )
    status = models.CharField("état", max_length=10, choices=Status.choices, default=Status.ACTIVE)
    gone_on = models.DateField(
        "disparu le",
        null=True,
        blank=True,
        help_text="Le jour où le service a fermé, ou fermera pour un outil en sursis.",
    )

    class Meta:
        abstract = True

    @property
    def is_gone(self) -> bool:
        return self.status == self.Status.GONE

    def fact(self, name: str) -> str:
        """A fact as a person reads it, « — » for none."""
        value = getattr(self, name)
        shown = getattr(self, f"get_{name}_display", None)
        if isinstance(value, bool):
            return "oui" if value else "non"
        if name == "gone_on" and value:
            return f"{value:%d/%m/%Y}"
        return str(shown() if shown else value or "") or "—"
