"""The pictures that networks show beside our links: articles, entretiens, tools, the site itself.

Drawn by us, on a road map’s paper, with the same tools as those of profiles.
"""

from dataclasses import astuple, dataclass
from hashlib import sha256
from io import BytesIO

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from PIL import Image

from cmsite.editorial.models import Article, HomePage, Interview
from cmsite.toolbox.models import Indicator, Tool
from directory.characters import tidy_line
from directory.share_picture import (
    BOLD,
    HEIGHT,
    INK,
    MARGIN,
    PAPER,
    RED,
    ROMAN,
    SCALE,
    SOFT,
    WHITE,
    WIDTH,
    YELLOW,
    Canvas,
    brand,
    drawable,
    font,
    wrapped,
)

KEPT = 7 * 24 * 3600  # seconds
DRAWING = 1  # another number when what is drawn changes
KINDS = {
    "article": lambda: Article.objects.readable(),
    "entretien": lambda: Interview.objects.readable(),
    "outil": lambda: Tool.objects.published(),
    "indicateur": lambda: Indicator.objects.published(),
}


@dataclass(frozen=True)
class Sign:
    """All that the picture shows."""

    kicker: str
    title: str
    line: str

    @property
    def tag(self) -> str:
        """Different for whatever would be drawn differently."""
        return sha256(repr((DRAWING, astuple(self))).encode()).hexdigest()[:32]


def sign_of(one) -> Sign:
    if isinstance(one, Article | Interview):
        told = Sign(one.kicker, one.title, f"Par {one.author_name}")
    elif isinstance(one, Tool):
        told = Sign(f"Boîte à outils · {one.get_stage_display()}", one.name, one.what_for)
    elif isinstance(one, Indicator):
        told = Sign(f"Indicateurs · {one.get_family_display()}", one.name, one.definition)
    else:
        told = Sign("Annuaire, enquête, magazine", one.headline, one.introduction)
    return Sign(*(tidy_line(text) for text in astuple(told)))


def address(one) -> str:
    """The path of the picture of a page, that of the site for pages without their own."""
    kind = {Article: "article", Interview: "entretien", Tool: "outil", Indicator: "indicateur"}
    if type(one) not in kind or not one.pk:
        return reverse("share_site")
    return f"{reverse('share', args=[kind[type(one)], one.pk])}?v={sign_of(one).tag[:8]}"


@require_safe
@cache_control(public=True, max_age=600)
def picture(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    one = KINDS[kind]().filter(pk=pk).first() if kind in KINDS and pk < 2**31 else None
    if one is None:
        raise Http404
    return HttpResponse(png(sign_of(one)), content_type="image/png")


@require_safe
@cache_control(public=True, max_age=600)
def site(request: HttpRequest) -> HttpResponse:
    home = HomePage.objects.live().first()
    if home is None:
        raise Http404
    return HttpResponse(png(sign_of(home)), content_type="image/png")


def png(sign: Sign) -> bytes:
    """The picture, drawn once for what it shows."""
    key = f"editorial.share.{sign.tag}"
    drawn = cache.get(key)
    if drawn is None:
        drawn = draw(sign)
        cache.set(key, drawn, KEPT)
    return drawn


def draw(sign: Sign) -> bytes:
    canvas = Canvas()
    for index, left in enumerate(range(0, WIDTH, 60)):
        canvas.box(left, 0, left + 60, 14, fill=INK if index % 2 == 0 else PAPER)
    canvas.box(0, 14, WIDTH, 16, fill=INK)
    kicker = drawable(sign.kicker, BOLD)
    if kicker:
        end = MARGIN + canvas.length(kicker, BOLD, 32) + 40
        canvas.box(MARGIN, 66, end, 116, 6, fill=RED)
        canvas.box(MARGIN + 4, 70, end - 4, 112, 4, 2, outline=WHITE)
        canvas.text((MARGIN + end) / 2, 91, kicker, BOLD, 32, fill=WHITE, anchor="mm")
    title = drawable(sign.title, BOLD) or "La Carte des CM"
    width, size = (WIDTH - 2 * MARGIN) * SCALE, 88
    rows = wrapped(title, font(BOLD, size), width, 3)
    if rows[-1].endswith("…"):
        size = 68
        rows = wrapped(title, font(BOLD, size), width, 4)
    bottom = 130 + size
    for row in rows:
        canvas.text(MARGIN, bottom, row, BOLD, size)
        bottom += round(size * 1.06)
    left = max(0, min(2, (455 - (bottom - size)) // 46))
    bottom += 44 - size
    for row in wrapped(drawable(sign.line, ROMAN), font(ROMAN, 36), width, left) if left else ():
        canvas.text(MARGIN, bottom, row, ROMAN, 36, SOFT)
        bottom += 46
    # The yellow road, with its white line, and our milestone at its end.
    canvas.box(0, 484, WIDTH, 506, fill=YELLOW)
    for line in (484, 506):
        canvas.box(0, line - 1, WIDTH, line + 2, fill=INK)
    for dash in range(20, WIDTH, 80):
        canvas.box(dash, 494, dash + 40, 497, fill=WHITE)
    brand(canvas)
    output = BytesIO()
    canvas.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(output, "PNG")
    return output.getvalue()
