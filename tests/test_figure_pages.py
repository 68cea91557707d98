"""Each figure has a page, a frame for other sites, a picture and its data."""

import csv
import io
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from PIL import Image

from surveys.results.shelf import Shelf
from surveys.share_picture import Canvas
from tests.published import published, tables
from tests.test_content_security_policy import policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return published(year=2031)


def address(name: str, code: str) -> str:
    return reverse(f"surveys:{name}", args=[2031, code])


def codes(edition) -> list[str]:
    return [figure.code for figure in Shelf.of(edition).reading.figures]


def test_every_figure_has_its_page_and_its_frame(client, edition):
    every = codes(edition)
    assert len(every) == len(set(every)) > 15
    for code in every:
        page = client.get(address("figure", code))
        assert page.status_code == 200
        text = page.content.decode()
        assert text.count("<h1") == 1
        assert f'rel="canonical" href="http://127.0.0.1:8000{address("figure", code)}"' in text
        assert f'og:image" content="http://127.0.0.1:8000{address("figure_image", code)}"' in text
        frame = client.get(address("embed", code))
        assert frame.status_code == 200
        assert "Données fictives" in frame.content.decode()


def test_only_the_frame_may_be_framed_elsewhere(client, edition):
    frame = client.get(address("embed", "genre"))
    assert policy(frame)["frame-ancestors"] == "*"
    assert policy(frame)["script-src"] == "'self'"
    assert "X-Frame-Options" not in frame
    page = client.get(address("figure", "genre"))
    assert policy(page)["frame-ancestors"] == "'none'"
    assert page["X-Frame-Options"] == "DENY"
    # Once kept, too.
    assert policy(client.get(address("embed", "genre")))["frame-ancestors"] == "*"


def test_the_frame_has_no_form_and_leads_to_the_figure(client, edition):
    text = client.get(address("embed", "salaire-anciennete")).content.decode()
    assert "<form" not in text and "<nav" not in text
    assert re.search(
        r'<a href="http://127.0.0.1:8000/enquete/2031/resultats/salaire-anciennete/"', text
    )


def test_an_alternative_text_tells_the_numbers_of_the_table(client, edition):
    for figure in Shelf.of(edition).reading.figures:
        if figure.kind == "profile":
            continue
        for row in figure.table.rows:
            if figure.code == "montants" or row.label.startswith("Ensemble"):
                continue
            if row.cells:
                value = row.cells[1] if figure.kind in ("bars", "ranges", "map") else row.cells[0]
                assert value in figure.alt, (figure.code, row.label)
            else:
                assert f"{row.label} non publié" in figure.alt


@pytest.mark.parametrize(
    "code", ["genre", "profil-salaire", "salaire-region", "salaire-anciennete", "montants"]
)
def test_the_picture_has_the_size_networks_want(client, edition, code):
    response = client.get(address("figure_image", code))
    assert response["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(response.content))
    assert picture.size == (1200, 630)
    # Drawn, and not a blank sheet.
    assert len(picture.convert("RGB").getcolors(200_000) or [0] * 9) > 8
    assert len(response.content) < 150_000


def test_the_title_of_a_picture_never_parts_an_amount():
    title = "Profil altimétrique des salaires : la moitié entre 24\u202f000 et 34\u202f500\u202f€"
    for width in range(300, 900, 20):
        rows = Canvas().wrapped(title, 46, width, 9)
        assert [row for row in rows if "34" in row] == [row for row in rows if "34 500 €" in row]


def test_the_data_of_a_figure_are_its_lines_of_the_whole_file(client, edition):
    whole = client.get(reverse("surveys:results_csv", args=[2031])).content.decode("utf-8-sig")
    lines = set(whole.splitlines())
    own = client.get(address("figure_csv", "salaire-region"))
    assert 'filename="enquete-2031-r1-salaire-region.csv"' in own["Content-Disposition"]
    rows = own.content.decode("utf-8-sig").splitlines()
    assert len(rows) > 50 and set(rows) <= lines
    found = list(csv.DictReader(io.StringIO(own.content.decode("utf-8-sig"))))
    assert {row["tableau"] for row in found} == {"salaire"}


@pytest.mark.parametrize("name", ["figure", "embed", "figure_image", "figure_csv"])
def test_what_is_not_a_figure_is_not_there(client, edition, name):
    assert client.get(address(name, "rien-de-tel")).status_code == 404
    assert client.get(address(name, "r99x")).status_code == 404


@pytest.mark.parametrize("name", ["embed", "figure_image", "figure_csv"])
def test_nothing_of_a_figure_is_there_before_its_time(client, name):
    published(year=2031, published=False, closed=True)
    assert client.get(address(name, "genre")).status_code == 404
    early = client.get(address("figure", "genre"))
    assert early.status_code == 302 and "no-store" in early["Cache-Control"]


def test_a_figure_shows_the_groups_that_the_guard_hid_as_hidden(client, edition):
    hidden = [row.label for row in tables().stat("salaire", "region").rows if not row.shown]
    text = client.get(address("figure", "salaire-region")).content.decode()
    for label in hidden:
        assert re.search(
            rf'<th scope="row">{label}</th><td class="nombre" colspan="5">non publié', text
        )


def test_the_title_of_a_framed_figure_is_that_of_its_page(client, edition):
    for code in ("genre", "salaire-region"):
        document = BeautifulSoup(client.get(address("embed", code)).content, "html.parser")
        assert [one.name for one in document.find_all(re.compile(r"h\d"))] == ["h1"]
        page = BeautifulSoup(client.get(address("figure", code)).content, "html.parser")
        assert page.find(id=code).find(re.compile(r"h\d")).name == "h2"
