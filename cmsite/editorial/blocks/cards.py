"""What is read in another room each time: people, tools, indicators.

A card shows what a visitor may see on that day, and nothing when they may see nothing.
"""

from typing import ClassVar

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from directory.visibility import ANYONE


class JoinedChooserBlock(SnippetChooserBlock):
    """Reads every object of a kind in a page at once, with what its card shows."""

    joins: ClassVar[tuple[str, ...]] = ()
    prefetches: ClassVar[tuple[str, ...]] = ()

    def bulk_to_python(self, values: list[int | None]) -> list:
        wanted = {value for value in values if value is not None}
        found = (
            self.model_class.objects.select_related(*self.joins)
            .prefetch_related(*self.prefetches)
            .in_bulk(wanted)
            if wanted
            else {}
        )
        return [found.get(value) for value in values]


class ProfileChooserBlock(JoinedChooserBlock):
    joins = ("commune__department__region",)
    prefetches = ("occupations",)


class ProfileCardBlock(blocks.StructBlock):
    profile = ProfileChooserBlock(
        "directory.Profile",
        label="profil",
        help_text="La carte disparaît d’elle-même si ce profil cesse d’être public.",
    )

    class Meta:
        icon = "user"
        label = "carte d’un profil"
        template = "editorial/blocks/profile.html"

    def get_context(self, value, parent_context=None) -> dict:
        profile = value["profile"]
        shown = profile and profile.shown_to(ANYONE)
        return {
            **super().get_context(value, parent_context=parent_context),
            "profile": shown if shown and shown.is_public else None,
        }


class PublishedCardBlock(blocks.StructBlock):
    """`chosen`: the name of the field, and of the card’s variable."""

    chosen: ClassVar[str]

    class Meta:
        abstract = True

    def get_context(self, value, parent_context=None) -> dict:
        one = value[self.chosen]
        return {
            **super().get_context(value, parent_context=parent_context),
            self.chosen: one if one and one.live else None,
        }


class ToolCardBlock(PublishedCardBlock):
    chosen = "tool"
    tool = JoinedChooserBlock("toolbox.Tool", label="outil")
    comment = blocks.CharBlock(
        label="ce que nous en disons", required=False, max_length=300, help_text="Une phrase."
    )

    class Meta:
        icon = "pick"
        label = "carte d’un outil"
        template = "editorial/blocks/tool.html"


class IndicatorBlock(PublishedCardBlock):
    chosen = "indicator"
    indicator = JoinedChooserBlock("toolbox.Indicator", label="indicateur")

    class Meta:
        icon = "cogs"
        label = "indicateur"
        template = "editorial/blocks/indicator.html"
