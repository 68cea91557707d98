"""Tools of the trade, as the editors describe them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin

from cmsite.toolbox.models.facts import Facts
from directory.models import Skill

# Nothing that embeds, nothing that could break the page.
FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]


# Addresses of the toolbox that are not tools.
RESERVED = frozenset(["indicateurs", "proposer", "nouveautes"])


def check_slug(slug: str) -> None:
    """Raises ValidationError for an address that leads elsewhere."""
    if slug in RESERVED:
        raise ValidationError("Cette adresse est prise par une page de la boîte à outils.")


class ToolQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def published(self) -> "ToolQuerySet":
        """What any visitor finds."""
        return self.filter(live=True)

    def with_votes(self) -> "ToolQuerySet":
        """`votes`: how many people found it useful; counted apart, without a join to multiply."""
        votes = self.model._meta.get_field("vote").related_model.objects
        of_this = votes.order_by().filter(tool=OuterRef("pk")).values("tool")
        count = of_this.annotate(count=Count("pk")).values("count")
        return self.annotate(votes=Coalesce(Subquery(count), 0))


class Tool(index.Indexed, Facts):
    name = models.CharField("nom", max_length=80, unique=True)
    slug = models.SlugField("adresse", max_length=80, unique=True, validators=[check_slug])
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
    description = RichTextField("description", features=FEATURES, max_length=8000, blank=True)
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

    # How many public profiles use it, how many people found it useful; for those who count them.
    users: int = 0
    votes: int = 0

    search_fields = [
        index.SearchField("name", boost=3),
        index.SearchField("what_for"),
        index.SearchField("get_stage_display"),
        index.SearchField("description", boost=0.5),
        index.AutocompleteField("name"),
        index.FilterField("live"),
    ]

    class Meta(Facts.Meta):
        abstract = False
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
                condition=~Q(status="actif") | Q(gone_on__isnull=True),
                name="tool_active_is_not_gone",
                violation_error_message="Un outil actif n’a pas de date de disparition.",
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


def slug_of_page(skill: str) -> Subquery:
    """Of the published page about a Skill; `skill`: how the query names its key."""
    found = Tool.objects.published().order_by().filter(skill=OuterRef(skill))
    return Subquery(found.values("slug")[:1])


def address_of_page(slug: str) -> str:
    return reverse("toolbox:tool", args=[slug])
