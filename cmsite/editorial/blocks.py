"""The StreamField vocabulary of the magazine."""

from typing import Any

from wagtail import blocks

from surveys.results import excerpt


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="citation")
    person = blocks.CharBlock(label="personne", required=False, max_length=100)
    organisation = blocks.CharBlock(label="organisation", required=False, max_length=100)

    class Meta:
        icon = "openquote"
        label = "citation"
        template = "editorial/blocks/quote.html"


class QuestionAnswerBlock(blocks.StructBlock):
    question = blocks.CharBlock(label="question", max_length=300)
    answer = blocks.RichTextBlock(label="réponse", features=["bold", "italic", "link", "ul", "ol"])

    class Meta:
        icon = "comment"
        label = "question et réponse"
        template = "editorial/blocks/question_answer.html"


class StepsBlock(blocks.StructBlock):
    steps = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label="étape", max_length=120)),
                ("text", blocks.TextBlock(label="explication", required=False)),
            ]
        ),
        label="étapes",
    )

    class Meta:
        icon = "list-ol"
        label = "étapes d’un processus"
        template = "editorial/blocks/steps.html"


class NoteBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label="texte", features=["bold", "italic", "link"])

    class Meta:
        icon = "info-circle"
        label = "note"
        template = "editorial/blocks/note.html"


class FigureBlock(blocks.StructBlock):
    """A figure of the survey, live: what the publication says on the day it is read."""

    edition = blocks.ChoiceBlock(
        label="édition", choices=excerpt.year_choices, default=excerpt.LATEST
    )
    figure = blocks.ChoiceBlock(
        label="figure",
        choices=excerpt.figure_choices,
        help_text="Avant la publication des résultats, la page dit quand ils paraîtront.",
    )

    class Meta:
        icon = "view"
        label = "figure de l’enquête"
        template = "editorial/blocks/figure.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        found = excerpt.excerpt(value.get("edition") or "", value.get("figure") or "")
        return {
            **super().get_context(value, parent_context),
            **found.context,
            "edition": found.edition,
            "figure": found.figure,
            "awaited": found.awaited,
            "embedded": True,
        }


BODY_BLOCKS = [
    (
        "heading",
        blocks.CharBlock(
            label="intertitre",
            icon="title",
            max_length=150,
            template="editorial/blocks/heading.html",
        ),
    ),
    (
        "text",
        blocks.RichTextBlock(
            label="texte",
            features=["bold", "italic", "link", "ul", "ol"],
            template="editorial/blocks/text.html",
        ),
    ),
    ("quote", QuoteBlock()),
    ("steps", StepsBlock()),
    ("note", NoteBlock()),
    ("figure", FigureBlock()),
]
INTERVIEW_BLOCKS = [("exchange", QuestionAnswerBlock()), *BODY_BLOCKS]
