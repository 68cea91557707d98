"""Pictures in a text."""

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class NeededLine(blocks.CharBlock):
    """A line without which a picture is not shown, with the reason."""

    def __init__(self, *, missing: str = "", **options) -> None:
        super().__init__(**options)
        self.field.error_messages["required"] = missing


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label="image")
    alternative = NeededLine(
        label="texte de remplacement",
        max_length=300,
        help_text="Ce que l’image montre, pour qui ne la voit pas. Sans «\u202fimage de\u202f».",
        missing="Dites ce que l’image montre, pour qui ne la voit pas.",
    )
    caption = blocks.CharBlock(label="légende", required=False, max_length=300)
    credit = NeededLine(
        label="crédit",
        max_length=120,
        help_text="Qui l’a faite, et sous quelle licence.",
        missing="Dites qui a fait cette image.",
    )

    class Meta:
        icon = "image"
        label = "image"
        template = "editorial/blocks/picture.html"
