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
def test_une_photo_devient_un_webp_carre_de_800_pixels(kind):
    image = portrait(picture(kind=kind))
    assert (image.format, image.size) == ("WEBP", (800, 800))


def test_une_petite_photo_n_est_pas_agrandie():
    assert portrait(picture(300, 400)).size == (300, 300)


def test_le_lieu_l_appareil_et_l_auteur_sont_effaces():
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


def test_une_photo_prise_de_cote_est_redressee():
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


def test_un_fond_transparent_devient_blanc():
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
    ids=["texte", "svg", "vide"],
)
def test_ce_qui_n_est_pas_une_image_est_refuse(content):
    assert "n’est pas une image" in refusal(content)


def test_un_gif_est_refuse():
    assert "JPEG, PNG ou WebP" in refusal(picture(kind="GIF").getvalue())


def test_une_image_coupee_en_chemin_est_refusee():
    whole = picture(kind="PNG").getvalue()
    assert "abîmée" in refusal(whole[: len(whole) // 2])


def test_une_image_de_20_mo_est_refusee_sans_etre_lue():
    class Unread:
        def read(self):
            raise AssertionError("lu")

    with pytest.raises(uploads.UploadError, match="20\u00a0Mo.*limite est de 5"):
        uploads.portrait(Unread(), 20 * uploads.MEGABYTE)


@pytest.mark.parametrize("side", [6000, 20000], ids=["36 millions", "bombe"])
def test_une_image_de_trop_de_pixels_est_refusee_avant_d_etre_decodee(side, monkeypatch):
    output = BytesIO()
    Image.new("1", (side, side)).save(output, "PNG")
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("décodée"))
    assert "image" in refusal(output.getvalue())


def test_une_image_minuscule_est_refusee():
    assert "trop petite" in refusal(picture(80, 80).getvalue())


def test_un_pdf_est_garde_tel_quel():
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
def test_un_faux_pdf_est_refuse(content, reason):
    with pytest.raises(uploads.UploadError, match=reason):
        uploads.cv(BytesIO(content), len(content))


def test_un_cv_trop_lourd_est_refuse():
    with pytest.raises(uploads.UploadError, match="5,1\u00a0Mo"):
        uploads.cv(BytesIO(), int(5.1 * uploads.MEGABYTE))
