"""The forms of the survey’s admin, as a browser posts them."""

from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from surveys import margins

EDITIONS = "wagtailsnippets_surveys_edition"
QUESTIONS = "wagtailsnippets_surveys_question"
FLAGS = ("optional", "breaks_down", "crossed")


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def row_data(row, **changes) -> dict:
    """A question asked; boxes that are not ticked are not posted."""
    data = {
        "id": row.pk,
        "question": row.question_id,
        "step": row.step,
        "heading": row.heading,
        "branch": row.branch,
        **{name: "on" for name in FLAGS if getattr(row, name)},
    } | changes
    return {name: value for name, value in data.items() if value is not None}


def edition_data(edition, rows=None, **changes) -> dict:
    """The edit form as a browser posts it, with some fields changed."""
    if rows is None and edition.pk:
        rows = [row_data(row) for row in edition.edition_questions.order_by("sort_order")]
    data = {
        "year": edition.year,
        "title": edition.title,
        "mode": edition.mode,
        "exclude_fast": "on",
        "exclude_straight": "on",
        "exclude_impossible": "on",
        "margins_source": edition.margins.get("source", ""),
        "margins_shares": margins.written(edition.margins.get("questions", {})),
        "introduction": "",
        "method": "",
        "opens_at": local(edition.opens_at),
        "closes_at": local(edition.closes_at),
        "results_at": local(edition.results_at),
        "edition_questions": inline_formset(
            rows or [], initial=len(rows or []) if edition.pk else 0
        ),
        "archived_figures": inline_formset([]),
        "comments": inline_formset([]),
        "reuses": inline_formset([]),
    }
    return nested_form_data(data | changes)


def edit(admin, edition, **changes):
    rows = changes.pop("rows", None)
    url = reverse(f"{EDITIONS}:edit", args=[edition.pk])
    return admin.post(url, edition_data(edition, rows, **changes))


def text(response) -> str:
    return response.content.decode()


def errors(response) -> list:
    """What a form says, where a redirection was expected."""
    form = response.context["form"]
    return [form.errors, *(formset.errors for formset in form.formsets.values())]


def question_data(question, **changes) -> dict:
    choices = [
        {"id": choice.pk, "code": choice.code, "label": choice.label, "help": choice.help}
        for choice in question.choices.all()
    ]
    data = {
        "code": question.code,
        "kind": question.kind,
        "label": question.label,
        "short_label": question.short_label,
        "help": question.help,
        "why": question.why,
        "can_decline": "on",
        "choices": inline_formset(choices, initial=len(choices)),
    }
    return nested_form_data(data | changes)
