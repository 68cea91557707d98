"""Atom feeds: everything, each kind, each section, each subject, the tools, the review of links.

Django’s syndication writes them; addresses are those of SITE_URL, whatever name was asked.
"""

from datetime import UTC, datetime, time

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import feedgenerator, timezone
from taggit.models import Tag

from cmsite.editorial.browsing import as_stories, readable_pages
from cmsite.editorial.models import Link, Story
from cmsite.editorial.schema import absolute
from cmsite.editorial.sections import Section
from cmsite.toolbox.models import Tool

LATEST = 40


def midday(day) -> datetime:
    """A date that has no hour, as an instant."""
    return timezone.make_aware(datetime.combine(day, time(12)))


class OurAtom(feedgenerator.Atom1Feed):
    """With a published date of its own for an empty feed: Atom wants one, and not « now »."""

    def latest_post_date(self) -> datetime:
        dates = [
            item[key]
            for item in self.items
            for key in ("updateddate", "pubdate")
            if item.get(key) is not None
        ]
        return max(dates, default=datetime(2026, 1, 1, tzinfo=UTC))


class OurFeed(Feed):
    feed_type = OurAtom
    language = "fr"
    feed_name = ""  # of its url

    def __call__(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            response = HttpResponse(status=405)
            response["Allow"] = "GET, HEAD"
            return response
        return super().__call__(request, *args, **kwargs)

    def get_feed(self, obj, request: HttpRequest):
        # Django makes addresses absolute with the `sites` framework, which we do without.
        feed = super().get_feed(obj, request)
        here = absolute(request.path)
        feed.feed["feed_url"] = feed.feed["id"] = here
        feed.feed["link"] = absolute(self.page(obj))
        for item in feed.items:
            item["link"] = absolute(item.pop("path"))
        return feed

    def link(self, obj) -> str:
        return self.page(obj)

    def page(self, obj) -> str:
        """The path of what it is the feed of."""
        raise NotImplementedError

    def item_link(self, item) -> str:
        return self.path_of(item)

    def item_extra_kwargs(self, item) -> dict:
        return {"path": self.path_of(item)}

    def path_of(self, item) -> str:
        return item.get_absolute_url()

    item_guid_is_permalink = False

    def author_name(self, obj=None) -> str:
        return settings.WAGTAIL_SITE_NAME


class StoryFeed(OurFeed):
    """Articles and interviews, the latest first; `obj` is what narrows them."""

    condition = Q(article__isnull=False) | Q(interview__isnull=False)

    def get_object(self, request: HttpRequest, **kwargs):
        return None

    def title(self, obj) -> str:
        return "La Carte des CM"

    def subtitle(self, obj) -> str:
        return "Articles et entretiens sur les métiers du community management."

    def page(self, obj) -> str:
        return "/articles/"

    def narrowed(self, obj) -> Q:
        return self.condition

    def items(self, obj) -> list[Story]:
        return as_stories(list(readable_pages(self.narrowed(obj))[:LATEST]))

    def item_title(self, story: Story) -> str:
        return story.title

    def item_description(self, story: Story) -> str:
        return story.standfirst

    def item_guid(self, story: Story) -> str:
        return f"{settings.SITE_URL}/#texte-{story.pk}"

    def item_pubdate(self, story: Story) -> datetime:
        return story.first_published_at or midday(story.published_on)

    def item_updateddate(self, story: Story) -> datetime:
        return story.last_published_at or self.item_pubdate(story)

    def item_author_name(self, story: Story) -> str:
        return story.author_name

    def item_categories(self, story: Story) -> list[str]:
        return [story.kicker]

    def path_of(self, story: Story) -> str:
        return story.url


class InterviewFeed(StoryFeed):
    condition = Q(interview__isnull=False)

    def title(self, obj) -> str:
        return "La Carte des CM\u00a0: les entretiens"

    def page(self, obj) -> str:
        return "/interviews/"


class SectionFeed(StoryFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Section:
        if slug not in Section.values:
            raise Http404
        return Section(slug)

    def title(self, section: Section) -> str:
        return f"La Carte des CM\u00a0: {section.label}"

    def page(self, section: Section) -> str:
        return reverse("magazine:section", args=[section.value])

    def narrowed(self, section: Section) -> Q:
        return Q(article__section=section.value)


class SubjectFeed(StoryFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Tag:
        tag = Tag.objects.filter(slug=slug).first()
        if tag is None or not readable_pages(self.narrowed(tag)).exists():
            raise Http404
        return tag

    def title(self, tag: Tag) -> str:
        return f"La Carte des CM\u00a0: {tag.name}"

    def page(self, tag: Tag) -> str:
        return reverse("magazine:subject", args=[tag.slug])

    def narrowed(self, tag: Tag) -> Q:
        return Q(article__subjects__tag=tag) | Q(interview__subjects__tag=tag)


class LinkFeed(OurFeed):
    title = "La Carte des CM\u00a0: la revue de web"
    subtitle = "Ce que nous avons lu ailleurs, et pourquoi le lire."

    def page(self, obj) -> str:
        return reverse("magazine:links")

    def items(self):
        return Link.objects.published().filter(is_dead=False)[:LATEST]

    def item_title(self, link: Link) -> str:
        return link.title

    def item_description(self, link: Link) -> str:
        quoted = f"«\u202f{link.excerpt}\u202f» " if link.excerpt else ""
        return f"{quoted}{link.comment} ({link.source})"

    def item_guid(self, link: Link) -> str:
        return f"{settings.SITE_URL}/#lien-{link.pk}"

    def item_pubdate(self, link: Link) -> datetime:
        return midday(link.added_on)

    item_updateddate = item_pubdate

    def path_of(self, link: Link) -> str:
        return reverse("magazine:link", args=[link.pk])


class ToolFeed(OurFeed):
    title = "La Carte des CM\u00a0: la boîte à outils"
    subtitle = "Les outils qui viennent d’entrer dans la boîte."

    def get_object(self, request: HttpRequest, stage: str = "") -> str:
        if stage and stage not in Tool.Stage.values:
            raise Http404
        return stage

    def page(self, stage: str) -> str:
        return reverse("toolbox:list") + (f"?etape={stage}" if stage else "")

    def items(self, stage: str):
        tools = Tool.objects.published().order_by("-first_published_at", "-pk")
        return (tools.filter(stage=stage) if stage else tools)[:LATEST]

    def item_title(self, tool: Tool) -> str:
        return tool.name

    def item_description(self, tool: Tool) -> str:
        return tool.what_for

    def item_guid(self, tool: Tool) -> str:
        return f"{settings.SITE_URL}/outils/{tool.pk}"

    def item_pubdate(self, tool: Tool) -> datetime:
        return tool.first_published_at

    def item_updateddate(self, tool: Tool) -> datetime:
        return tool.updated_at

    def item_categories(self, tool: Tool) -> list[str]:
        return [tool.get_stage_display()]
