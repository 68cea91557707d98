"""Pictures for the demonstration’s articles, drawn here: roads seen from above."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.images import get_image_model

SIZE = (1200, 800)
FOREST, CONTOUR, ROAD, YELLOW, WHITE, EDGE = (
    *("#d3e2b9", "#9dbb84", "#e2473c", "#ffcb1f", "#fffefa", "#1a2024"),
)
# name: colour of the through road, centres of its roundabouts
ROADS = {
    "Un rond-point vu du ciel": (YELLOW, [(600, 400)]),
    "Deux ronds-points sur une route": (ROAD, [(380, 430), (840, 360)]),
}


def draw(title: str) -> Image.Image:
    colour, centres = ROADS[title]
    picture = Image.new("RGB", SIZE, FOREST)
    pen = ImageDraw.Draw(picture)
    for ring in range(60, 900, 42):
        pen.ellipse((250 - ring, 180 - ring, 250 + ring, 180 + ring // 2), outline=CONTOUR, width=3)
    way = [(-40, 520), *centres, (1240, 250)]
    for width, ink in ((78, EDGE), (66, colour)):
        pen.line(way, fill=ink, width=width, joint="curve")
        for x, y in centres:
            pen.line([(x, y), (x + 60, 840)], fill=ink, width=width - 14)
    for x, y in centres:
        for radius, ink in ((132, EDGE), (126, colour), (66, EDGE), (60, FOREST), (22, WHITE)):
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)
    return picture


def image(title: str):
    """The picture of that name among the site’s, drawn the first time."""
    model = get_image_model()
    found = model.objects.filter(title=title).first()
    if found is not None:
        return found
    content = BytesIO()
    draw(title).save(content, "JPEG", quality=88)
    content.seek(0)
    return model.objects.create(
        title=title,
        file=ImageFile(content, name="route.jpg"),
        width=SIZE[0],
        height=SIZE[1],
    )
