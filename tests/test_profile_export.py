"""Profiles taken out of the admin: as the list shows them, harmless, and without addresses."""

import csv
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from directory.models import Profile
from tests.factories import EditorFactory, ProfileFactory, UserFactory, commune

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_directory_profile:list"


@pytest.fixture
def editor(client):
    client.force_login(EditorFactory())


def rows(response) -> list[dict]:
    return list(csv.DictReader(StringIO(response.getvalue().decode("utf-8-sig"))))


@pytest.mark.parametrize("start", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(client, editor, start):
    ProfileFactory(name=start, headline=start, biography=start)
    (row,) = rows(client.get(reverse(LIST), {"export": "csv"}))
    assert row["nom"] == row["titre"] == f"'{start}"
    assert row["biographie"].startswith("'")


def test_an_exported_workbook_holds_no_formula(client, editor):
    ProfileFactory(name="=HYPERLINK(1)")
    response = client.get(reverse(LIST), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(response.getvalue())).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_email_address_gets_out(client, editor, kind):
    ProfileFactory(owner=UserFactory(email="secret@exemple.example"))
    response = client.get(reverse(LIST), {"export": kind})
    content = response.getvalue()
    if kind == "xlsx":
        sheet = load_workbook(BytesIO(content)).active
        content = str([[cell.value for cell in row] for row in sheet.iter_rows()]).encode()
    assert b"Camille Estrade" in content
    assert b"secret" not in content and b"owner" not in content


def test_the_export_follows_the_filters_of_the_list(client, editor):
    ProfileFactory(name="Bretonne", commune=commune("35238"))
    ProfileFactory(name="Lyonnaise")
    response = client.get(reverse(LIST), {"export": "csv", "region": "53"})
    assert [row["nom"] for row in rows(response)] == ["Bretonne"]


def test_an_export_can_be_imported_again_as_it_is(client, editor):
    ProfileFactory(name="=Émile", headline="Titre, avec une virgule\nsur deux lignes")
    exported = client.get(reverse(LIST), {"export": "csv"}).getvalue()
    file = SimpleUploadedFile("p.csv", exported)
    page = client.post(reverse("directory_imports:index"), {"file": file}, follow=True)
    assert [row["verdict"] for row in page.context["rows"]] == ["same"]
    assert Profile.objects.get().name == "=Émile"


def test_exporting_costs_a_fixed_number_of_queries(client, editor, django_assert_max_num_queries):
    for count in (1, 20):
        ProfileFactory.create_batch(count)
        with django_assert_max_num_queries(20):
            client.get(reverse(LIST), {"export": "csv"}).getvalue()


def test_without_a_right_on_profiles_nothing_is_exported(client):
    ProfileFactory()
    client.force_login(UserFactory())
    assert client.get(reverse(LIST), {"export": "csv"}).status_code == 302
