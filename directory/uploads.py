"""What may come in as a portrait or a CV: judged by its content, never by its name.

Pure: bytes in, bytes out.  Every refusal is an UploadError whose text is for the person who
sent the file.
"""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

MEGABYTE = 1024 * 1024
PORTRAIT_BYTES = 5 * MEGABYTE
PORTRAIT_PIXELS = 25_000_000
PORTRAIT_SIDE = 800
SMALLEST_SIDE = 160
SIDES = (160, 320, 640)  # of the renditions, in pixels
CV_BYTES = 5 * MEGABYTE
FORMATS = ("JPEG", "PNG", "WEBP")


class UploadError(ValueError):
    """A file we do not take; the message says why and what to do."""


def too_heavy(size: int, limit: int) -> str:
    """« Ce fichier pèse 20 Mo… », both sizes in bytes."""
    weight = f"{size / MEGABYTE:.1f}".replace(".", ",").removesuffix(",0")
    return (
        f"Ce fichier pèse {weight}\u00a0Mo\u202f: la limite est de {limit // MEGABYTE}\u00a0Mo. "
        "Choisissez-en une version plus légère."
    )


def portrait(file: BinaryIO, size: int) -> bytes:
    """The picture as a square WebP of at most 800 pixels a side, upright and without metadata.

    `size` is in bytes.  Dimensions are read before anything is decoded, so that a small file
    announcing a huge picture costs nothing.  Raises UploadError.
    """
    if size > PORTRAIT_BYTES:
        raise UploadError(too_heavy(size, PORTRAIT_BYTES))
    try:
        image = Image.open(BytesIO(file.read()), formats=FORMATS)
        width, height = image.size
        if width * height > PORTRAIT_PIXELS:
            raise UploadError(
                f"Cette image compte {round(width * height / 1_000_000)} millions de pixels\u202f: "
                "la limite est de 25 millions. Réduisez-la, puis envoyez-la de nouveau."
            )
        if min(width, height) < SMALLEST_SIDE:
            raise UploadError(
                f"Cette image est trop petite ({width} × {height} pixels)\u202f: "
                f"il en faut au moins {SMALLEST_SIDE} de côté."
            )
        # A JPEG can be decoded straight at a smaller scale; other formats ignore this.
        image.draft("RGB", (PORTRAIT_SIDE * 2, PORTRAIT_SIDE * 2))
        return squared(ImageOps.exif_transpose(image))
    except UploadError:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UploadError(
            "Ce fichier n’est pas une image que nous savons lire. "
            "Choisissez une photo au format JPEG, PNG ou WebP."
        ) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        # What Pillow raises on a picture that is cut short or malformed.
        raise UploadError(
            "Cette image est abîmée ou incomplète. Enregistrez-la de nouveau, puis renvoyez-la."
        ) from None


def squared(image: Image.Image) -> bytes:
    """Cropped around the upper middle, where faces are, and painted on a blank picture.

    The blank picture carries none of what came with the file: place, camera, author, comments.
    """
    side = min(PORTRAIT_SIDE, *image.size)
    image = image.convert("RGBA")
    image = ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS, centering=(0.5, 0.4))
    clean = Image.new("RGB", (side, side), "white")
    clean.paste(image, mask=image.getchannel("A"))
    output = BytesIO()
    clean.save(output, "WEBP", quality=82, method=4)
    return output.getvalue()


def sides_up_to(side: int) -> list[int]:
    """The renditions of a picture of this side: none is an enlargement."""
    return [one for one in SIDES if one <= side]


def renditions(portrait: bytes) -> dict[tuple[int, str], bytes]:
    """{(side, « avif » or « webp »): picture} of what `portrait()` returned; as clean as it is."""
    image = Image.open(BytesIO(portrait), formats=["WEBP"]).convert("RGB")
    drawn = {}
    for side in sides_up_to(min(image.size)):
        smaller = Image.new("RGB", (side, side))
        smaller.paste(image.resize((side, side), Image.Resampling.LANCZOS))
        for kind, options in (
            ("avif", {"quality": 60, "speed": 7}),
            ("webp", {"quality": 80, "method": 4}),
        ):
            output = BytesIO()
            smaller.save(output, kind.upper(), **options)
            drawn[side, kind] = output.getvalue()
    return drawn


def cv(file: BinaryIO, size: int) -> bytes:
    """The bytes of a PDF, as sent.  Raises UploadError when they are not one.

    ISO 32000-1 § 7.5: a PDF begins with %PDF- and its last line is %%EOF; readers accept a few
    bytes after it.
    """
    if size > CV_BYTES:
        raise UploadError(too_heavy(size, CV_BYTES))
    content = file.read()
    if not content.startswith(b"%PDF-"):
        raise UploadError(
            "Ce fichier n’est pas un PDF, quel que soit son nom. "
            "Exportez votre CV en PDF depuis votre traitement de texte."
        )
    if b"%%EOF" not in content[-1024:]:
        raise UploadError("Ce PDF est incomplet. Exportez-le de nouveau, puis renvoyez-le.")
    return content
