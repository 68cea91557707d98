"""The demonstration’s curated links, and the comments under its articles."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cmsite.demo import documents, people
from cmsite.demo.magazine import slug_of
from cmsite.editorial.models import Article, Comment, Link
from cmsite.editorial.models.comment import address_digest
from cmsite.typography import french_spaces

AUTHOR = "lectrice@demo.example"
SAID = ("title", "source", "author", "excerpt", "comment")
JUDGED = ("archive", "finding", "moved_to", "detail")


@transaction.atomic
def load() -> tuple[int, int]:
    """Add the links and the comments that are not there yet; how many of each."""
    words = people.words("reading.toml")
    return (
        sum(add_link(row) for row in words["links"]),
        sum(add_comment(row) for row in words["comments"]),
    )


def addresses() -> list[str]:
    """Of the demonstration’s links."""
    return [row["address"] for row in people.words("reading.toml")["links"]]


def add_link(row: dict) -> bool:
    today = timezone.localdate()
    link = Link(
        address=row["address"],
        section=row["section"],
        published_on=today - timedelta(days=row["days_old"]),
        added_on=today - timedelta(days=row["days_ago"]),
        is_dead=row.get("state") == "mort",
        checked_at=timezone.now() if "finding" in row else None,
        **{name: french_spaces(row.get(name, "")) for name in SAID},
        **{name: row.get(name, "") for name in JUDGED},
    )
    if Link.objects.filter(address=link.address).exists():
        return False
    link.clean()
    link.save()
    return True


def article_of(name: str) -> Article | None:
    found = [document for document in documents.read("articles") if document.slug == name]
    return Article.objects.live().filter(slug=slug_of(found[0])).first() if found else None


def add_comment(row: dict) -> bool:
    article = article_of(row["article"])
    text = french_spaces(row["text"])
    if article is None or Comment.objects.filter(article=article, text=text).exists():
        return False
    written = timezone.now() - timedelta(days=row["days_ago"])
    common = {"article": article, "author": address_digest(AUTHOR)}
    first = Comment.objects.create(
        **common,
        name=row["name"],
        text=text,
        created_at=written,
        state=row.get("state", Comment.State.PUBLISHED),
    )
    if "answer_text" in row:
        Comment.objects.create(
            **common,
            parent=first,
            name=row["answer_name"],
            text=french_spaces(row["answer_text"]),
            created_at=written + timedelta(hours=5),
            state=Comment.State.PUBLISHED,
        )
    return True
