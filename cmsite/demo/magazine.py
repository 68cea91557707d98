"""The demonstration’s articles and interviews."""

import json
from datetime import timedelta

from django.utils import timezone
from django.utils.text import slugify

from cmsite.demo import documents
from cmsite.editorial.models import Article, ArticleIndexPage, Interview, InterviewIndexPage
from directory.models import Profile


def stream(body: str) -> str:
    """The body as a StreamField stores it."""
    return json.dumps(
        [{"type": kind, "value": value} for kind, value in documents.blocks(body)],
        ensure_ascii=False,
    )


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
        "body": stream(document.body),
    }


def article(document: documents.Document) -> Article:
    return Article(section=document.fields["section"], **common(document))


def interview(document: documents.Document) -> Interview:
    fields = document.fields
    return Interview(
        person_name=fields["person"],
        person_role=fields["role"],
        profile=Profile.objects.published().filter(slug=fields["profile"]).first(),
        **common(document),
    )


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
        page.save_revision().publish()
    return len(missing)
