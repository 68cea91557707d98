"""Figures that others have published come in with their source, and go out again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.urls import reverse
from tablib import Dataset

from surveys.figures_import import Number
from surveys.models import ArchivedFigure, Import
from tests.edition_forms import text
from tests.factories import EditionFactory, EditorFactory

pytestmark = pytest.mark.django_db
FILE = (
    "Mesure;Valeur;Nombre;Code;Source;URL;Réserve\n"
    "Salaire médian;26 830 €;26 830;salaire-median;journalauto.com;https://revue.example/;n=551\n"
    "Part des femmes;55 %;55;;BDM;;\n"
    "Sans source;12;;;;;\n"
    "Nombre faux;12;douze;;BDM;;\n"
    "Adresse fausse;12;12;;BDM;javascript:alert(1);\n"
    "Part des femmes;55 %;55;;BDM;;\n"
)


@pytest.fixture
def admin(client, monkeypatch):
    # Wagtail’s own templates count on `{{ unknown|default:… }}`.
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    client.force_login(EditorFactory())
    return client


def archive(**fields):
    return EditionFactory(
        year=2014, archived=True, opens_at=None, closes_at=None, results_at=None, **fields
    )


def send(admin, edition, content: str = FILE, name: str = "chiffres.csv"):
    url = reverse("surveys_imports:figures", args=[edition.pk])
    return admin.post(url, {"file": SimpleUploadedFile(name, content.encode())})


def test_figures_are_checked_then_added_once(admin):
    edition = archive()
    ArchivedFigure.objects.create(
        edition=edition, sort_order=0, label="Déjà là", value="1", source="BDM"
    )
    response = send(admin, edition)
    page = text(admin.get(response.url))
    for words in ("2 chiffres seront ajoutés", "sans source", "« douze »", "a déjà ce chiffre"):
        assert words in page.replace("\u00a0", " ").replace("&nbsp;", " ") or words in page
    assert edition.archived_figures.count() == 1  # a dry run
    admin.post(response.url, {"action": "confirm"})
    admin.post(response.url, {"action": "confirm"})
    found = list(edition.archived_figures.values_list("label", "value", "number", "measure"))
    assert found == [
        ("Déjà là", "1", None, ""),
        ("Salaire médian", "26 830 €", 26830.0, "salaire-median"),
        ("Part des femmes", "55 %", 55.0, ""),
    ]
    assert (Import.objects.get().kept, Import.objects.get().refused) == (2, 4)
    assert "déjà été importé" in text(send(admin, edition))
    page = text(admin.get("/enquete/2014/resultats/")).replace("\u202f", " ")
    assert "26 830" in page.replace("\u00a0", " ")


def test_what_is_missing_is_named_and_only_archives_take_figures(admin):
    response = send(admin, archive(), "Mesure;Valeur\nSalaire;12\n")
    assert response.status_code == 400 and "la colonne « source »" in text(response)
    assert not Import.objects.exists()
    other = EditionFactory(year=2027)
    assert send(admin, other).status_code == 400


def test_a_file_can_be_given_up(admin):
    edition = archive()
    run = send(admin, edition)
    admin.post(run.url, {"action": "cancel"})
    assert not Import.objects.exists() and not edition.archived_figures.exists()


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_what_goes_out_comes_back_the_same_and_computes_nothing(admin, extension):
    edition = archive()
    ArchivedFigure.objects.create(
        edition=edition,
        label="=1+1",
        value="-2 %",
        number=-2,
        measure="ecart",
        source="BDM",
        source_url="https://revue.example/",
        note="@note",
    )
    url = reverse("surveys_imports:figures_export", args=[edition.pk, extension])
    content = admin.get(url).content
    data = Dataset().load(content.decode("utf-8-sig") if extension == "csv" else content, extension)
    assert data.dict[0]["mesure publiée"] == "'=1+1" and data.dict[0]["réserve"] == "'@note"
    other = EditionFactory(year=2013, archived=True)
    file = SimpleUploadedFile(f"c.{extension}", content)
    run = admin.post(reverse("surveys_imports:figures", args=[other.pk]), {"file": file})
    admin.post(run.url, {"action": "confirm"})
    fields = ("label", "value", "number", "measure", "source", "source_url", "note")
    assert list(other.archived_figures.values(*fields)) == list(
        edition.archived_figures.values(*fields)
    )
    assert admin.get(url.replace(f".{extension}", ".exe")).status_code == 404


@pytest.mark.parametrize("number", [26830.55, 123456.7, 1234567.5, 0.1234567, 55.0, 3e11])
def test_a_number_goes_out_as_it_came_in(number):
    widget = Number()
    written = widget.render(number)
    assert widget.clean(written) == number and "e" not in written
