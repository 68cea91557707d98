from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cmsite.editorial.blocks import INTERVIEW_BLOCKS
from cmsite.editorial.models.story import Story, as_anyone_sees
from directory.models import Profile
from directory.shown import Shown


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
