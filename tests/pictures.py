"""Pictures for tests, small and drawn on the spot."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model


def picture(title: str = "Un rond-point"):
    content = BytesIO()
    Image.new("RGB", (64, 48), "#ffcb1f").save(content, "JPEG")
    content.seek(0)
    return get_image_model().objects.create(
        title=title, file=ImageFile(content, name="image.jpg"), width=64, height=48
    )
