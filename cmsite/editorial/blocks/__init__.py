"""The StreamField vocabulary of the magazine."""

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cmsite.editorial.blocks.cards import IndicatorBlock, ProfileCardBlock, ToolCardBlock
from cmsite.editorial.blocks.links import CallToActionBlock, VideoBlock
from cmsite.editorial.blocks.pictures import PictureBlock
from cmsite.editorial.blocks.prose import (
    PROSE,
    ChecklistBlock,
    ComparisonBlock,
    FactBlock,
    HeadingBlock,
    NoteBlock,
    PointsBlock,
    QuestionAnswerBlock,
    QuoteBlock,
    StepsBlock,
)
from cmsite.editorial.blocks.survey import FigureBlock

WRITTEN, SHOWN, LINKED = "Écrire", "Montrer", "Relier"
BODY_BLOCKS = [
    (
        "heading",
        HeadingBlock(
            label="intertitre",
            icon="title",
            group=WRITTEN,
            template="editorial/blocks/heading.html",
        ),
    ),
    (
        "subheading",
        HeadingBlock(
            label="sous-intertitre",
            icon="title",
            group=WRITTEN,
            template="editorial/blocks/subheading.html",
        ),
    ),
    (
        "text",
        blocks.RichTextBlock(
            label="texte",
            features=PROSE,
            group=WRITTEN,
            template="editorial/blocks/text.html",
        ),
    ),
    ("quote", QuoteBlock(group=WRITTEN)),
    ("points", PointsBlock(group=WRITTEN)),
    ("steps", StepsBlock(group=WRITTEN)),
    ("comparison", ComparisonBlock(group=WRITTEN)),
    ("checklist", ChecklistBlock(group=WRITTEN)),
    ("note", NoteBlock(group=WRITTEN)),
    ("picture", PictureBlock(group=SHOWN)),
    ("video", VideoBlock(group=SHOWN)),
    (
        "table",
        TypedTableBlock(
            [("text", blocks.CharBlock(label="texte", required=False, max_length=300))],
            label="tableau",
            group=SHOWN,
            template="editorial/blocks/table.html",
        ),
    ),
    ("figure", FigureBlock(group=LINKED)),
    ("profile", ProfileCardBlock(group=LINKED)),
    ("tool", ToolCardBlock(group=LINKED)),
    ("indicator", IndicatorBlock(group=LINKED)),
    ("call", CallToActionBlock(group=LINKED)),
]
INTERVIEW_BLOCKS = [("exchange", QuestionAnswerBlock(group=WRITTEN)), *BODY_BLOCKS]
FACT_BLOCKS = [("fact", FactBlock())]
