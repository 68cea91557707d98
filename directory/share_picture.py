"""The picture of a profile that networks show beside a link: 1200 × 630, in our colours.

Drawn at twice its size, then halved: Pillow’s own shapes have jagged edges.
"""

from dataclasses import astuple, dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO

from django.contrib.staticfiles import finders
from django.core.cache import cache
from PIL import Image, ImageDraw, ImageFont, ImageOps

from directory.characters import tidy_line
from directory.shown import Shown

WIDTH, HEIGHT = 1200, 630
SCALE = 2
MARGIN = 72
PAPER, INK, SOFT, WHITE = "#faf5e8", "#1a2024", "#50564f", "#fffefa"
RED, YELLOW, GREEN, HILLS = "#c2131b", "#ffcb1f", "#d3e2b9", "#a9b894"
BOLD, ROMAN = "carte-signal-700", "carte-texte"
KEPT = 7 * 24 * 3600  # seconds
DRAWING = 1  # another number when what is drawn changes


@dataclass(frozen=True)
class Face:
    """All that the picture shows."""

    name: str
    headline: str
    initials: str
    number: str  # of the département
    town: str  # empty when it is kept: the sign names the département
    department: str
    portrait: str  # its name in storage, or nothing

    @property
    def tag(self) -> str:
        """Different for whatever would be drawn differently."""
        return sha256(repr((DRAWING, astuple(self))).encode()).hexdigest()[:32]


def face_of(profile: Shown) -> Face:
    commune = profile.shown_commune
    return Face(
        tidy_line(profile.name),
        tidy_line(profile.headline),
        profile.initials,
        profile.department.pk,
        commune.name if commune else "",
        profile.department.name,
        profile.portrait.name if profile.portrait else "",
    )


def png(profile: Shown) -> bytes:
    """The picture, drawn once for what it shows."""
    face = face_of(profile)
    key = f"directory.share.{face.tag}"
    drawn = cache.get(key)
    if drawn is None:
        drawn = draw(face, open_portrait(profile))
        cache.set(key, drawn, KEPT)
    return drawn


def open_portrait(profile: Shown) -> Image.Image | None:
    if not profile.portrait:
        return None
    try:
        with profile.portrait.storage.open(profile.portrait.name) as file:
            return Image.open(BytesIO(file.read()), formats=["WEBP", "JPEG", "PNG"]).convert("RGB")
    except OSError:  # not there, or not a picture
        return None


@lru_cache(maxsize=64)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(finders.find(f"fonts/{name}.woff2"), size * SCALE)


@lru_cache(maxsize=4096)
def has_letter(name: str, letter: str) -> bool:
    """Whether our subset of the font draws it, not a box in its stead."""
    drawn = font(name, 40)
    unknown = bytes(drawn.getmask("\U0010fffd"))
    return letter.isspace() or bytes(drawn.getmask(letter)) != unknown


def drawable(text: str, name: str) -> str:
    """The letters that our fonts have: a name in another script leaves nothing but its spaces."""
    return " ".join("".join(one for one in text if has_letter(name, one)).split())


def wrapped(text: str, written: ImageFont.FreeTypeFont, width: int, lines: int) -> list[str]:
    """At most so many lines of at most so many pixels, the last one ended by « … » if cut."""
    rows: list[str] = []
    for word in text.split():
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and written.getlength(longer) <= width:
            rows[-1] = longer
        else:
            rows.append(word)
    cut = len(rows) > lines
    rows = rows[:lines]
    for index, row in enumerate(rows):
        ends = cut and index == len(rows) - 1
        while row and written.getlength(row + "…" * ends) > width:
            row, ends = row[:-1], True
        rows[index] = row.rstrip(" ,;:") + "…" * ends
    return rows


class Canvas:
    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
        self.drawing = ImageDraw.Draw(self.image)

    def box(self, left, top, right, bottom, radius=0, width=0, fill=None, outline=None) -> None:
        corners = [value * SCALE for value in (left, top, right, bottom)]
        self.drawing.rounded_rectangle(
            corners, radius * SCALE, fill=fill, outline=outline, width=width * SCALE
        )

    def circle(self, x, y, radius, width=0, fill=None, outline=None) -> None:
        corners = [value * SCALE for value in (x - radius, y - radius, x + radius, y + radius)]
        self.drawing.ellipse(corners, fill=fill, outline=outline, width=width * SCALE)

    def text(self, x, y, text, name, size, fill=INK, anchor="ls") -> None:
        place = (x * SCALE, y * SCALE)
        self.drawing.text(place, text, font=font(name, size), fill=fill, anchor=anchor)

    def length(self, text: str, name: str, size: int) -> float:
        return font(name, size).getlength(text) / SCALE


