"""The demonstration’s articles and interviews."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from cmsite.demo import documents, drawings
from cmsite.editorial.models import (
    Article,
    ArticleIndexPage,
    Cosigner,
    Interview,
    InterviewIndexPage,
    Series,
)
from cmsite.toolbox.models import Indicator, Tool
from directory.models import Profile

# What a block names, to be found on the site: field, how to find it.
NAMED: dict[str, tuple[str, Callable[[str], Any]]] = {
    "profile": ("profile", lambda slug: Profile.objects.published().filter(slug=slug).first()),
    "tool": ("tool", lambda name: Tool.objects.filter(name=name).first()),
    "indicator": ("indicator", lambda slug: Indicator.objects.filter(slug=slug).first()),
    "picture": ("image", drawings.image),
    "video": ("poster", drawings.image),
}

# What is valid or not by what the site holds: those, and the figures that a survey published.
OF_THE_SITE = {*NAMED, "figure"}


def stream(body: str) -> str:
    """The body as a StreamField stores it, but for the blocks that name something of the site."""
    return stored([block for block in documents.blocks(body) if block[0] not in OF_THE_SITE])


def whole_stream(body: str) -> str:
    """All of it; what names something that is not there is left out."""
    return stored([found for block in documents.blocks(body) if (found := resolved(*block))])


def stored(blocks: list[documents.Block]) -> str:
    return json.dumps(
        [{"type": kind, "value": value} for kind, value in blocks], ensure_ascii=False
    )


def resolved(kind: str, value: Any) -> documents.Block | None:
    if kind not in NAMED:
        return kind, value
    field, find = NAMED[kind]
    found = find(value[field])
    return (kind, {**value, field: found.pk}) if found else None


def slug_of(document: documents.Document) -> str:
    title = document.fields["title"].replace("’", "-")
    return document.fields.get("slug") or slugify(title)[:80].rstrip("-")


def common(document: documents.Document) -> dict:
    """The fields that articles and interviews share, dated back from today."""
    fields = document.fields
    moment = timezone.localtime() - timedelta(days=int(fields["days_ago"]))
    return {
        "title": fields["title"],
        "slug": slug_of(document),
        "standfirst": fields["standfirst"],
        "author_name": fields["author"],
        "drawing": fields["drawing"],
        "published_on": moment.date(),
        "first_published_at": moment,
        "series": series(fields.get("series", "")),
        "body": whole_stream(document.body),
    }


def series(title: str) -> Series | None:
    if not title:
        return None
    introduction = "Trois personnes, trois maisons qui ne se ressemblent pas, le même métier."
    return Series.objects.get_or_create(
        slug=slugify(title), defaults={"title": title, "introduction": introduction}
    )[0]


def article(document: documents.Document) -> Article:
    fields = document.fields
    page = Article(
        section=fields["section"], replies_to=answered(fields.get("replies_to")), **common(document)
    )
    if "with" in fields:
        page.cosigners = [Cosigner(name=fields["with"])]
    return page


def answered(name: str | None) -> Article | None:
    """The article of the document of that name."""
    found = [document for document in documents.read("articles") if document.slug == name]
    return Article.objects.filter(slug=slug_of(found[0])).first() if found else None


def interview(document: documents.Document) -> Interview:
    fields = document.fields
    return Interview(
        person_name=fields["person"],
        person_role=fields["role"],
        organisation=fields["organisation"],
        profile=Profile.objects.published().filter(slug=fields["profile"]).first(),
        facts=stored([("fact", fact(one)) for one in fields["facts"].split("\u202f; ")]),
        **common(document),
    )


def fact(text: str) -> dict[str, str]:
    """« 14 min | pour répondre »."""
    value, label = (part.strip() for part in text.split("|"))
    return {"value": value, "label": label}


def load() -> tuple[int, int]:
    """Publish what is not there yet under the two lists: how many articles, how many interviews.

    Oldest first, so that the order of creation is the order of reading.
    """
    return (
        publish(ArticleIndexPage.objects.get(), "articles", article),
        publish(InterviewIndexPage.objects.get(), "interviews", interview),
    )


def publish(parent, folder: str, make) -> int:
    present = set(parent.get_children().values_list("slug", flat=True))
    missing = [document for document in documents.read(folder) if slug_of(document) not in present]
    missing.sort(key=lambda document: -int(document.fields["days_ago"]))
    for document in missing:
        page = make(document)
        parent.add_child(instance=page)
        words = document.fields.get("subjects", "")
        page.tags.add(*(word.strip() for word in words.split(",") if word.strip()))
        page.save_revision().publish()
    return len(missing)
