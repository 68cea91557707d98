from django.db import models
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cmsite.editorial.blocks import FACT_BLOCKS, INTERVIEW_BLOCKS
from cmsite.editorial.models.story import Story, if_public
from cmsite.editorial.models.tags import InterviewSubject
from directory.models import Profile
from directory.shown import Shown


class Interview(Story):
    kicker = "Entretien"

    person_name = models.CharField("personne interrogée", max_length=100)
    person_role = models.CharField(
        "qui est-ce\u202f?",
        max_length=200,
        help_text="Son métier, son employeur, son parcours en une phrase.",
    )
    organisation = models.CharField(
        "organisation", max_length=120, blank=True, help_text="Où elle travaille, ou pour qui."
    )
    profile = models.ForeignKey(
        Profile,
        verbose_name="profil",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interviews",
        help_text="Son profil de l’annuaire\u202f; le lien n’apparaît que si ce profil est en "
        "ligne.",
    )
    portrait = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name="portrait",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Pour qui n’a pas de profil, ou n’y a pas de portrait.",
    )
    portrait_credit = models.CharField("crédit du portrait", max_length=120, blank=True)
    tags = ClusterTaggableManager(
        through=InterviewSubject,
        verbose_name="sujets",
        blank=True,
        help_text="Quelques mots, séparés par des virgules\u202f: ils relient ce qui parle de la "
        "même chose.",
    )
    facts = StreamField(
        FACT_BLOCKS,
        verbose_name="en chiffres",
        blank=True,
        max_num=6,
        help_text="Ce que la personne compte, ou ce que l’on compte d’elle\u202f: trois suffisent.",
    )
    body = StreamField(INTERVIEW_BLOCKS, verbose_name="entretien")

    listed_in = ("Les entretiens", "/interviews/")
    also_listed = ("person_name", "person_role")
    joins = ("profile__commune__department__region", "series", "portrait")
    content_panels = [
        *Story.content_panels,
        FieldPanel("standfirst"),
        MultiFieldPanel(
            [
                FieldPanel("person_name"),
                FieldPanel("person_role"),
                FieldPanel("organisation"),
                FieldPanel("profile"),
                FieldRowPanel([FieldPanel("portrait"), FieldPanel("portrait_credit")]),
            ],
            heading="La personne interrogée",
        ),
        FieldPanel("facts"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("tags"), FieldPanel("series")], heading="Classer et relier"),
        MultiFieldPanel(
            [FieldPanel("author_name"), FieldPanel("published_on"), FieldPanel("drawing")],
            heading="Présentation",
        ),
    ]
    search_fields = [
        *Story.search_fields,
        index.SearchField("body"),
        index.SearchField("person_name"),
        index.SearchField("organisation"),
    ]
    parent_page_types = ["editorial.InterviewIndexPage"]
    template = "editorial/interview.html"

    class Meta:
        verbose_name = "entretien"
        verbose_name_plural = "entretiens"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return {
            **super().get_context(request, *args, **kwargs),
            "signatures": [(self.author_name, None)],
        }

    def public_profile(self) -> Shown | None:
        """The person’s profile as a visitor may see it."""
        return if_public(self.profile)
