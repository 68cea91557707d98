"""Articles and interviews for tests, put under the lists that the migrations made."""

import json
from datetime import date
from itertools import count

from cmsite.editorial.models import (
    Article,
    ArticleIndexPage,
    Interview,
    InterviewIndexPage,
)

numbers = count(1)


def article(**fields) -> Article:
    return add(ArticleIndexPage, Article, **{"body": [("text", "<p>Un texte.</p>")], **fields})


def interview(**fields) -> Interview:
    defaults = {
        "person_name": "Gwenaël Le Bihan",
        "person_role": "community manager",
        "body": [("exchange", {"question": "Pourquoi ?", "answer": "<p>Parce que.</p>"})],
    }
    return add(InterviewIndexPage, Interview, **{**defaults, **fields})


def stored(body: list) -> str:
    """A body as the database keeps it, from (type, raw value) pairs."""
    return json.dumps([{"type": kind, "value": value} for kind, value in body])


def add(index, model, **fields):
    number = next(numbers)
    fields["body"] = stored(fields["body"])
    defaults = {
        "title": f"Histoire {number}",
        "slug": f"histoire-{number}",
        "standfirst": "Deux phrases pour commencer.",
        "author_name": "Solène Marchadier",
        "published_on": date(2027, 1, 14),
    }
    return index.objects.get().add_child(instance=model(**{**defaults, **fields}))
