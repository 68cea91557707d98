"""Pictures of a text, read with their reduced sizes at once."""

from django.db.models import prefetch_related_objects

HOLDERS = {"picture": "image", "video": "poster"}


def prefetch(body) -> None:
    """One query for the sizes of every picture of a body, however many."""
    images = [
        image
        for block in body
        if block.block_type in HOLDERS
        and (image := block.value[HOLDERS[block.block_type]]) is not None
    ]
    if images:
        prefetch_related_objects(images, "renditions")
