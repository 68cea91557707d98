from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cmsite.editorial.blocks import BODY_BLOCKS
from cmsite.editorial.models.comment import Comment
from cmsite.editorial.models.story import Story, if_public
from cmsite.editorial.models.tags import ArticleSubject
from cmsite.editorial.sections import Section
from directory.models import Profile
from directory.shown import Shown


class Article(Story):
    Section = Section

    section = models.CharField(
        "rubrique", max_length=12, choices=Section.choices, default=Section.TRADE
    )
    tags = ClusterTaggableManager(
        through=ArticleSubject,
        verbose_name="sujets",
        blank=True,
        help_text="Quelques mots, séparés par des virgules\u202f: ils relient ce qui parle de la "
        "même chose.",
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
    replies_to = models.ForeignKey(
        "self",
        verbose_name="en réponse à",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replies",
        help_text="Chacun des deux articles mènera à l’autre.",
    )
    comments_allowed = models.BooleanField("ouvert aux commentaires", default=True)
    comments_days = models.PositiveSmallIntegerField(
        "jours d’ouverture des commentaires",
        default=90,
        help_text="À compter de la date affichée. Ensuite on les lit, on n’en ajoute plus.",
    )
    body = StreamField(BODY_BLOCKS, verbose_name="texte")

    listed_in = ("Les articles", "/articles/")
    also_listed = ("section",)
    joins = ("series",)
    content_panels = [
        *Story.content_panels,
        FieldPanel("standfirst"),
        MultiFieldPanel(
            [
                FieldPanel("author_name"),
                FieldPanel("author_profile"),
                InlinePanel("cosigners", label="Cosignataire", heading="Avec", max_num=6),
            ],
            heading="Qui signe",
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("section"),
                FieldPanel("tags"),
                FieldPanel("series"),
                FieldPanel("replies_to"),
            ],
            heading="Classer et relier",
        ),
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("drawing")], heading="Présentation"),
        FieldRowPanel(
            [FieldPanel("comments_allowed"), FieldPanel("comments_days")], heading="Commentaires"
        ),
    ]
    search_fields = [*Story.search_fields, index.SearchField("body")]
    parent_page_types = ["editorial.ArticleIndexPage"]
    template = "editorial/article.html"

    class Meta:
        verbose_name = "article"
        verbose_name_plural = "articles"

    def clean(self) -> None:
        super().clean()
        if self.pk and self.replies_to_id == self.pk:
            raise ValidationError({"replies_to": "Un article ne répond pas à lui-même."})

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return {
            **super().get_context(request, *args, **kwargs),
            "signatures": SimpleLazyObject(self.signatures),
            "comments": SimpleLazyObject(lambda: Comment.objects.shown_under(self)),
        }

    def signatures(self) -> list[tuple[str, Shown | None]]:
        """Everyone who signs: their name, and their profile as a visitor may see it."""
        signed = [
            (self.author_name, self.author_profile_id),
            *((one.name, one.profile_id) for one in self.cosigners.all()),
        ]
        keys = {key for _, key in signed if key}
        # Profiles have many columns: not joined for the many texts that name none.
        profiles = Profile.objects.in_bulk(keys) if keys else {}
        return [(name, if_public(profiles.get(key))) for name, key in signed]

    @property
    def kicker(self) -> str:
        return self.get_section_display()

    @property
    def comments_close_on(self):
        """The last day of its comments."""
        return self.published_on + timedelta(days=self.comments_days)

    @property
    def comments_are_open(self) -> bool:
        return (
            self.live and self.comments_allowed and timezone.localdate() <= self.comments_close_on
        )


class Cosigner(Orderable):
    """Somebody who signs an article after its first author."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="cosigners")
    name = models.CharField("signature", max_length=100)
    profile = models.ForeignKey(
        Profile,
        verbose_name="profil",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [FieldPanel("name"), FieldPanel("profile")]

    class Meta(Orderable.Meta):
        verbose_name = "cosignataire"
        verbose_name_plural = "cosignataires"

    def __str__(self) -> str:
        return self.name
