"""A profile: who somebody is in the trade, and where."""

import secrets
from pathlib import PurePath

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.files.storage import storages
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Left
from django.urls import reverse
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from directory.area_addresses import department_address, region_address
from directory.models.address import Addressed
from directory.models.discretion import Discretion, seen_by
from directory.models.labels import label_of
from directory.models.portrait import PortraitField
from directory.models.readers import Read
from directory.models.taxonomy import Occupation, Sector, Skill
from directory.querysets import ProfileQuerySet
from directory.review import ReviewedMixin
from directory.sentences import inside
from directory.shown import Shown
from directory.visibility import ANYONE, Moderator, Viewer
from map.models import Commune, Department, Region


def private_storage():
    return storages["private"]


def unguessable_name(instance: "Profile", filename: str) -> str:
    """A path that tells nothing of the person and cannot be guessed."""
    return f"profils/{secrets.token_urlsafe(16)}{PurePath(filename).suffix.lower()}"


class Network(models.TextChoices):
    INSTAGRAM = "instagram", "Instagram"
    LINKEDIN = "linkedin", "LinkedIn"
    FACEBOOK = "facebook", "Facebook"
    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    X = "x", "X"
    THREADS = "threads", "Threads"
    PINTEREST = "pinterest", "Pinterest"
    TWITCH = "twitch", "Twitch"
    SNAPCHAT = "snapchat", "Snapchat"
    BLUESKY = "bluesky", "Bluesky"
    MASTODON = "mastodon", "Mastodon"
    DISCORD = "discord", "Discord"
    WHATSAPP = "whatsapp", "WhatsApp"
    FORUM = "forum", "Forum ou communauté propre"
    NEWSLETTER = "infolettre", "Infolettre"


class AudienceBand(models.TextChoices):
    """People who follow the accounts somebody runs there."""

    UNDER_1K = "moins-1k", "Moins de 1\u202f000 abonnés"
    UNDER_10K = "1k-10k", "De 1\u202f000 à 10\u202f000 abonnés"
    UNDER_100K = "10k-100k", "De 10\u202f000 à 100\u202f000 abonnés"
    UNDER_1M = "100k-1m", "De 100\u202f000 à 1 million d’abonnés"
    OVER_1M = "plus-1m", "Plus de 1\u00a0million d’abonnés"


