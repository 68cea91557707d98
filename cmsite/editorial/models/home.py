"""The front page."""

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cmsite.editorial import front
from cmsite.editorial.models.story import latest_stories, story_at


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

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Stories are found by their address, without reading every page above them first."""
        if len(path_components) == 2:
            story = story_at(f"{self.url_path}{'/'.join(path_components)}/")
            if story is not None:
                return RouteResult(story)
        return super().route(request, path_components)
