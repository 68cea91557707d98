from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cmsite.editorial.blocks import BODY_BLOCKS
from cmsite.editorial.models.story import Story, as_anyone_sees
from directory.models import Profile
from directory.shown import Shown


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
