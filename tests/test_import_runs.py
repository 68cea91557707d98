"""An import that knows its columns, goes on where it stopped, and says what became of each row."""

import csv
from io import StringIO

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse

from directory import headers, importing
from directory.models import ImportRun, Profile, Synonym
from tests.factories import (
    EditorFactory,
    OccupationFactory,
    ProfileFactory,
    SkillFactory,
    commune,
)

OURS = "nom,titre,métiers,statut,commune,employeur,adresse\n"


# --- Columns ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("theirs", "guessed"),
    [
        (["Nom", "COMMUNE"], {"nom": 0, "commune": 1}),
        (["Nom complet", "Ville", "Pointure"], {"nom": 0, "commune": 1}),
        (["Ville", "Commune"], {"commune": 1}),
        (["Site web", "LinkedIn"], {"site": 0}),
        (["Métier", "Poste"], {"métiers": 0}),
    ],
)
def test_columns_are_recognised_by_what_people_call_them(theirs, guessed):
    assert headers.guess(theirs) == guessed


def test_every_required_column_can_be_recognised():
    assert headers.missing({"nom": 0}) == ["titre", "métiers", "statut", "commune"]
    assert set(headers.REQUIRED) <= set(headers.SYNONYMS)


# --- A run ------------------------------------------------------------------------------------
@pytest.fixture
def editor(client, db):
    for code in ("69123", "35238", "93066", "97411"):
        commune(code)
    OccupationFactory(name="Community manager")
    user = EditorFactory()
    client.force_login(user)
    return user


def send(client, text: str, **data):
    file = SimpleUploadedFile("p.csv", text.encode())
    return client.post("/admin/annuaire/importer/", {"file": file, **data}, follow=True)


def act(client, page, action: str, **data):
    url = reverse("directory_imports:run", args=[page.context["run"].pk])
    return client.post(url, {"action": action, **data}, follow=True)


def row(name="Inès Noël", town="Lyon", employer="", slug="") -> str:
    return f"{name},CM,Community manager,freelance,{town},{employer},{slug}\n"


def verdicts(page) -> list[str]:
    return [one["verdict"] for one in page.context["rows"]]


def test_other_headers_are_asked_about_and_can_be_corrected(client, editor):
    text = (
        "Nom complet,Phrase,Métier,Situation,Ville,Pointure\n"
        "Inès,CM,Community manager,freelance,Lyon,38\n"
    )
    page = send(client, text)
    form = page.context["columns_form"]
    assert form["commune"].initial == "4" and form["titre"].initial == ""
    assert not Profile.objects.exists() and not page.context["run"].batches.exists()
    chosen = {"nom": "0", "métiers": "2", "statut": "3", "commune": "4"}
    page = act(client, page, "columns", **chosen)
    assert page.status_code == 400 and "« titre »" in page.text
    page = act(client, page, "columns", **chosen, titre="0")
    assert page.status_code == 400 and "deux fois" in page.text
    page = act(client, page, "columns", **chosen, titre="1")
    assert verdicts(page) == ["new"]
    assert "Colonne laissée de côté" in page.text and "Pointure" in page.text
    page = act(client, page, "remap")
    assert page.context["columns_form"]["titre"].initial == "1"


def test_all_columns_come_in_synonyms_too(client, editor):
    skill = SkillFactory(name="Modération")
    tool = SkillFactory(name="Canva", slug="canva", kind="outil")
    Synonym.objects.create(text="Modo", skill=skill)
    text = (
        "nom,titre,métiers,statut,commune,compétences,outils,langues,dans le métier depuis\n"
        "Inès,CM,Community manager,freelance,Lyon,modo,Canva,Anglais (courant) | Breton,2015\n"
    )
    act(client, send(client, text, publish="on"), "confirm")
    profile = Profile.objects.get()
    assert set(profile.skills.all()) == {skill, tool}
    assert [str(one) for one in profile.languages.all()] == [
        "Anglais, courant",
        "Breton, professionnel",
    ]
    assert profile.working_since == 2015
    version = profile.live_revision.as_object()
    assert [one.language for one in version.languages.all()] == ["en", "br"]


@pytest.mark.parametrize(
    ("known", "verdict", "count"),
    [("modifier", "update", 1), ("passer", "skip", 1), ("creer", "new", 2)],
)
def test_a_known_person_is_treated_as_the_editor_says(client, editor, known, verdict, count):
    ProfileFactory(name="NOËL Inès", slug="noel-ines", owner=None)
    page = send(client, OURS + row(employer="Musée"), known=known, publish="on")
    assert verdicts(page) == [verdict]
    assert "noel-ines" in page.text
    act(client, page, "confirm")
    assert Profile.objects.count() == count
    assert Profile.objects.filter(employer="Musée").count() == (known != "passer")