class Profile(
    Addressed,
    Read,
    ReviewedMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    Discretion,
    index.Indexed,
    ClusterableModel,
):
    class Status(models.TextChoices):
        COMPANY = "annonceur", "Salarié·e chez un annonceur"
        AGENCY = "agence", "Salarié·e en agence"
        PUBLIC = "public", "Secteur public"
        NONPROFIT = "association", "Association ou ONG"
        FREELANCE = "freelance", "Freelance"
        SEEKING = "recherche", "En recherche de poste"
        FORMER = "ancien", "A exercé le métier"

    Network = Network
    AudienceBand = AudienceBand

    class Precision(models.TextChoices):
        """How much of where someone lives is public; never more than a commune."""

        COMMUNE = "commune", "Ma commune"
        DEPARTMENT = "departement", "Mon département seulement"
        OFF_MAP = "liste", "Dans l’annuaire, hors de la carte"

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="compte",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="profile",
    )
    name = models.CharField("nom affiché", max_length=80)
    slug = models.SlugField("adresse", max_length=100, unique=True)
    headline = models.CharField("titre", max_length=140)
    occupations = ParentalManyToManyField(
        Occupation, verbose_name="métiers", related_name="profiles"
    )
    status = models.CharField("statut", max_length=12, choices=Status.choices)
    employer = models.CharField("employeur ou enseigne", max_length=100, blank=True)
    since = models.DateField("en poste depuis", null=True, blank=True)
    commune = models.ForeignKey(
        Commune, verbose_name="commune", on_delete=models.PROTECT, related_name="profiles"
    )
    precision = models.CharField(
        "lieu affiché",
        max_length=11,
        choices=Precision.choices,
        default=Precision.COMMUNE,
    )
    # Computed by the database, so that no way of writing a row can leave them behind; what is
    # public reads these and never `commune`.  An INSEE code begins with its département.
    shown_code = models.GeneratedField(
        verbose_name="commune affichée",
        expression=Case(When(precision="commune", then=F("commune"))),
        output_field=models.CharField(max_length=5, null=True),
        db_persist=True,
        serialize=False,
    )
    department_code = models.GeneratedField(
        verbose_name="code du département",
        expression=Case(
            When(Q(commune__gte="97", commune__lt="99"), then=Left("commune", 3)),
            default=Left("commune", 2),
        ),
        output_field=models.CharField(max_length=3),
        db_persist=True,
        serialize=False,
    )
    working_since = models.PositiveSmallIntegerField("dans le métier depuis", null=True, blank=True)
    sectors = ParentalManyToManyField(
        Sector, verbose_name="secteurs", blank=True, related_name="profiles"
    )
    biography = models.TextField("biographie", max_length=4000, blank=True)
    skills = ParentalManyToManyField(
        Skill, verbose_name="compétences et outils", blank=True, related_name="profiles"
    )
    # [{"network": Network, "audience": AudienceBand}] and [{"label": …, "url": …}]: short lists
    # that nobody searches, read with the row.
    networks = models.JSONField("réseaux animés", default=list, blank=True)
    links = models.JSONField("liens", default=list, blank=True)
    website = models.URLField(
        "site ou réseau", blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    portrait = PortraitField(
        "portrait",
        upload_to=unguessable_name,
        blank=True,
        width_field="portrait_width",
        height_field="portrait_height",
    )
    portrait_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    portrait_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    cv = models.FileField(
        "CV (PDF)", upload_to=unguessable_name, storage=private_storage, blank=True
    )
    seen_by = models.GeneratedField(
        verbose_name="trouvé par",
        expression=seen_by(),
        output_field=models.CharField(max_length=8, null=True),
        db_persist=True,
        serialize=False,
    )
    created_at = models.DateTimeField("créé", auto_now_add=True)
    updated_at = models.DateTimeField("mis à jour", auto_now=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="profile")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="profile",
        for_concrete_model=False,
    )

    objects = ProfileQuerySet.as_manager()

    search_fields = [
        # The index keeps apart what is called « title »: it counts more than the rest.
        index.SearchField("title", boost=3),
        index.RelatedFields(
            "skills", [index.SearchField("name", boost=2), index.AutocompleteField("name")]
        ),
        index.RelatedFields("sectors", [index.SearchField("name", boost=2)]),
        index.SearchField("public_words"),
        index.SearchField("shown_place"),
        index.SearchField("biography", boost=0.5),
        index.AutocompleteField("title"),
        index.AutocompleteField("shown_place"),
        index.FilterField("seen_by"),
    ]

    class Meta:
        verbose_name = "profil"
        verbose_name_plural = "profils"
        ordering = ["-last_published_at", "-pk"]
        # Of what somebody finds only: the condition is what lets the database use them.
        indexes = [
            models.Index(
                F("last_published_at").desc(),
                F("id").desc(),
                name="profile_found_by_date",
                condition=Q(seen_by__isnull=False),
            ),
            models.Index(
                fields=["shown_code"],
                name="profile_found_in",
                condition=Q(seen_by__isnull=False),
            ),
        ]
        # Databases disagree on where an absent date sorts: nothing online is without one.
        constraints = [
            models.CheckConstraint(
                condition=Q(live=False) | Q(last_published_at__isnull=False),
                name="profile_online_has_a_date",
            )
        ]

    def __str__(self) -> str:
        return self.name

    get_status_display = label_of("status", Status)
    get_availability_display = label_of("availability", Discretion.Availability)
    get_remote_display = label_of("remote", Discretion.Remote)

    @property
    def revisions(self):
        return self._revisions

    @property
    def shown_commune(self) -> Commune | None:
        """The commune anyone may read, unless the person keeps it to themselves."""
        return self.commune if self.precision == self.Precision.COMMUNE else None

    @property
    def department(self) -> Department:
        return self.commune.department

    @property
    def region(self) -> Region:
        return self.commune.department.region

    @property
    def shown_place(self) -> str:
        """« Lyon (69) » or « Rhône (69) »: what is public of where they live."""
        return str(self.shown_commune or self.department)

    @classmethod
    def get_indexed_objects(cls):
        return (
            super()
            .get_indexed_objects()
            .select_related("commune__department")
            .prefetch_related("campaigns", "clients", "experiences", "occupations")
        )

    @property
    def title(self) -> str:
        """The words that say at once who somebody is."""
        trades = " ".join(occupation.name for occupation in self.occupations.all())
        return f"{self.name} {self.headline} {trades}"

    @property
    def public_words(self) -> str:
        """What the search may find besides: only what any visitor may read."""
        return " ".join(self.shown_to(ANYONE).searchable_words())

    def with_content_json(self, content: dict) -> "Profile":
        """A version as Wagtail restores it, but for what its owner decides at once.

        The address is no part of it either: it follows the name once that is online.  Nor is the
        account: whoever claims a profile keeps it, were its versions older than the claim.
        """
        version = super().with_content_json(content)
        version.slug, version.owner_id = self.slug, self.owner_id
        for name in Discretion.own_fields():
            setattr(version, name, getattr(self, name))
        return version

    def shown_to(self, viewer: Viewer) -> Shown:
        """What this viewer may read of it: pages, exports and feeds read nothing else."""
        return Shown(self, viewer)

    def show_at_most(self, precision: str) -> None:
        """Hide at once what the owner no longer shows: discretion waits for no review."""
        order = self.Precision.values
        if order.index(precision) > order.index(self.precision):
            self.precision = precision
            self.save(update_fields=["precision"])

    @property
    def status_in_a_sentence(self) -> str:
        """« association ou ONG »: only the first letter goes down."""
        return inside(self.get_status_display())

    @property
    def can_be_contacted(self) -> bool:
        """False for a profile without an account: nobody would read the message."""
        return self.accepts_messages and self.owner is not None and self.owner.is_active

    @property
    def can_be_claimed(self) -> bool:
        """Whether an editor wrote it and nobody has taken it yet."""
        return self.owner_id is None

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        """(label, address) from the whole map down to the département."""
        return [
            ("La carte", reverse("directory:map")),
            (self.region.name, region_address(self.region)),
            (self.department.name, department_address(self.department)),
        ]

    @property
    def initials(self) -> str:
        """Two letters at most, for the drawn portrait."""
        words = [word for word in self.name.replace("-", " ").split() if word[0].isalpha()]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    def full_clean(self, *args, **kwargs) -> None:
        if not self.slug:
            self.slug = self.free_slug()
        super().full_clean(*args, **kwargs)

    def get_preview_template(self, request, mode_name) -> str:
        return "directory/profile.html"

    def get_preview_context(self, request, mode_name) -> dict:
        shown = self.shown_to(Moderator())
        return {"profile": shown, "request": request, "is_preview": True, "badges": []}
