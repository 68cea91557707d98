"""The pages of the magazine and the home page."""

import math
from itertools import chain
from typing import Self

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from cmsite.editorial import front
from cmsite.editorial.blocks import BODY_BLOCKS, INTERVIEW_BLOCKS, FigureBlock
from directory.models import Profile
from directory.shown import Shown
from directory.visibility import ANYONE

WORDS_PER_MINUTE = 220  # silent reading of French prose, rounded down from Brysbaert (2019)


class HomePage(Page):
    """The front page: what it shows is gathered from every room."""

    headline = models.CharField(
        "titre", max_length=120, default="La carte de France des community managers"
    )
    introduction = models.CharField("chapô", max_length=300, blank=True)

    figures = StreamField(
        [("figure", FigureBlock())],
        verbose_name="figures de l’enquête",
        blank=True,
        max_num=2,
        help_text="Sous les repères chiffrés, lues dans la publication au moment de l’affichage.",
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        FieldPanel("figures"),
    ]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["editorial.ArticleIndexPage", "editorial.InterviewIndexPage"]
    template = "editorial/home.html"

    class Meta:
        verbose_name = "page d’accueil"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return {
            **super().get_context(request, *args, **kwargs),
            **front.survey(),
            **front.people(),
            "stories": latest_stories(4),
        }


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


class Article(Story):
    class Section(models.TextChoices):
        METHOD = "methode", "Méthode"
        CAREER = "carrieres", "Carrières"
        SURVEY = "enquete", "L’enquête"
        TOOLS = "outils", "Outils"
        TRADE = "metier", "Le métier"

    section = models.CharField(
        "rubrique", max_length=12, choices=Section.choices, default=Section.TRADE
    )
    author_profile = models.ForeignKey(
        Profile,
        verbose_name="profil de qui signe",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="articles",
        help_text="Son profil de l’annuaire, s’il y en a un\u202f: l’article y est annoncé.",
    )
    body = StreamField(BODY_BLOCKS, verbose_name="texte")

    content_panels = [
        *Page.content_panels,
        FieldPanel("section"),
        FieldPanel("standfirst"),
        MultiFieldPanel(
            [
                FieldPanel("author_name"),
                FieldPanel("author_profile"),
                FieldPanel("published_on"),
                FieldPanel("drawing"),
            ],
            heading="Présentation",
        ),
        FieldPanel("body"),
    ]
    search_fields = [*Story.search_fields, index.SearchField("body")]
    parent_page_types = ["editorial.ArticleIndexPage"]
    template = "editorial/article.html"

    class Meta:
        verbose_name = "article"
        verbose_name_plural = "articles"

    def public_author(self) -> Shown | None:
        """The profile of who signs, as a visitor may see it."""
        return as_anyone_sees(self.author_profile_id)

    @property
    def kicker(self) -> str:
        return self.get_section_display()


class Interview(Story):
    kicker = "Entretien"

    person_name = models.CharField("personne interrogée", max_length=100)
    person_role = models.CharField(
        "qui est-ce ?",
        max_length=200,
        help_text="Son métier, son employeur, son parcours en une phrase.",
    )
    profile = models.ForeignKey(
        Profile,
        verbose_name="profil",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interviews",
        help_text="Son profil de l’annuaire ; le lien n’apparaît que si ce profil est en ligne.",
    )
    body = StreamField(INTERVIEW_BLOCKS, verbose_name="entretien")

    content_panels = [
        *Page.content_panels,
        FieldPanel("standfirst"),
        MultiFieldPanel(
            [FieldPanel("person_name"), FieldPanel("person_role"), FieldPanel("profile")],
            heading="La personne interrogée",
        ),
        MultiFieldPanel(
            [FieldPanel("author_name"), FieldPanel("published_on"), FieldPanel("drawing")],
            heading="Présentation",
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *Story.search_fields,
        index.SearchField("body"),
        index.SearchField("person_name"),
    ]
    parent_page_types = ["editorial.InterviewIndexPage"]
    template = "editorial/interview.html"

    class Meta:
        verbose_name = "entretien"
        verbose_name_plural = "entretiens"

    def public_profile(self) -> Shown | None:
        """The person’s profile as a visitor may see it."""
        return as_anyone_sees(self.profile_id)


def latest_stories(count: int, besides: Story | None = None) -> list[Story]:
    """The `count` latest articles and interviews together, without `besides`."""
    left_out = [besides.pk] if besides else []
    both = chain.from_iterable(
        model.objects.readable().exclude(pk__in=left_out)[:count] for model in (Article, Interview)
    )
    return sorted(both, key=lambda story: (story.published_on, story.pk), reverse=True)[:count]


class IndexPage(Page):
    introduction = models.CharField("chapô", max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["editorial.HomePage"]
    max_count = 1
    story_model: type[Story]
    page_size = 12

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        stories = self.story_model.objects.readable().child_of(self)
        paginator = Paginator(stories, self.page_size)
        page_obj = paginator.get_page(request.GET.get("page"))
        return {
            **super().get_context(request, *args, **kwargs),
            "section": "magazine",
            "magazine_tabs": [(page.title, page.url) for page in self.get_siblings().live()],
            "page_obj": page_obj,
            "page_range": paginator.get_elided_page_range(page_obj.number),
        }


class ArticleIndexPage(IndexPage):
    subpage_types = ["editorial.Article"]
    story_model = Article
    template = "editorial/index.html"

    class Meta:
        verbose_name = "liste des articles"


class InterviewIndexPage(IndexPage):
    subpage_types = ["editorial.Interview"]
    story_model = Interview
    template = "editorial/index.html"

    class Meta:
        verbose_name = "liste des entretiens"
