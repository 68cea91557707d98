"""Published editions for the tests that read them: tabulated once a run, never sealed."""

from functools import lru_cache
from typing import Any

from surveys.disclosure import guard
from surveys.models import Edition, Publication
from surveys.publishable import Tables
from surveys.sealing import checksum, frozen
from surveys.tabulation import tabulate
from tests.factories import EditionFactory
from tests.survey_rows import asked_questions, invented_rows


@lru_cache(maxsize=16)
def tables(count: int = 1200, seed: int = 1) -> Tables:
    return guard(tabulate(invented_rows(count, seed), asked_questions()))


def publish(edition: Edition, said: Tables, revision: int = 1, reason: str = "") -> Publication:
    content: dict[str, Any] = frozen(edition, said)
    return Publication.objects.create(
        edition=edition,
        revision=revision,
        reason=reason,
        content=content,
        checksum=checksum(content),
    )


def published(count: int = 1200, seed: int = 1, **fields: Any) -> Edition:
    """An edition whose results are there."""
    edition = EditionFactory(**{"published": True, "fictitious": True, **fields})
    publish(edition, tables(count, seed))
    return edition
