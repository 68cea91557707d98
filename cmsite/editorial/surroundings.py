"""What stands around a story: its series, what it answers and what answers it, the same subject.

One query for all of it, whatever there is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from wagtail.models import Page

from cmsite.editorial import outline
from cmsite.editorial.models.tags import ArticleSubject, InterviewSubject
from cmsite.editorial.readable import is_private
from cmsite.editorial.sections import Section

MOST = 60  # a longer series is told by its page
SAME_SUBJECT, NEXT = 3, 2
READ = (
    *("pk", "title", "url_path", "published_on", "drawing", "words", "section"),
    *("in_series", "is_answered", "answers", "same_section", "shared"),
)


@dataclass(frozen=True, slots=True)
class Near:
    """Another story, as a list shows it."""

    pk: int
    title: str
    url: str
    kicker: str
    drawing: str
    published_on: date
    reading_minutes: int


@dataclass(slots=True)
class Around:
    series: list[Near] = field(default_factory=list)  # with the story itself, in order
    position: int = 0  # of the story in its series, from 1
    answered: Near | None = None
    answers: list[Near] = field(default_factory=list)
    same_subject: list[Near] = field(default_factory=list)
    next: list[Near] = field(default_factory=list)

    @property
    def previous_in_series(self) -> Near | None:
        return self.series[self.position - 2] if self.position > 1 else None

    @property
    def next_in_series(self) -> Near | None:
        return self.series[self.position] if 0 < self.position < len(self.series) else None


def of(story, subjects: Iterable[int]) -> Around:
    """Around an article or an interview; `subjects`: keys of its own."""
    around, rest = Around(), []
    for row in neighbours(story, list(subjects))[:MOST]:
        one = near(row)
        if row.in_series:
            around.series.append(one)
        if row.is_answered:
            around.answered = one
        elif row.answers:
            around.answers.append(one)
        elif row.pk != story.pk and not row.in_series:
            rest.append((row.shared or row.same_section, one))
    around.series.sort(key=lambda one: (one.published_on, one.pk))
    keys = [one.pk for one in around.series]
    if len(keys) < 2 or story.pk not in keys:
        around.series = []
    else:
        around.position = keys.index(story.pk) + 1
    around.answers.sort(key=lambda one: (one.published_on, one.pk))
    around.same_subject = [one for tied, one in rest if tied][:SAME_SUBJECT]
    around.next = [one for _, one in rest if one not in around.same_subject][:NEXT]
    return around


def neighbours(story, subjects: list[int]) -> QuerySet:
    """READ of readable stories: those with a tie first, then who shares most, then the latest."""
    nothing = Q(pk__in=[])
    series, section = story.series_id, getattr(story, "section", None)
    answered = getattr(story, "replies_to_id", None)
    in_series = Q(article__series=series) | Q(interview__series=series) if series else nothing
    return (
        Page.objects.live()
        .exclude(is_private())
        .filter(Q(article__isnull=False) | Q(interview__isnull=False))
        .exclude(Q(pk=story.pk) & ~in_series)
        .annotate(
            published_on=Coalesce("article__published_on", "interview__published_on"),
            drawing=Coalesce("article__drawing", "interview__drawing"),
            words=Coalesce("article__words", "interview__words"),
            section=F("article__section"),
            in_series=flag(in_series),
            is_answered=flag(Q(pk=answered) if answered else nothing),
            answers=flag(Q(article__replies_to=story.pk) if story.pk else nothing),
            same_section=flag(Q(article__section=section) if section else nothing),
            shared=shared(ArticleSubject, subjects) + shared(InterviewSubject, subjects),
        )
        .order_by(
            *("-in_series", "-is_answered", "-answers", "-shared", "-same_section"),
            *("-published_on", "-pk"),
        )
        .values_list(*READ, named=True)
    )


def flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def shared(kind: type, subjects: list[int]) -> Coalesce:
    """How many of these subjects a page of this kind has."""
    found = (
        kind.objects.filter(content_object=OuterRef("pk"), tag__in=subjects)
        .order_by()
        .values("content_object")
        .annotate(total=Count("pk"))
        .values("total")
    )
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)


def near(row) -> Near:
    section = row.section
    # A story is in a list, which is under the front page (Page.parent_page_types).
    address = "/".join(row.url_path.rsplit("/", 3)[1:])
    return Near(
        pk=row.pk,
        title=row.title,
        url=reverse("wagtail_serve", args=[address]),
        kicker=Section(section).label if section else "Entretien",
        drawing=row.drawing,
        published_on=row.published_on,
        reading_minutes=outline.reading_minutes(row.words),
    )
