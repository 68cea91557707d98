"""What leads elsewhere: calls to action and videos.  No address here runs anything."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cmsite.editorial import players

OUR_OWN, THE_WEB = "/", ("https://", "http://")


def check_address(address: str) -> None:
    """Raises ValidationError unless it is a page of ours (« /carte/ ») or one of the web."""
    ours = address.startswith(OUR_OWN) and not address.startswith("//") and "\\" not in address
    if not ours and not address.lower().startswith(THE_WEB):
        raise ValidationError(
            "Donnez une adresse de ce site, qui commence par /, ou une adresse complète, qui "
            "commence par https://."
        )


class CallToActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="titre", max_length=120)
    text = blocks.TextBlock(label="texte", required=False, rows=2)
    label = blocks.CharBlock(
        label="bouton", max_length=60, help_text="Un verbe\u00a0: «\u202fRépondre\u202f»."
    )
    address = blocks.CharBlock(
        label="adresse",
        max_length=500,
        validators=[check_address],
        help_text="«\u202f/enquete/\u202f» pour une page de ce site, sinon l’adresse complète.",
    )

    class Meta:
        icon = "link-external"
        label = "appel à agir"
        template = "editorial/blocks/call.html"


class VideoValue(blocks.StructValue):
    @property
    def host(self) -> str:
        return (urlsplit(self["address"]).hostname or "").removeprefix("www.")

    @property
    def player(self) -> str:
        return players.player(self["address"])


class VideoBlock(blocks.StructBlock):
    """A picture of ours, in place of which the video plays once somebody asks (playing.py).

    Nothing is asked of anybody else before that.  Without JavaScript, and from a site whose player
    is not known, it plays there, in a tab of its own.
    """

    title = blocks.CharBlock(label="titre", max_length=150)
    poster = ImageChooserBlock(
        label="image", help_text="Gardée ici\u00a0: rien n’est pris ailleurs."
    )
    address = blocks.URLBlock(label="adresse de la vidéo")
    duration = blocks.CharBlock(label="durée", required=False, max_length=20)
    summary = blocks.TextBlock(
        label="ce qu’on y voit",
        required=False,
        rows=3,
        help_text="Pour qui ne peut pas la regarder.",
    )

    class Meta:
        icon = "media"
        label = "vidéo"
        template = "editorial/blocks/video.html"
        value_class = VideoValue
