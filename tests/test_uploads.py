"""Portraits and CVs are judged by what they hold, whatever their name says."""

from io import BytesIO

import pytest
from PIL import Image

from directory import uploads


def picture(width=1200, height=900, kind="JPEG", **options) -> BytesIO:
    output = BytesIO()
    Image.new("RGB", (width, height), "teal").save(output, kind, **options)
    output.seek(0)
    return output


def portrait(file: BytesIO) -> Image.Image:
    return Image.open(BytesIO(uploads.portrait(file, len(file.getvalue()))))


def refusal(content: bytes) -> str:
    with pytest.raises(uploads.UploadError) as caught:
        uploads.portrait(BytesIO(content), len(content))
    return str(caught.value)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_square_webp_of_800_pixels(kind):
    image = portrait(picture(kind=kind))
    assert (image.format, image.size) == ("WEBP", (800, 800))


def test_a_small_photo_is_not_enlarged():
    assert portrait(picture(300, 400)).size == (300, 300)


def test_the_place_the_camera_and_the_author_are_erased():
    exif = Image.Exif()
    exif[0x010F] = "Marque-espionne"
    exif[0x013B] = "Auteur-espion"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (45.0, 45.0, 0.0)
    sent = picture(exif=exif, comment=b"commentaire-espion")
    assert b"Marque-espionne" in sent.getvalue()
    kept = uploads.portrait(sent, len(sent.getvalue()))
    assert not Image.open(BytesIO(kept)).getexif()
    assert not Image.open(BytesIO(kept)).info.get("icc_profile")
    assert b"espion" not in kept


def test_a_photo_taken_sideways_is_set_upright():
    image = Image.new("RGB", (800, 800), "white")
    image.paste("red", (0, 0, 800, 400))  # red above, once upright: turned to the right here
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    output = BytesIO()
    image.rotate(90).save(output, "PNG", exif=exif)
    output.seek(0)
    upright = portrait(output)
    assert upright.getpixel((400, 100))[1] < 80  # red
    assert upright.getpixel((400, 700))[1] > 200  # white


def test_a_transparent_background_becomes_white():
    output = BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(output, "PNG")
    output.seek(0)
    assert min(portrait(output).getpixel((200, 200))) > 250


@pytest.mark.parametrize(
    "content",
    [
        b"Bonjour, ceci est un texte nomme photo.jpg",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"",
    ],
    ids=["text", "svg", "empty"],
)
def test_what_is_not_an_image_is_refused(content):
    assert "n’est pas une image" in refusal(content)


def test_a_gif_is_refused():
    assert "JPEG, PNG ou WebP" in refusal(picture(kind="GIF").getvalue())


def test_an_image_cut_short_on_the_way_is_refused():
    whole = picture(kind="PNG").getvalue()
    assert "abîmée" in refusal(whole[: len(whole) // 2])


def test_an_image_of_20_mb_is_refused_unread():
    class Unread:
        def read(self):
            raise AssertionError("read")

    with pytest.raises(uploads.UploadError, match="20\u00a0Mo.*limite est de 5"):
        uploads.portrait(Unread(), 20 * uploads.MEGABYTE)


@pytest.mark.parametrize("side", [6000, 20000], ids=["36 million", "bomb"])
def test_an_image_of_too_many_pixels_is_refused_before_it_is_decoded(side, monkeypatch):
    output = BytesIO()
    Image.new("1", (side, side)).save(output, "PNG")
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    assert "image" in refusal(output.getvalue())


def test_a_tiny_image_is_refused():
    assert "trop petite" in refusal(picture(80, 80).getvalue())


def test_a_pdf_is_kept_as_it_is():
    content = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"
    assert uploads.cv(BytesIO(content), len(content)) == content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Mon CV, en texte", "n’est pas un PDF"),
        (b"PK\x03\x04 un document Word", "n’est pas un PDF"),
        (b"%PDF-1.7\n1 0 obj", "incomplet"),
        (b"", "n’est pas un PDF"),
    ],
)
def test_a_false_pdf_is_refused(content, reason):
    with pytest.raises(uploads.UploadError, match=reason):
        uploads.cv(BytesIO(content), len(content))


def test_a_cv_that_is_too_heavy_is_refused():
    with pytest.raises(uploads.UploadError, match="5,1\u00a0Mo"):
        uploads.cv(BytesIO(), int(5.1 * uploads.MEGABYTE))
