"""The picture of a figure that networks show beside a link: 1200 × 630, in our colours.

Drawn from the same places as the page, at twice the size, then halved: Pillow’s own shapes have
jagged edges.  Patterns and words tell what colours tell.
"""

from functools import lru_cache
from io import BytesIO
from typing import Any

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

from surveys.telling.figure import Figure
from surveys.telling.words import euros

WIDTH, HEIGHT = 1200, 630
SCALE = 2
MARGIN = 64
LABELS = 360  # where bars begin
PAPER, INK, SOFT, HOLLOW = "#faf5e8", "#1a2024", "#50564f", "#f0e8d3"
RED, YELLOW, BLUE, GREEN = "#c2131b", "#ffcb1f", "#1a5a8a", "#a9cc8a"
BOLD, PLAIN = "carte-signal-700", "carte-signal-500"
MOST_ROWS = 7
TOP, BOTTOM = 240, 530  # where the drawing goes


@lru_cache(maxsize=16)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(finders.find(f"fonts/{name}.woff2"), size * SCALE)


class Canvas:
    """Drawing in the units of the finished picture."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
        self.drawing = ImageDraw.Draw(self.image)

    def box(self, left, top, right, bottom, fill=None, outline=None, width=0) -> None:
        corners = [value * SCALE for value in (left, top, right, bottom)]
        self.drawing.rectangle(corners, fill=fill, outline=outline, width=width * SCALE)

    def line(self, points, fill=INK, width=2) -> None:
        scaled = [value * SCALE for point in points for value in point]
        self.drawing.line(scaled, fill=fill, width=width * SCALE, joint="curve")

    def polygon(self, points, fill, outline=INK) -> None:
        self.drawing.polygon([(x * SCALE, y * SCALE) for x, y in points], fill, outline)

    def text(self, x, y, text, size, name=PLAIN, fill=INK, anchor="ls") -> None:
        place = (x * SCALE, y * SCALE)
        self.drawing.text(place, text, font=font(name, size), fill=fill, anchor=anchor)

    def fitted(self, text: str, size: int, width: int, name: str = PLAIN) -> str:
        """The text, ended by « … » when it is wider than so much."""
        written = font(name, size)
        if written.getlength(text) <= width * SCALE:
            return text
        while text and written.getlength(text + "…") > width * SCALE:
            text = text[:-1]
        return text.rstrip(" ,;:") + "…"

    def wrapped(self, text: str, size: int, width: int, lines: int) -> list[str]:
        """Rows of plain spaces, never parted at a no-break one."""
        rows: list[str] = []
        for word in map(plain, text.split(" ")):
            longer = f"{rows[-1]} {word}" if rows else word
            if rows and font(BOLD, size).getlength(longer) <= width * SCALE:
                rows[-1] = longer
            else:
                rows.append(word)
        if len(rows) > lines:
            rows[lines - 1] = " ".join(rows[lines - 1 :])
            rows = rows[:lines]
        return [self.fitted(row, size, width, BOLD) for row in rows]


def png(figure: Figure, edition: dict[str, Any]) -> bytes:
    """The figure of a frozen edition, as PNG."""
    canvas = Canvas()
    for index, left in enumerate(range(0, WIDTH, 60)):
        canvas.box(left, 0, left + 60, 14, fill=INK if index % 2 == 0 else PAPER)
    canvas.box(0, 14, WIDTH, 16, fill=INK)
    y = 88
    for row in canvas.wrapped(figure.title, 46, WIDTH - 2 * MARGIN, 3):
        canvas.text(MARGIN, y, row, 46, BOLD)
        y += 52
    DRAWN[figure.kind](canvas, figure, y - 20)
    foot(canvas, figure, edition)
    output = BytesIO()
    canvas.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(
        output, "PNG", optimize=True
    )
    return output.getvalue()


def plain(text: str) -> str:
    """Our narrow no-break spaces are in no font file of ours but as plain spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def rows_of(canvas: Canvas, labels: list[str], top: int) -> list[tuple[int, int]]:
    """The middle of each row and its height, labels written."""
    top = max(top, 200)
    height = min(46, (BOTTOM - top) // max(len(labels), 1))
    middles = []
    for index, label in enumerate(labels):
        middle = top + height * index + height // 2
        size = 26 if height > 32 else 22
        shown = canvas.fitted(plain(label), size, LABELS - MARGIN - 24)
        canvas.text(MARGIN, middle, shown, size, anchor="lm")
        middles.append((middle, height))
    return middles


def bars(canvas: Canvas, figure: Figure, top: int) -> None:
    shown = [bar for bar in figure.drawing.bars if bar.shown][:MOST_ROWS]
    longest, right = float(figure.drawing.scale), WIDTH - MARGIN - 110
    places = rows_of(canvas, [bar.label for bar in shown], top)
    for bar, (y, height) in zip(shown, places, strict=True):
        half = height * 0.32
        if figure.drawing.whole:
            canvas.box(LABELS, y - half, right, y + half, fill=HOLLOW)
        end = LABELS + (right - LABELS) * float(bar.width) / longest
        canvas.box(LABELS, y - half, end, y + half, fill=BLUE)
        value = plain(bar.words)
        canvas.text(WIDTH - MARGIN, y, value, 28, BOLD, anchor="rm")


def ranges(canvas: Canvas, figure: Figure, top: int) -> None:
    chart = getattr(figure.drawing, "chart", figure.drawing)
    shown = [row for row in chart.ranges if row.shown][:MOST_ROWS]
    right = WIDTH - MARGIN - 150

    def x(place: str) -> float:
        return LABELS + (right - LABELS) * float(place) / 100

    places = rows_of(canvas, [row.figures.label for row in shown], top)
    for row, (y, height) in zip(shown, places, strict=True):
        half = height * 0.28
        canvas.line([(LABELS, y), (right, y)], HOLLOW, 2)
        if row.width:
            end = x(row.start) + (right - LABELS) * float(row.width) / 100
            canvas.box(x(row.start), y - half, end, y + half, YELLOW, INK, 2)
        middle = x(row.middle)
        canvas.box(middle - 4, y - half - 5, middle + 4, y + half + 5, fill=RED)
        value = plain(row.words)
        canvas.text(WIDTH - MARGIN, y, value, 28, BOLD, anchor="rm")


def profile(canvas: Canvas, figure: Figure, top: int) -> None:
    """The bands as steps: an area a band, as in the table."""
    table = figure.sources[0]
    closed = [band for band in table.rows if band.low is not None and band.high is not None]
    unit = min(band.high - band.low for band in closed)
    ends = [
        (
            band.high - 3 * unit if band.low is None else band.low,
            band.low + 5 * unit if band.high is None else band.high,
        )
        for band in table.rows
    ]
    heights = [
        band.count / (right - left) for band, (left, right) in zip(table.rows, ends, strict=True)
    ]
    low, high, most = ends[0][0], ends[-1][1], max(heights)
    ground, top = BOTTOM - 40, max(top + 20, 220)
    for (left, right), tall in zip(ends, heights, strict=True):
        start, end = (
            MARGIN + (WIDTH - 2 * MARGIN) * (value - low) / (high - low) for value in (left, right)
        )
        canvas.box(start, ground - (ground - top) * tall / most, end, ground, GREEN, INK, 2)
    for mark in figure.drawing.marks:
        at = MARGIN + (WIDTH - 2 * MARGIN) * float(mark.x) / 900
        canvas.line(
            [(at, top - 10), (at, ground)], RED if mark.main else INK, 5 if mark.main else 2
        )
    words = ", ".join(f"{mark.label} {euros(mark.value)}" for mark in figure.drawing.marks)
    canvas.text(WIDTH / 2, BOTTOM, plain(words), 28, BOLD, anchor="ms")


def dots(canvas: Canvas, figure: Figure, top: int) -> None:
    colours = (RED, BLUE, YELLOW, GREEN, INK, SOFT)
    right = WIDTH - MARGIN
    shown = figure.drawing.rows[: MOST_ROWS - 1]
    fills = dict(zip([group for group, *_ in figure.drawing.groups], colours, strict=False))
    places = rows_of(canvas, [row.label for row in shown], max(top, 200) + 40)
    at = MARGIN
    for group, shape, _ in figure.drawing.groups:
        mark(canvas, shape, at + 10, max(top, 200) + 2, fills[group])
        canvas.text(at + 26, max(top, 200) + 2, plain(group), 24, anchor="lm")
        at += 60 + font(PLAIN, 24).getlength(plain(group)) / SCALE
    for row, (y, _) in zip(shown, places, strict=True):
        canvas.line([(LABELS, y), (right, y)], HOLLOW, 2)
        for dot in row.dots:
            x = LABELS + (right - LABELS) * float(dot.x) / 100
            mark(canvas, dot.shape, x, y + 0.4 * (float(dot.y) - 50), fills[dot.group])


def mark(canvas: Canvas, shape: str, x: float, y: float, fill: str) -> None:
    outlines = {
        "carre": [(-9, -9), (9, -9), (9, 9), (-9, 9)],
        "losange": [(0, -12), (12, 0), (0, 12), (-12, 0)],
        "triangle": [(0, -11), (12, 9), (-12, 9)],
        "croix": [(-10, -4), (10, -4), (10, 4), (-10, 4)],
        "barre": [(-4, -12), (4, -12), (4, 12), (-4, 12)],
    }
    if shape in outlines:
        canvas.polygon([(x + dx, y + dy) for dx, dy in outlines[shape]], fill)
    else:
        corners = [value * SCALE for value in (x - 10, y - 10, x + 10, y + 10)]
        canvas.drawing.ellipse(corners, fill=fill, outline=INK)


def lines(canvas: Canvas, figure: Figure, top: int) -> None:
    top = max(top + 40, 230)
    left, right = MARGIN + 20, WIDTH - MARGIN - 20

    def spot(one) -> tuple[float, float]:
        return (
            left + (right - left) * (float(one.x) - 70) / 790,
            top + (BOTTOM - 40 - top) * float(one.y) / 300,
        )

    ours = [one for one in figure.drawing.marks if one.point.ours]
    if len(ours) > 1:
        canvas.line([spot(one) for one in ours], RED, 5)
    for one in figure.drawing.marks:
        x, y = spot(one)
        mark(
            canvas, "rond" if one.point.ours else "losange", x, y, RED if one.point.ours else PAPER
        )
        if one.point.ours:
            canvas.text(x, y - 18, plain(one.words), 26, BOLD, anchor="ms")
        canvas.text(x, BOTTOM, str(one.point.year), 20, fill=SOFT, anchor="ms")


def gaps(canvas: Canvas, figure: Figure, top: int) -> None:
    shown = [bar for bar in figure.drawing.bars if bar.value is not None]
    right = WIDTH - MARGIN - 130

    def x(place: float) -> float:
        return LABELS + (right - LABELS) * place / 100

    places = rows_of(canvas, [bar.label for bar in shown], top)
    for bar, (y, height) in zip(shown, places, strict=True):
        half = height * 0.3
        start = float(bar.start)
        canvas.box(x(start), y - half, x(start + float(bar.width)), y + half, fill=BLUE)
        equal = x(float(figure.drawing.equality))
        canvas.box(equal - 3, y - half - 6, equal + 3, y + half + 6, fill=RED)
        canvas.text(WIDTH - MARGIN, y, plain(bar.words), 28, BOLD, anchor="rm")


DRAWN = {
    "bars": bars,
    "ranges": ranges,
    "map": ranges,
    "profile": profile,
    "dots": dots,
    "gaps": gaps,
    "lines": lines,
}


def foot(canvas: Canvas, figure: Figure, edition: dict[str, Any]) -> None:
    """The yellow road, the edition and its base, our name."""
    canvas.box(MARGIN, 548, WIDTH - MARGIN, 558, YELLOW, INK, 1)
    words = f"Enquête {edition['year']}"
    if figure.base:
        words += f", {figure.base}"
    if edition["fictitious"]:
        words += ". DONNÉES FICTIVES"
    canvas.text(MARGIN, 594, canvas.fitted(plain(words), 28, 760), 28)
    canvas.text(WIDTH - MARGIN, 594, "La Carte des CM", 34, BOLD, anchor="rs")
