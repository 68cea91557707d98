"""What the front page is made of: the editors put these in the order they like.

Each block shows what there is at the moment; with nothing to show it takes no room.
"""

from copy import deepcopy
from typing import ClassVar

from wagtail import blocks

from cmsite.editorial.blocks.survey import FigureBlock


class HomeBlock(blocks.StructBlock):
    """Reads what it shows from `front` (front.Front), shared by the whole page."""

    shows: ClassVar[str] = ""

    def get_context(self, value, parent_context=None) -> dict:
        context = super().get_context(value, parent_context)
        front = context["front"]
        return context | {"shown": getattr(front, self.shows)(value) if self.shows else None}


class TitledBlock(HomeBlock):
    heading = blocks.CharBlock(
        label="titre", required=False, max_length=80, help_text="Vide\u00a0: le titre habituel."
    )


class SurveyBlock(HomeBlock):
    shows = "survey"

    class Meta:
        icon = "date"
        label = "enquête"
        help_text = (
            "L’édition à annoncer\u00a0: ses dates, et ce que l’on peut en faire aujourd’hui."
        )
        template = "editorial/home/survey.html"


class LatestBlock(TitledBlock):
    shows = "latest"

    count = blocks.IntegerBlock(label="nombre de textes", default=4, min_value=1, max_value=7)

    class Meta:
        icon = "doc-full"
        label = "derniers articles et entretiens"
        template = "editorial/home/latest.html"


class InterviewBlock(TitledBlock):
    shows = "interview"

    page = blocks.PageChooserBlock(
        label="entretien",
        required=False,
        page_type="editorial.Interview",
        help_text="Vide\u00a0: le dernier qui n’est pas déjà plus haut dans la page.",
    )

    class Meta:
        icon = "openquote"
        label = "entretien à la une"
        template = "editorial/home/interview.html"


class FiguresBlock(TitledBlock):
    shows = "figures"

    class Meta:
        icon = "table"
        label = "chiffres de la dernière enquête"
        template = "editorial/home/figures.html"


class ProfilesBlock(TitledBlock):
    shows = "newest_profiles"

    class Meta:
        icon = "group"
        label = "nouveaux profils"
        template = "editorial/home/profiles.html"


class RegionsBlock(TitledBlock):
    shows = "regions"

    text = blocks.CharBlock(label="phrase", required=False, max_length=200)

    class Meta:
        icon = "site"
        label = "la carte, région par région"
        help_text = "L’invitation à publier son profil, et où sont ceux qui l’ont fait."
        template = "editorial/home/regions.html"


class ToolsBlock(TitledBlock):
    shows = "tools"

    class Meta:
        icon = "pick"
        label = "outils"
        help_text = "Les derniers entrés dans la boîte à outils."
        template = "editorial/home/tools.html"


class LinksBlock(TitledBlock):
    shows = "links"

    class Meta:
        icon = "link"
        label = "revue de web"
        help_text = "Les derniers liens choisis."
        template = "editorial/home/links.html"


HOME_BLOCKS = [
    ("survey", SurveyBlock()),
    ("figure", FigureBlock(template="editorial/home/figure.html")),
    ("latest", LatestBlock()),
    ("interview", InterviewBlock()),
    ("figures", FiguresBlock()),
    ("profiles", ProfilesBlock()),
    ("tools", ToolsBlock()),
    ("links", LinksBlock()),
    ("regions", RegionsBlock()),
]
# What a page that nobody composed shows, and what the first one was given.
USUAL = [
    {"type": name, "value": {"count": 4} if name == "latest" else {}}
    for name in (
        *("survey", "latest", "figures", "profiles", "interview", "tools", "links", "regions"),
    )
]


def usual() -> list[dict]:
    """A composition of one’s own: fields write in the list they are given."""
    return deepcopy(USUAL)
