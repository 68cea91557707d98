"""The questions of an edition, read once by each process as long as nobody changes them.

They are the same for everybody and hardly move once the edition is open, while every page of a
respondent wants them.  `Edition.questions_stamp`, drawn anew at each change, tells them apart: it
comes with the edition, which is read anyway.
"""

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save

from surveys.models import Choice, Edition, EditionQuestion, Question
from surveys.models.edition import new_stamp

if TYPE_CHECKING:
    Rows = list[EditionQuestion]

MOST = 8  # editions: one is open at a time, editors look at a few more
_known: dict[tuple[int, str], "Rows"] = {}


def of(edition: Edition) -> "Rows":
    """In order, with their questions and choices; shared by threads: only to be read."""
    key = (edition.pk, edition.questions_stamp)
    rows = _known.get(key)
    if rows is None:
        rows = list(
            EditionQuestion.objects.filter(edition=edition)
            .select_related("question")
            .prefetch_related("question__choices")
            .order_by("step", "sort_order", "pk")
        )
        if edition.questions_stamp:
            while len(_known) >= MOST:
                _known.pop(next(iter(_known)), None)
            _known[key] = rows
    return rows


def changed(sender: type, instance: Any, **kwargs) -> None:
    """Whatever is asked, or how, is no longer what processes hold."""
    if sender is EditionQuestion:
        editions = Edition.objects.filter(pk=instance.edition_id)
    else:
        question = instance.pk if sender is Question else instance.question_id
        editions = Edition.objects.filter(edition_questions__question=question)
    editions.update(questions_stamp=new_stamp())


def watch() -> None:
    """At start-up, once."""
    for model in (EditionQuestion, Question, Choice):
        for signal in (post_save, post_delete):
            signal.connect(changed, sender=model, dispatch_uid=f"surveys.asked.{model.__name__}")
