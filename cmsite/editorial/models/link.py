"""Curated links: what we read elsewhere, with a short excerpt and why it is worth reading."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin

from cmsite.editorial.links import addresses, cleaning
from cmsite.editorial.sections import Section

LONGEST_EXCERPT = 300  # characters: a short quotation, as article L122-5 of the code allows
WEB = URLValidator(schemes=["http", "https"])


class LinkQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def published(self) -> "LinkQuerySet":
        """What readers find, the latest added first."""
        return self.filter(live=True).order_by("-added_on", "-pk")

    def to_review(self) -> "LinkQuerySet":
        """Those of which the checker found something that nobody judged yet."""
        return self.exclude(finding="").order_by("finding", "title")

    def to_check(self) -> "LinkQuerySet":
        """Those that are not known to be dead, the longest unchecked first."""
        return self.filter(is_dead=False).order_by(models.F("checked_at").asc(nulls_first=True))


class Link(index.Indexed, models.Model):
    class Finding(models.TextChoices):
        DEAD = "mort", "ne répond plus"
        MOVED = "deplace", "a changé d’adresse"
        PARKED = "parking", "occupé par une page de vente de noms de domaine"

    title = models.CharField("titre", max_length=200)
    address = models.URLField(
        "adresse",
        max_length=500,
        validators=[WEB],
        help_text="Les marques de suivi (utm_source…) sont retirées.",
    )
    # The same page under any of its writings (links/addresses.py).
    key = models.CharField("adresse simplifiée", max_length=500, unique=True, editable=False)
    source = models.CharField("source", max_length=120, help_text="Le site, le journal, le blog.")
    author = models.CharField("auteur ou autrice", max_length=120, blank=True)
    published_on = models.DateField("date du texte", null=True, blank=True)
    excerpt = models.TextField(
        "extrait",
        max_length=LONGEST_EXCERPT,
        validators=[MaxLengthValidator(LONGEST_EXCERPT)],
        blank=True,
        help_text=f"{LONGEST_EXCERPT} caractères au plus\u202f: le droit de citation veut une "
        "citation courte, avec son auteur et sa source.",
    )
    comment = models.TextField(
        "pourquoi le lire",
        max_length=600,
        help_text="Ce que nous en pensons, en deux ou trois phrases.",
    )
    section = models.CharField(
        "rubrique", max_length=12, choices=Section.choices, default=Section.TRADE
    )
    archive = models.URLField(
        "copie archivée",
        max_length=500,
        blank=True,
        validators=[WEB],
        help_text="Où le lire encore si la page disparaît.",
    )
    live = models.BooleanField("en ligne", default=True)
    added_on = models.DateField("ajouté le", default=timezone.localdate)

    # --- Its health, told by `check_links` and judged by editors ------------------------------
    is_dead = models.BooleanField("lien mort", default=False, editable=False)
    finding = models.CharField(
        "constat", max_length=8, choices=Finding.choices, blank=True, editable=False
    )
    detail = models.CharField("précision", max_length=200, blank=True, editable=False)
    moved_to = models.CharField("nouvelle adresse", max_length=500, blank=True, editable=False)
    # What editors chose to ignore is not told again while it stays the same.
    ignored = models.CharField("constat ignoré", max_length=8, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField("échecs de suite", default=0, editable=False)
    checked_at = models.DateTimeField("vérifié le", null=True, blank=True, editable=False)

    objects = LinkQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("source"),
        index.SearchField("author"),
        index.SearchField("excerpt", boost=0.5),
        index.SearchField("comment"),
        index.AutocompleteField("title"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = "lien"
        verbose_name_plural = "liens"
        ordering = ["-added_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(finding="deplace") | ~Q(moved_to=""), name="link_moved_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **options) -> None:
        if not self.key:
            self.key = addresses.key(self.address)
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        return reverse("magazine:link", args=[self.pk])

    def clean(self) -> None:
        """Cleans what was pasted; raises ValidationError for a link that is there already."""
        self.title = cleaning.title(self.title)
        self.excerpt = cleaning.excerpt(self.excerpt)
        for name in ("source", "author"):
            setattr(self, name, cleaning.line(getattr(self, name)))
        if not self.title:
            raise ValidationError({"title": "Il ne reste rien de ce titre une fois nettoyé."})
        try:
            self.address = addresses.without_tracking(self.address)
            self.key = addresses.key(self.address)
        except ValueError:  # the field says what is wrong with it
            return
        twin = Link.objects.filter(key=self.key).exclude(pk=self.pk).first()
        if twin is not None:
            raise ValidationError(
                {"address": f"Ce lien est déjà dans la revue\u202f: «\u202f{twin.title}\u202f»."}
            )

    @property
    def host(self) -> str:
        return addresses.host(self.address)

    # --- What the checker found ---------------------------------------------------------------
    def note(self, finding: str, detail: str = "", moved_to: str = "", failures: int = 0) -> None:
        """Remember what was found today; `finding` empty: nothing to tell."""
        self.checked_at, self.failures = timezone.now(), failures
        if not finding and not failures:
            self.ignored = ""
        if finding and finding == self.ignored:
            finding = detail = moved_to = ""
        self.finding, self.detail, self.moved_to = finding, detail[:200], moved_to[:500]
        # Not `save()`: nothing changes for readers.
        names = ("checked_at", "failures", "ignored", "finding", "detail", "moved_to")
        Link.objects.filter(pk=self.pk).update(**{name: getattr(self, name) for name in names})

    # --- What editors decide ------------------------------------------------------------------
    def follow(self) -> None:
        """Take the new address.  Raises ValidationError when another link has it."""
        self.address = self.moved_to
        self.clean()
        self.finding = self.detail = self.moved_to = self.ignored = ""
        self.save()

    def bury(self) -> None:
        """Readers are told that it is dead, and sent to the archive if there is one."""
        self.is_dead = True
        self.finding = self.detail = self.moved_to = ""
        self.save()

    def revive(self) -> None:
        self.is_dead, self.failures, self.ignored = False, 0, ""
        self.save()

    def ignore(self) -> None:
        self.ignored, self.finding, self.detail, self.moved_to = self.finding, "", "", ""
        self.save()
