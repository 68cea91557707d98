"""The portrait and the CV of the owner’s form: kept, waiting, refused with a clear message."""

import io
import re
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from directory.models import Profile
from tests.factories import UserFactory
from tests.profile_forms import PDF, URL, errors, jpeg, latest, pdf, picture, posted

pytestmark = pytest.mark.django_db


def png_of(width: int, height: int) -> bytes:
    """A small PNG that announces a picture of any size."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    )


def zip_bomb() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cv.pdf", bytes(10_000_000))
    return output.getvalue()


def test_a_portrait_and_a_cv_are_stored_under_names_that_tell_nothing(client, owner):
    files = {"portrait": jpeg("ines-vacances.jpg"), "cv": pdf("Ines Cherfaoui.pdf")}
    assert client.post(URL, posted() | files).status_code == 302
    version = latest(owner)
    assert re.fullmatch(r"profils/[\w-]{20,}\.webp", version.portrait.name)
    assert re.fullmatch(r"profils/[\w-]{20,}\.pdf", version.cv.name)
    assert (version.portrait_width, version.portrait_height) == (800, 800)
    assert version.portrait.storage.exists(version.portrait.name)


@pytest.mark.parametrize(
    ("field", "file", "message"),
    [
        ("portrait", pdf("photo.jpg"), "pas une image"),
        ("cv", pdf(content=b"du texte"), "n’est pas un PDF"),
        ("portrait", jpeg(side=50), "trop petite"),
    ],
)
def test_a_false_file_is_refused_at_its_field(client, owner, field, file, message):
    file.seek(0)
    response = client.post(URL, posted() | {field: file})
    assert response.status_code == 400
    assert message in errors(response)[field][0]
    assert "Social media manager, industrie" in response.text
    assert not Profile.objects.exists()


def test_an_image_of_20_mb_gets_a_clear_message(client, owner):
    heavy = SimpleUploadedFile("photo.jpg", b"\xff\xd8" + b"0" * 20 * 1024 * 1024, "image/jpeg")
    response = client.post(URL, posted() | {"portrait": heavy})
    assert response.status_code == 400
    assert "20\u00a0Mo" in errors(response)["portrait"][0]


def test_a_valid_file_waits_while_the_rest_is_corrected(client, owner):
    response = client.post(URL, posted(headline="") | {"portrait": jpeg(), "cv": pdf()})
    assert response.status_code == 400
    tickets = {
        name: re.search(rf'name="{name}" value="([^"]+)"', response.text)[1]
        for name in ("portrait_ticket", "cv_ticket")
    }
    assert client.post(URL, posted(**tickets)).status_code == 302
    assert latest(owner).portrait.name.endswith(".webp")
    with latest(owner).cv.open() as cv:
        assert cv.read().startswith(b"%PDF-")


def test_the_waiting_file_of_somebody_else_cannot_be_taken(client, owner):
    response = client.post(URL, posted(headline="") | {"cv": pdf()})
    ticket = re.search(r'name="cv_ticket" value="([^"]+)"', response.text)[1]
    client.force_login(UserFactory())
    response = client.post(URL, posted(cv_ticket=ticket))
    assert response.status_code == 400
    assert "choisissez-le de nouveau" in errors(response)["cv"][0]


def test_a_portrait_is_removed_and_a_cv_stays(client, owner):
    client.post(URL, posted() | {"portrait": jpeg(), "cv": pdf()})
    client.post(URL, posted(remove_portrait="on"))
    assert not latest(owner).portrait
    assert latest(owner).cv


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("field", "content", "message"),
    [
        ("portrait", png_of(8000, 6250), "50 millions de pixels"),
        ("portrait", png_of(30_000, 30_000), "n’est pas une image|millions de pixels"),
        ("portrait", SVG, "n’est pas une image"),
        ("portrait", picture("GIF") + SVG, "n’est pas une image"),
        ("portrait", zip_bomb(), "n’est pas une image"),
        ("cv", zip_bomb(), "n’est pas un PDF"),
        ("cv", b"<script>alert(1)</script>" + PDF, "n’est pas un PDF"),
        ("cv", b"MZ" + PDF, "n’est pas un PDF"),
    ],
    ids=["50 MP", "900 MP", "svg", "gif and svg", "zip", "zip cv", "html and pdf", "exe and pdf"],
)
def test_a_hostile_file_is_refused_at_its_field(client, owner, field, content, message):
    file = SimpleUploadedFile("fichier.jpg", content, "image/jpeg")
    response = client.post(URL, posted() | {field: file})
    assert response.status_code == 400
    assert re.search(message, errors(response)[field][0])
    assert not Profile.objects.exists()


def test_of_a_picture_that_is_also_something_else_only_the_picture_is_kept(client, owner):
    both = SimpleUploadedFile("moi.jpg", picture() + zip_bomb() + SVG, "image/jpeg")
    assert client.post(URL, posted() | {"portrait": both}).status_code == 302
    with latest(owner).portrait.open() as file:
        kept = file.read()
    assert kept.startswith(b"RIFF") and b"<svg" not in kept and b"PK\x03\x04" not in kept
