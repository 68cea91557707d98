"""What articles and interviews share."""

from datetime import datetime
from functools import cached_property
from typing import Self

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from cmsite import parts
from cmsite.editorial import checks, outline, pictures, schedule, surroundings
from cmsite.editorial.models.series import Series
from cmsite.editorial.readable import is_private
from directory.models import Profile
from directory.shown import Shown
from directory.visibility import ANYONE

LISTED = (
    *("title", "url_path", "path", "content_type", "locale", "live"),
    *("standfirst", "author_name", "published_on", "drawing", "words"),
)


class StoryQuerySet(PageQuerySet):
    def readable(self) -> Self:
        """Published, in no private section, the latest first."""
        return self.live().exclude(is_private()).order_by("-published_on", "-pk")

    def for_list(self) -> Self:
        """With what a list shows, and no more: texts are beside, and pages have many columns."""
        return self.only(*LISTED, *self.model.also_listed)


class Story(Page):
    """What articles and interviews share."""

    class Drawing(models.TextChoices):
        ROUNDABOUT = "rondpoint", "rond-point"
        INTERCHANGE = "echangeur", "échangeur"
        HAIRPINS = "lacets", "lacets"
        LIGHTHOUSE = "phare", "phare"

    standfirst = models.TextField(
        "chapô",
        max_length=400,
        help_text="Deux ou trois phrases, sous le titre et dans les listes.",
    )
    author_name = models.CharField("signature", max_length=100)
    published_on = models.DateField("date affichée", default=timezone.localdate)
    drawing = models.CharField(
        "illustration", max_length=12, choices=Drawing.choices, default=Drawing.ROUNDABOUT
    )
    series = models.ForeignKey(
        Series,
        verbose_name="série",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="%(class)ss",
    )
    words = models.PositiveIntegerField("nombre de mots", default=0, editable=False)

    objects = PageManager.from_queryset(StoryQuerySet)()

    search_fields = [*Page.search_fields, index.SearchField("standfirst")]
    content_panels = [
        HelpPanel(template="editorial/admin/state.html", heading="Parution"),
        *Page.content_panels,
    ]
    # The picture of the page on networks is drawn by the site: nothing to choose there.
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading="Dans les moteurs de recherche",
        )
    ]
    settings_panels = [PublishingPanel()]
    subpage_types: list[str] = []
    kicker: str  # the few words above the title
    listed_in: tuple[str, str]  # name and address of its list
    also_listed: tuple[str, ...]  # what lists show of these beyond LISTED

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        self.words = self.count_words()

    def count_words(self) -> int:
        return sum(len(part.split()) for part in self.text_parts())

    def text_parts(self) -> list[str]:
        """What is written in its blocks, without HTML, nor what they borrow from other rooms."""
        return self.body.stream_block.get_searchable_content(self.body)

    @property
    def reading_minutes(self) -> int:
        return outline.reading_minutes(self.words)

    # --- When it appears ----------------------------------------------------------------------
    @cached_property
    def appears_at(self) -> datetime | None:
        """When its waiting version will be put online by itself; None when none waits."""
        waiting = self.scheduled_revision if self.pk else None
        return waiting.approved_go_live_at if waiting else None

    @property
    def state_in_words(self) -> str:
        """« Sera publié le 3 décembre 2026 à 8 h. »; empty when there is nothing to expect."""
        return schedule.in_words(
            appears_at=self.appears_at,
            wished_at=self.go_live_at,
            leaves_at=self.expire_at,
            live=self.live,
            now=timezone.now(),
        )

    @property
    def status_string(self) -> str:
        """In the lists of the administration, the date rather than « programmé »."""
        if self.approved_schedule and self.appears_at:
            return schedule.short(self.appears_at, self.live)
        return super().status_string

    # --- What an editor should look at --------------------------------------------------------
    def warnings(self) -> list[str]:
        return checks.warnings(
            title=self.title,
            description=self.search_description,
            body=[(block.block_type, block.value) for block in self.body],
        )

    # --- The page -----------------------------------------------------------------------------
    @cached_property
    def entries(self) -> list[outline.Entry]:
        pictures.prefetch(self.body)
        return outline.entries(self.body)

    @cached_property
    def plays_videos(self) -> bool:
        # As stored: what blocks point at is not fetched for a page of which the text is kept.
        return any(block["type"] == "video" for block in self.body.raw_data)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """What costs a query is read when a part that is not kept asks for it."""
        return {
            **super().get_context(request, *args, **kwargs),
            "kept_under": parts.kept_under(request),
            "section": "magazine",
            "breadcrumbs": [("Accueil", "/"), self.listed_in],
            "contents": SimpleLazyObject(lambda: outline.contents(self.entries)),
            "subjects": SimpleLazyObject(lambda: self.sorted_tags),
            "around": SimpleLazyObject(
                lambda: surroundings.of(self, [tag.pk for tag in self.sorted_tags])
            ),
        }

    @cached_property
    def sorted_tags(self) -> list:
        return sorted(self.tags.all(), key=lambda tag: tag.name.casefold())


def story_at(url_path: str) -> Story | None:
    """The published story at an address, read at once; None when there is none."""
    for model in Story.__subclasses__():
        found = model.objects.live().filter(url_path=url_path).select_related(*model.joins).first()
        if found is not None:
            return found
    return None


def if_public(profile: Profile | None) -> Shown | None:
    """A profile for a visitor, None when there is none or they do not find it."""
    shown = profile and profile.shown_to(ANYONE)
    return shown if shown and shown.is_public else None