def draw(face: Face, portrait: Image.Image | None) -> bytes:
    canvas = Canvas()
    for index, left in enumerate(range(0, WIDTH, 60)):
        canvas.box(left, 0, left + 60, 14, fill=INK if index % 2 == 0 else PAPER)
    canvas.box(0, 14, WIDTH, 16, fill=INK)
    round_picture(canvas, face, portrait)
    left, bottom = 390, 170
    name = drawable(face.name, BOLD) or "Un profil"
    size = 92 if canvas.length(name, BOLD, 92) <= WIDTH - MARGIN - left else 76
    for row in wrapped(name, font(BOLD, size), (WIDTH - MARGIN - left) * SCALE, 2):
        canvas.text(left, bottom, row, BOLD, size)
        bottom += round(size * 1.08)
    bottom -= 26
    headline = drawable(face.headline, ROMAN)
    for row in wrapped(headline, font(ROMAN, 36), (WIDTH - MARGIN - left) * SCALE, 3):
        canvas.text(left, bottom, row, ROMAN, 36, SOFT)
        bottom += 48
    canvas.box(MARGIN, 470, WIDTH - MARGIN, 482, fill=YELLOW)
    for line in (470, 482):
        canvas.box(MARGIN, line - 1, WIDTH - MARGIN, line + 1, fill=INK)
    sign(canvas, face)
    brand(canvas)
    output = BytesIO()
    canvas.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(output, "PNG")
    return output.getvalue()


def round_picture(canvas: Canvas, face: Face, portrait: Image.Image | None) -> None:
    """The portrait, or the initials on contour lines as the site draws them."""
    x, y, radius = 220, 250, 130
    canvas.circle(x, y, radius, fill=GREEN)
    if portrait:
        side = 2 * radius * SCALE
        mask = Image.new("L", (side, side))
        ImageDraw.Draw(mask).ellipse((0, 0, side, side), fill=255)
        corner = ((x - radius) * SCALE, (y - radius) * SCALE)
        canvas.image.paste(ImageOps.fit(portrait, (side, side)), corner, mask)
    else:
        for smaller in (30, 58, 86):
            canvas.circle(x, y, radius - smaller, width=2, outline=HILLS)
        initials = drawable(face.initials, BOLD) or "CM"
        canvas.text(x, y, initials, BOLD, 104, anchor="mm")
    canvas.circle(x, y, radius, width=4, outline=INK)


def sign(canvas: Canvas, face: Face) -> None:
    """The town sign under the number of its département, or a plate with the département."""
    if not face.town:
        label = f"{face.department} ({face.number})"
        end = MARGIN + canvas.length(label, BOLD, 34) + 40
        canvas.box(MARGIN, 526, end, 578, 6, fill=YELLOW)
        canvas.box(MARGIN + 4, 530, end - 4, 574, 4, 2, outline=INK)
        canvas.text((MARGIN + end) / 2, 552, label, BOLD, 34, anchor="mm")
        return
    size = 48 if canvas.length(face.town.upper(), BOLD, 48) <= 600 else 34
    town = wrapped(face.town.upper(), font(BOLD, size), 640 * SCALE, 1)[0]
    end = MARGIN + max(150, canvas.length(town, BOLD, size) + 64)
    canvas.box(MARGIN, 530, end, 606, 12, 8, WHITE, RED)
    canvas.text((MARGIN + end) / 2, 568, town, BOLD, size, anchor="mm")
    number, middle = f"D {face.number}", (MARGIN + end) / 2
    half = canvas.length(number, BOLD, 26) / 2 + 14
    canvas.box(middle - half, 500, middle + half, 538, 5, fill=YELLOW)
    canvas.box(middle - half + 3, 503, middle + half - 3, 535, 3, 2, outline=INK)
    canvas.text(middle, 519, number, BOLD, 26, anchor="mm")


def brand(canvas: Canvas) -> None:
    """Our milestone and our name, at the right of the foot."""
    label = "La Carte des CM"
    right = WIDTH - MARGIN
    start = right - canvas.length(label, BOLD, 40)
    canvas.text(right, 568, label, BOLD, 40, anchor="rm")
    left, top = start - 70, 532
    canvas.drawing.pieslice(
        [value * SCALE for value in (left, top, left + 52, top + 52)], 180, 360, fill=RED
    )
    canvas.box(left, top + 26, left + 52, top + 72, fill=WHITE)
    canvas.box(left, top + 25, left + 52, top + 28, fill=INK)
    canvas.drawing.arc(
        [value * SCALE for value in (left, top, left + 52, top + 52)], 180, 360, INK, 3 * SCALE
    )
    for x in (left, left + 49):
        canvas.box(x, top + 26, x + 3, top + 72, fill=INK)
    canvas.box(left, top + 69, left + 52, top + 72, fill=INK)
    canvas.text(left + 26, top + 50, "CM", BOLD, 26, anchor="mm")
