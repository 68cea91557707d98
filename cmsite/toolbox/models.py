"""Tools of the trade, as the editors describe them."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin

from directory.models import Skill

# Nothing that embeds, nothing that could break the page.
FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]


class ToolQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def published(self) -> "ToolQuerySet":
        """What any visitor finds."""
        return self.filter(live=True)


class Tool(index.Indexed, models.Model):
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

    name = models.CharField("nom", max_length=80, unique=True)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    skill = models.OneToOneField(
        Skill,
        verbose_name="outil de l’annuaire",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        limit_choices_to={"kind": Skill.Kind.TOOL},
        related_name="tool",
        help_text="Les profils qui le citent mènent à cette page, qui dit combien ils sont.",
    )
    stage = models.CharField("étape", max_length=12, choices=Stage.choices)
    what_for = models.CharField(
        "à quoi il sert",
        max_length=200,
        help_text="Une phrase, sans superlatif\u202f: ce que l’on fait avec.",
    )
    description = RichTextField("description", features=FEATURES, max_length=8000, blank=True)
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
    successor = models.ForeignKey(
        "self",
        verbose_name="à la place",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Pour un outil en sursis ou disparu.",
    )
    alternatives = models.ManyToManyField("self", verbose_name="dans le même genre", blank=True)
    live = models.BooleanField("en ligne", default=False)
    first_published_at = models.DateTimeField("paru le", null=True, blank=True, editable=False)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    objects = ToolQuerySet.as_manager()

    # How many public profiles use it; for those who count them.
    users: int = 0

    search_fields = [
        index.SearchField("name", boost=3),
        index.SearchField("what_for"),
        index.SearchField("description", boost=0.5),
        index.AutocompleteField("name"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = "outil"
        verbose_name_plural = "outils"
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(live=False) | Q(first_published_at__isnull=False),
                name="tool_published_at_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="disparu") | Q(website=""),
                name="tool_gone_has_no_website",
                violation_error_message="Un outil disparu n’a plus de site\u202f: videz l’adresse.",
            ),
            models.CheckConstraint(
                condition=~Q(status="actif") | Q(successor__isnull=True),
                name="tool_active_has_no_successor",
                violation_error_message="Seul un outil en sursis ou disparu se remplace par un "
                "autre.",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="tool_not_its_own_successor",
                violation_error_message="Un outil ne se remplace pas par lui-même.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **options) -> None:
        if self.live and self.first_published_at is None:
            self.first_published_at = timezone.now()
            if options.get("update_fields") is not None:
                options["update_fields"] = {*options["update_fields"], "first_published_at"}
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        return address_of_page(self.slug)

    @property
    def is_gone(self) -> bool:
        return self.status == self.Status.GONE


def slug_of_page(skill: str) -> Subquery:
    """Of the published page about a Skill; `skill`: how the query names its key."""
    found = Tool.objects.published().order_by().filter(skill=OuterRef(skill))
    return Subquery(found.values("slug")[:1])


def address_of_page(slug: str) -> str:
    return reverse("toolbox:tool", args=[slug])
