"""What the survey publishes, in an article or on the front page."""

from typing import Any

from wagtail import blocks

from surveys.results import excerpt


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

    def get_searchable_content(self, value) -> list[str]:
        """Nothing: the names of an edition and of a figure are not the words of the text."""
        return []

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