def test_differences_are_told_column_by_column(client, editor):
    ProfileFactory(name="Inès Noël", slug="ines", owner=None, headline="Avant")
    page = send(client, OURS + row(slug="ines"))
    (one,) = page.context["rows"]
    assert ["titre", "Avant", "CM"] in one["diffs"]
    assert {column for column, *_ in one["diffs"]} == {"titre"}


def test_somebody_s_own_profile_is_only_changed_by_its_address(client, editor):
    ProfileFactory(name="Inès Noël", slug="ines", precision="liste", availability="indisponible")
    page = send(client, OURS + row(employer="Musée"), publish="on")
    assert verdicts(page) == ["skip"]
    text = "nom,titre,métiers,statut,commune,adresse,lieu affiché,disponibilité\n" + (
        "Inès Noël,CM,Community manager,freelance,Lyon,ines,commune,disponible\n"
    )
    act(client, send(client, text, publish="on"), "confirm")
    profile = Profile.objects.get()
    assert profile.headline == "CM"
    assert (profile.precision, profile.availability) == ("liste", "indisponible")


def test_two_rows_that_look_alike_are_told(client, editor):
    page = send(client, OURS + row() + row(name="NOËL Inès"))
    assert "Ressemble à la ligne 2" in page.context["rows"][1]["notes"][0]


def test_an_ambiguous_town_is_told_with_its_choices(client, editor):
    page = send(client, OURS + row(town="Saint-Denis"))
    assert verdicts(page) == ["error"]
    assert "Saint-Denis (93)" in page.text and "Saint-Denis (974)" in page.text


def test_an_interrupted_import_goes_on_where_it_stopped(client, editor, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    page = send(client, OURS + "".join(row(f"Personne {letter}") for letter in "abcde"))
    real, calls = importing.bulk.write, []

    def fragile(created, updated, **options):
        calls.append(len(created))
        if len(calls) == 2:
            raise OperationalError("panne")
        real(created, updated, **options)

    monkeypatch.setattr(importing.bulk, "write", fragile)
    page = act(client, page, "confirm")
    assert (page.context["run"].done, Profile.objects.count()) == (2, 2)
    assert "Reprendre" in page.text
    page = act(client, page, "resume")
    assert page.context["run"].state == ImportRun.State.DONE
    assert verdicts(page) == ["new"] * 5
    assert Profile.objects.count() == 5
    assert page.context["run"].counts == {"new": 5}


def test_a_run_under_way_shows_how_far_and_refreshes(client, editor):
    run = ImportRun.objects.create(
        filename="p.csv", stored="x", state=ImportRun.State.WRITING, total=200, done=50
    )
    page = client.get(reverse("directory_imports:run", args=[run.pk]))
    assert page["Refresh"] == "2" and "50 lignes sur 200" in page.text
    ImportRun.objects.update(touched_at=run.touched_at - 2 * ImportRun.STALLED)
    stopped = client.get(reverse("directory_imports:run", args=[run.pk]))
    assert "Reprendre" in stopped.text and not stopped.has_header("Refresh")


def test_the_report_holds_every_row_and_no_formula(client, editor):
    page = send(client, OURS + row("=HYPERLINK(1)") + row("Paul", town="Nulle Part"))
    url = reverse("directory_imports:report", args=[page.context["run"].pk])
    text = client.get(url).getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert [one["ligne"] for one in rows] == ["2", "3"]
    assert rows[0]["nom"] == "'=HYPERLINK(1)"
    assert rows[1]["verdict"] == "à corriger" and "commune" in rows[1]["remarques"]


def test_verdicts_are_shown_a_page_at_a_time(client, editor):
    page = send(client, OURS + row() + row("Paul", town="Nulle Part") * 60)
    assert len(page.context["rows"]) == 50
    url = reverse("directory_imports:run", args=[page.context["run"].pk])
    assert len(client.get(url, {"p": "2"}).context["rows"]) == 11
    assert verdicts(client.get(url, {"verdict": "new"})) == ["new"]
    assert client.get(url, {"verdict": "x", "p": "y"}).status_code == 200


def test_nothing_of_the_file_stays_after_the_import(client, editor):
    page = send(client, OURS + row())
    stored = page.context["run"].stored
    assert storages["private"].exists(stored)
    act(client, page, "confirm")
    assert not storages["private"].exists(stored)
