"""What articles and interviews share."""

import math
from itertools import chain
from typing import Self

from django.db import models
from django.http import HttpRequest
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from directory.models import Profile
from directory.shown import Shown
from directory.visibility import ANYONE

WORDS_PER_MINUTE = 220  # silent reading of French prose, rounded down from Brysbaert (2019)


class StoryQuerySet(PageQuerySet):
    def readable(self) -> Self:
        """Published, in no private section, the latest first."""
        return self.live().public().order_by("-published_on", "-pk")


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
    published_on = models.DateField("date affichée")
    drawing = models.CharField(
        "illustration", max_length=12, choices=Drawing.choices, default=Drawing.ROUNDABOUT
    )

    objects = PageManager.from_queryset(StoryQuerySet)()

    search_fields = [*Page.search_fields, index.SearchField("standfirst")]
    subpage_types: list[str] = []
    kicker: str  # the few words above the title

    class Meta:
        abstract = True

    @property
    def reading_minutes(self) -> int:
        """Minutes of silent reading of the body, at least one."""
        text = self.body.stream_block.get_searchable_content(self.body)
        return max(1, math.ceil(sum(len(part.split()) for part in text) / WORDS_PER_MINUTE))

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return {
            **super().get_context(request, *args, **kwargs),
            "section": "magazine",
            "breadcrumbs": [("Accueil", "/"), self.index_link()],
            "next_stories": latest_stories(2, besides=self),
        }

    def index_link(self) -> tuple[str, str]:
        parent = self.get_parent()
        return parent.title, parent.url


def as_anyone_sees(pk: int | None) -> Shown | None:
    """A profile for a visitor, None when there is none or they do not find it."""
    found = Profile.objects.published().for_cards().filter(pk=pk).first() if pk else None
    return found and found.shown_to(ANYONE)


def latest_stories(count: int, besides: Story | None = None) -> list[Story]:
    """The `count` latest articles and interviews together, without `besides`."""
    left_out = [besides.pk] if besides else []
    both = chain.from_iterable(
        model.objects.readable().exclude(pk__in=left_out)[:count]
        for model in Story.__subclasses__()
    )
    return sorted(both, key=lambda story: (story.published_on, story.pk), reverse=True)[:count]
