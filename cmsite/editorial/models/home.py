"""The front page."""

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cmsite.editorial import front
from cmsite.editorial.models.story import latest_stories


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

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return {
            **super().get_context(request, *args, **kwargs),
            **front.survey(),
            **front.people(),
            "stories": latest_stories(4),
        }
