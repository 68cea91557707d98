"""The pages of the magazine and the home page."""

import math

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cmsite.editorial.blocks import BODY_BLOCKS, INTERVIEW_BLOCKS
from directory.models import Profile

WORDS_PER_MINUTE = 220  # silent reading of French prose, rounded down from Brysbaert (2019)


class HomePage(Page):
    """The front page: what it shows is gathered from every room."""

    headline = models.CharField(
        "titre", max_length=120, default="La carte de France des community managers"
    )
    introduction = models.CharField("chapô", max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("introduction")]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["editorial.ArticleIndexPage", "editorial.InterviewIndexPage"]
    template = "editorial/home.html"

    class Meta:
        verbose_name = "page d’accueil"


class MagazinePage(Page):
    """What articles and interviews share."""

    class Drawing(models.TextChoices):
        ROUNDABOUT = "rondpoint", "rond-point"
        INTERCHANGE = "echangeur", "échangeur"
        HAIRPINS = "lacets", "lacets"
        LIGHTHOUSE = "phare", "phare"

    standfirst = models.TextField("chapô", max_length=400)
    author_name = models.CharField("signature", max_length=100)
    published_on = models.DateField("date affichée")
    drawing = models.CharField(
        "illustration", max_length=12, choices=Drawing.choices, default=Drawing.ROUNDABOUT
    )

    search_fields = [*Page.search_fields, index.SearchField("standfirst")]
    subpage_types: list[str] = []

    class Meta:
        abstract = True

    @property
    def reading_minutes(self) -> int:
        """Minutes to read the body aloud in one’s head, at least one."""
        text = " ".join(str(block.value) for block in self.body)
        return max(1, math.ceil(len(text.split()) / WORDS_PER_MINUTE))


class Article(MagazinePage):
    class Section(models.TextChoices):
        METHOD = "methode", "Méthode"
        CAREER = "carrieres", "Carrières"
        SURVEY = "enquete", "L’enquête"
        TOOLS = "outils", "Outils"
        TRADE = "metier", "Le métier"

    section = models.CharField(
        "rubrique", max_length=12, choices=Section.choices, default=Section.TRADE
    )
    body = StreamField(BODY_BLOCKS, verbose_name="texte")

    content_panels = [
        *Page.content_panels,
        FieldPanel("section"),
        FieldPanel("standfirst"),
        MultiFieldPanel(
            [FieldPanel("author_name"), FieldPanel("published_on"), FieldPanel("drawing")],
            heading="Présentation",
        ),
        FieldPanel("body"),
    ]
    search_fields = [*MagazinePage.search_fields, index.SearchField("body")]
    parent_page_types = ["editorial.ArticleIndexPage"]
    template = "editorial/article.html"

    class Meta:
        verbose_name = "article"
        verbose_name_plural = "articles"


class Interview(MagazinePage):
    person_name = models.CharField("personne interrogée", max_length=100)
    person_role = models.CharField("qui est-ce ?", max_length=200)
    profile = models.ForeignKey(
        Profile,
        verbose_name="profil",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interviews",
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
        *MagazinePage.search_fields,
        index.SearchField("body"),
        index.SearchField("person_name"),
    ]
    parent_page_types = ["editorial.InterviewIndexPage"]
    template = "editorial/interview.html"

    class Meta:
        verbose_name = "entretien"
        verbose_name_plural = "entretiens"


class IndexPage(Page):
    introduction = models.CharField("chapô", max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["editorial.HomePage"]
    template = "editorial/index.html"
    page_size = 12

    class Meta:
        abstract = True


class ArticleIndexPage(IndexPage):
    subpage_types = ["editorial.Article"]

    class Meta:
        verbose_name = "liste des articles"


class InterviewIndexPage(IndexPage):
    subpage_types = ["editorial.Interview"]

    class Meta:
        verbose_name = "liste des entretiens"
