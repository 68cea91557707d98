"""Pages that stay: about, legal notice, privacy, accessibility, moderation, contact."""

import re

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

# « [nom de l’hébergeur : à compléter avant l’ouverture] », as the first legal notice has some.
TO_COMPLETE = re.compile(r"\[[^\[\]<>]*à compléter[^\[\]<>]*\]")
FEATURES = ["h2", "h3", "bold", "italic", "link", "document-link", "ol", "ul", "hr"]


class Standing(Page):
    introduction = models.CharField("chapô", max_length=300, blank=True)
    body = RichTextField("texte", features=FEATURES, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    parent_page_types = ["editorial.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return {
            **super().get_context(request, *args, **kwargs),
            "section": "",
            "breadcrumbs": [("Accueil", "/"), (self.title, None)],
        }

    @property
    def to_complete(self) -> list[str]:
        """What was left between brackets, in order."""
        return TO_COMPLETE.findall(self.body)


class StandardPageQuerySet(PageQuerySet):
    def to_complete(self) -> list["StandardPage"]:
        """Those that readers see with something between brackets."""
        return [page for page in self.live().filter(body__contains="[") if page.to_complete]


class StandardPage(Standing):
    objects = PageManager.from_queryset(StandardPageQuerySet)()

    template = "editorial/standing.html"

    class Meta:
        verbose_name = "page fixe"
        verbose_name_plural = "pages fixes"


class ContactPage(Standing):
    """A text and a form: what is written there goes by mail, and is kept nowhere."""

    max_count = 1
    template = "editorial/contact.html"

    class Meta:
        verbose_name = "page de contact"

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # Its form reads other models: not before all of them are there.
        from cmsite.editorial import writing_to_us

        answer = writing_to_us.answer(request)
        if answer.sent:
            return answer.sent
        context = self.get_context(request, *args, **kwargs) | {"form": answer.form}
        response = TemplateResponse(
            request, self.get_template(request), context, status=answer.status
        )
        response["Cache-Control"] = "no-store"
        return response
