"""What is written: texts, headings, quotes, notes, points, steps, lists to tick."""

from wagtail import blocks

INLINE = ["bold", "italic", "link"]
PROSE = [*INLINE, "ul", "ol"]


class HeadingBlock(blocks.CharBlock):
    """An anchor is made of it (outline.py): the table of contents leads there."""

    def __init__(self, **options) -> None:
        super().__init__(max_length=150, **options)


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="citation", rows=3)
    person = blocks.CharBlock(label="personne", required=False, max_length=100)
    organisation = blocks.CharBlock(label="organisation", required=False, max_length=100)
    source = blocks.URLBlock(
        label="où on peut la lire",
        required=False,
        help_text="L’adresse du texte ou de l’émission, pour une citation prise ailleurs.",
    )

    class Meta:
        icon = "openquote"
        label = "citation"
        template = "editorial/blocks/quote.html"


class QuestionAnswerBlock(blocks.StructBlock):
    question = blocks.CharBlock(label="question", max_length=300)
    answer = blocks.RichTextBlock(label="réponse", features=PROSE)

    class Meta:
        icon = "comment"
        label = "question et réponse"
        template = "editorial/blocks/question_answer.html"


class StepsBlock(blocks.StructBlock):
    steps = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label="étape", max_length=120)),
                ("text", blocks.TextBlock(label="explication", required=False, rows=2)),
            ]
        ),
        label="étapes",
    )

    class Meta:
        icon = "list-ol"
        label = "étapes d’un processus"
        template = "editorial/blocks/steps.html"


class PointsBlock(blocks.StructBlock):
    """Numbers go on from one such list of a page to the next (outline.py)."""

    points = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label="point", max_length=200)),
                ("text", blocks.RichTextBlock(label="suite", required=False, features=INLINE)),
            ]
        ),
        label="points",
        help_text="Chacun a son adresse, que l’on peut envoyer.",
    )

    class Meta:
        icon = "list-ol"
        label = "points numérotés"
        template = "editorial/blocks/points.html"


class ComparisonBlock(blocks.StructBlock):
    left_title = blocks.CharBlock(label="première colonne", max_length=60, default="Interne")
    left = blocks.ListBlock(
        blocks.CharBlock(label="brique", max_length=300), label="briques de la première colonne"
    )
    right_title = blocks.CharBlock(label="seconde colonne", max_length=60, default="Externe")
    right = blocks.ListBlock(
        blocks.CharBlock(label="brique", max_length=300), label="briques de la seconde colonne"
    )

    class Meta:
        icon = "grip"
        label = "comparaison en deux colonnes"
        template = "editorial/blocks/comparison.html"


class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="titre", max_length=150)
    items = blocks.ListBlock(
        blocks.CharBlock(label="à cocher", max_length=300), label="choses à cocher"
    )

    class Meta:
        icon = "check"
        label = "liste à cocher"
        template = "editorial/blocks/checklist.html"


class NoteBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label="texte", features=INLINE)

    class Meta:
        icon = "info-circle"
        label = "note"
        template = "editorial/blocks/note.html"


class FactBlock(blocks.StructBlock):
    value = blocks.CharBlock(
        label="chiffre", max_length=20, help_text="«\u202f14 min\u202f», «\u202f8\u202f000\u202f»."
    )
    label = blocks.CharBlock(label="ce qu’il compte", max_length=100)

    class Meta:
        icon = "plus"
        label = "chiffre"
