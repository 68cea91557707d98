"""The front page."""

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page

from cmsite import parts
from cmsite.editorial import front, schema
from cmsite.editorial.home_blocks import HOME_BLOCKS, usual
from directory import record


class HomePage(Page):
    """The front page: what it shows is gathered from every room."""

    headline = models.CharField(
        "titre", max_length=120, default="La carte de France des community managers"
    )
    introduction = models.CharField("chapô", max_length=300, blank=True)

    body = StreamField(
        HOME_BLOCKS,
        verbose_name="composition",
        blank=True,
        default=usual,
        help_text="De haut en bas. Un bloc qui n’a rien à montrer ne prend pas de place ; sans "
        "aucun bloc, la page reprend sa composition habituelle.",
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "editorial.ArticleIndexPage",
        "editorial.InterviewIndexPage",
        "editorial.StandardPage",
        "editorial.ContactPage",
    ]
    template = "editorial/home.html"

    class Meta:
        verbose_name = "page d’accueil"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return {
            **super().get_context(request, *args, **kwargs),
            "kept_under": parts.kept_under(request),
            "front": front.Front(),
            "schema": record.for_a_script(schema.site()),
        }

    @property
    def composition(self) -> StreamValue:
        """The blocks, those of a page that nobody composed being the usual ones."""
        return self.body or self._meta.get_field("body").stream_block.to_python(usual())
