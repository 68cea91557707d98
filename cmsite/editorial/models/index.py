"""The lists of articles and of interviews."""

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cmsite.editorial.models.article import Article
from cmsite.editorial.models.interview import Interview
from cmsite.editorial.models.story import Story
from cmsite.editorial.sections import Section


class IndexPage(Page):
    introduction = models.CharField("chapô", max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["editorial.HomePage"]
    max_count = 1
    story_model: type[Story]
    page_size = 12

    feed_name: str

    class Meta:
        abstract = True

    @property
    def feed(self) -> str:
        return reverse(self.feed_name)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        stories = self.story_model.objects.readable().for_list().child_of(self)
        paginator = Paginator(stories, self.page_size)
        page_obj = paginator.get_page(request.GET.get("page"))
        return {
            **super().get_context(request, *args, **kwargs),
            "section": "magazine",
            "magazine_tabs": magazine_tabs(),
            "page_obj": page_obj,
            "page_range": paginator.get_elided_page_range(page_obj.number),
        }


def magazine_tabs() -> list[tuple[str, str]]:
    """(title, address) of the lists of the magazine."""
    return [
        ("Articles", "/articles/"),
        ("Entretiens", "/interviews/"),
        ("Revue de web", reverse("magazine:links")),
    ]


class ArticleIndexPage(IndexPage):
    subpage_types = ["editorial.Article"]
    story_model = Article
    feed_name = "feeds:all"
    template = "editorial/index.html"

    class Meta:
        verbose_name = "liste des articles"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return {
            **super().get_context(request, *args, **kwargs),
            "sections": [
                (section.label, reverse("magazine:section", args=[section.value]))
                for section in Section
            ],
        }


class InterviewIndexPage(IndexPage):
    subpage_types = ["editorial.Interview"]
    story_model = Interview
    feed_name = "feeds:interviews"
    template = "editorial/index.html"

    class Meta:
        verbose_name = "liste des entretiens"
