"""Responses of other tools: columns recognised, traces dropped, words mapped, written once."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.urls import reverse
from openpyxl import Workbook

from surveys import columns, importing, mapping, sheets
from surveys.models import Edition, Import, Question, Response
from surveys.sealing import seal
from tests.edition_forms import text
from tests.factories import EditionFactory, EditorFactory, QuestionFactory, ask
from tests.respondents import core_edition

pytestmark = pytest.mark.django_db
MINE = ("exercice", "intitule", "age", "genre", "contrat", "salaire", "reseaux", "comptes")

GOOGLE = (
    "Horodateur,Adresse e-mail,Exercez-vous un métier d'animation de communautés ?,"
    "Quel est l'intitulé de votre poste ?,Âge,Genre,Contrat,Salaire brut annuel,"
    "Réseaux gérés,Nombre de comptes\n"
    '2016/05/17 10:32:11 AM UTC+2,lea@exemple.example,"Oui, aujourd’hui",Community manager,28,'
    "Femme,CDI,29k,Instagram;LinkedIn,4\n"
    '2016/05/18 9:02:00 PM UTC+2,hugo@exemple.example,"Oui, aujourd’hui",Comunity manageur,'
    "26-30,Un homme,CDI,NSP,Instagram,12\n"
    '2016/05/19 9:02:00 PM UTC+2,nina@exemple.example,"Non, jamais",Autre,30,Femme,CDI,,,\n'
    '2016/05/20 9:02:00 PM UTC+2,ali@exemple.example,"Oui, aujourd’hui",Astronaute,30,Homme,'
    "CDI,beaucoup,Instagram,999\n"
)
LIMESURVEY = (
    '"id";"submitdate";"lastpage";"startlanguage";"seed";"ipaddr";"exercice";"genre";"contrat";'
    '"salaire";"reseaux[Instagram]";"reseaux[LinkedIn]"\n'
    '"1";"2017-03-01 10:00:00";"5";"fr";"9";"192.0.2.7";"aujourdhui";"femme";"cdi";"2400";'
    '"Oui";"Non"\n'
    '"2";"2017-03-02 10:00:00";"5";"fr";"8";"192.0.2.8";"aujourdhui";"homme";"freelance";"";'
    '"Non";"Oui"\n'
)
FRAMAFORMS = (
    '"Détails de la soumission"\t\t\t\t\n'
    '"Numéro de série"\t"Heure"\t"Adresse IP"\t"Exercice du métier"\t"Genre"\n'
    '1\t"05/17/2018 - 10:32"\t192.0.2.1\t"Oui, par le passé"\tFemme\n'
)


@pytest.fixture
def edition() -> Edition:
    """A draft that asks some of the standard questions, and two of our own."""
    Question.objects.load_bank()
    Question.objects.filter(code__in=["reseaux", "comptes"]).delete()
    QuestionFactory(
        code="reseaux",
        kind="multi",
        label="Quels réseaux gérez-vous ?",
        short_label="Réseaux gérés",
        choices={"instagram": "Instagram", "linkedin": "LinkedIn"},
    )
    QuestionFactory(
        code="comptes",
        kind="number",
        label="Combien de comptes gérez-vous ?",
        short_label="Nombre de comptes",
        lowest=0,
        highest=100,
    )
    made = EditionFactory(year=2016, opens_at=None, closes_at=None, results_at=None)
    ask(made, *(Question.objects.get(code=code) for code in MINE))
    made.edition_questions.filter(question__code="salaire").update(branch="salarie")
    return made


@pytest.fixture
def admin(client, monkeypatch):
    # Wagtail’s own templates count on `{{ unknown|default:… }}`.
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    client.force_login(EditorFactory())
    return client


def receive(edition, content: str, name: str = "reponses.csv") -> Import:
    kind = Import.Kind.RESPONSES
    run = importing.receive(edition, kind, content.encode(), name)
    mapping.save_columns(run, mapping.suggested(run, mapping.asked(edition)))
    return run


def answers_of(edition) -> list[dict]:
    found = edition.responses.all()
    return sorted((one.answers | {"jour": one.answered_on} for one in found), key=str)


def test_a_google_form_goes_through_by_suggestions_and_report(admin, edition):
    url = reverse("surveys_imports:responses", args=[edition.pk])
    assert "Google Forms" in text(admin.get(url))
    file = SimpleUploadedFile("réponses.csv", GOOGLE.encode())
    run_url = admin.post(url, {"file": file}).url
    page = text(admin.get(run_url))
    assert "adresse e-mail" in page and "seul le jour est gardé" in page
    assert "lea@exemple.example" not in str(Import.objects.values()) + page
    assert "10:32" not in str(Import.objects.values())
    run = Import.objects.get()
    suggested = mapping.suggested(run, mapping.asked(edition))
    assert set(suggested.values()) == set(MINE)
    posted = {f"c{at}": suggested[header] for at, header in enumerate(run.headers[1:], start=2)}
    response = admin.post(run_url, posted | {"action": "colonnes"})
    assert response.url.endswith("?etape=valeurs")
    page = text(admin.get(response.url))
    for words in ("Comunity manageur", "Un homme", "Astronaute"):
        assert words in page
    form = admin.get(response.url).context["form"]
    chosen = {name: form[name].initial for name in form.fields}
    by_text = {form.names[name][1]: value for name, value in chosen.items()}
    assert by_text["comunity manageur"] == "community-manager"
    assert by_text["un homme"] == "homme" and by_text["astronaute"] == ""
    response = admin.post(run_url, chosen | {"action": "valeurs"})
    assert response.url.endswith("?etape=bilan")
    page = text(admin.get(response.url)).replace("\u00a0", " ")
    assert "2 lignes seront gardées" in page and "Astronaute" in page
    assert "hors champ" in page and "hors des bornes" in page and "pas un montant" in page
    assert not Response.objects.exists()  # a dry run
    refused = admin.get(reverse("surveys_imports:refused", args=[run.pk])).content.decode()
    assert refused.count("\r\n") == 3 and "Astronaute" in refused
    admin.post(run_url, {"action": "confirm"})
    assert answers_of(edition) == [
        {
            "exercice": "aujourdhui",
            "intitule": "community-manager",
            "age": "26-30",
            "genre": "femme",
            "contrat": "cdi",
            "salaire": 29000,
            "reseaux": ["instagram", "linkedin"],
            "comptes": 4,
            "jour": date(2016, 5, 17),
        },
        {
            "exercice": "aujourdhui",
            "intitule": "community-manager",
            "age": "26-30",
            "genre": "homme",
            "contrat": "cdi",
            "salaire": None,
            "reseaux": ["instagram"],
            "comptes": 12,
            "jour": date(2016, 5, 18),
        },
    ]
    run.refresh_from_db()
    assert (run.kept, run.refused, run.rows, run.headers) == (2, 2, [], [])
    # The same file again, and the same click again, do nothing.
    again = admin.post(url, {"file": SimpleUploadedFile("autre.csv", GOOGLE.encode())})
    assert again.status_code == 400 and "déjà été importé" in text(again)
    admin.post(run_url, {"action": "confirm"})
    assert edition.responses.count() == 2
    assert "Import de « réponses.csv »" in text(
        admin.get(reverse("wagtailsnippets_surveys_edition:history", args=[edition.pk]))
    )


def test_limesurvey_boxes_and_codes(edition):
    run = receive(edition, LIMESURVEY)
    assert "identifiant" in str(run.notes) and "adresse IP" in str(run.notes)
    assert "192.0.2" not in str(run.rows)
    saved = edition.import_mapping["columns"]
    assert saved["reseaux[Instagram]"] == "reseaux=instagram"
    mapping.save_columns(run, {"salaire": "salaire" + mapping.MONTHLY})
    report = importing.confirm(run)
    assert (report.kept, report.refused) == (2, [])
    first, second = sorted(edition.responses.all(), key=lambda one: one.answered_on)
    assert first.answers["salaire"] == 29000 and first.answers["reseaux"] == ["instagram"]
    assert first.answers["age"] is None  # asked, not answered
    assert "salaire" not in second.answers  # of a branch that is not theirs
    assert second.answers["reseaux"] == ["linkedin"]


def test_framaforms_titles_above_the_columns(edition):
    run = receive(edition, FRAMAFORMS)
    assert "ligne 2" in str(run.notes)
    assert importing.confirm(run).kept == 1
    response = edition.responses.get()
    assert response.answers["exercice"] == "par-le-passe"
    assert response.answered_on == date(2018, 5, 17)


def test_the_mapping_is_kept_with_the_edition_for_the_next_file(edition):
    run = receive(edition, LIMESURVEY)
    mapping.save_columns(run, {"genre": ""})
    other = importing.receive(
        edition, Import.Kind.RESPONSES, (LIMESURVEY + "\n").encode(), "suite.csv"
    )
    assert mapping.suggested(other, mapping.asked(edition))["genre"] == ""


def test_a_response_brought_in_keeps_no_order_and_no_trace(edition):
    lines = [f"2016-05-{day:02} 10:00:00,aujourdhui" for day in range(1, 29)]
    run = receive(edition, "Horodateur,exercice\n" + "\n".join(lines))
    importing.confirm(run)
    days = list(edition.responses.order_by("pk").values_list("answered_on", flat=True))
    assert len(days) == 28 and days != sorted(days)
    assert {one.receipt_digest for one in edition.responses.all()} == {""}


@pytest.mark.parametrize("trait", ["announced", "open", "archived", "sealed", "no questions"])
def test_some_editions_take_no_response_from_elsewhere(admin, trait):
    made = {
        "announced": lambda: core_edition(year=2028, announced=True),
        "open": lambda: core_edition(year=2027),
        "archived": lambda: core_edition(year=2014, archived=True),
        "sealed": lambda: core_edition(year=2026, closed=True),
        "no questions": lambda: EditionFactory(
            year=2029, opens_at=None, closes_at=None, results_at=None
        ),
    }[trait]()
    if trait == "sealed":
        assert importing.refusal(made) == ""  # closed, and not sealed yet
        seal(made)
    url = reverse("surveys_imports:responses", args=[made.pk])
    why = importing.refusal(made)
    assert why and why[:40] in text(admin.get(url))
    file = SimpleUploadedFile("r.csv", LIMESURVEY.encode())
    assert admin.post(url, {"file": file}).status_code == 400
    assert not made.responses.exists()


def test_an_edition_announced_in_the_meantime_refuses_the_confirmation(edition):
    run = receive(edition, LIMESURVEY)
    open_one = EditionFactory.build()
    Edition.objects.filter(pk=edition.pk).update(
        opens_at=open_one.opens_at, closes_at=open_one.closes_at, results_at=open_one.results_at
    )
    with pytest.raises(mapping.Refused, match="annoncée ou ouverte"):
        importing.confirm(run)
    assert not edition.responses.exists()


def test_what_waits_is_forgotten_at_sealing_and_after_a_week(now, edition, time_machine):
    run = receive(edition, LIMESURVEY)
    closed = EditionFactory.build(closed=True)
    Edition.objects.filter(pk=edition.pk).update(
        opens_at=closed.opens_at, closes_at=closed.closes_at, results_at=closed.results_at
    )
    assert not Import.objects.forgotten().exists()
    time_machine.shift(Import.WAITS + timedelta(days=1))
    assert list(Import.objects.forgotten()) == [run]
    seal(edition)
    assert not Import.objects.exists()


def workbook(rows) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "vide.csv", "Ce fichier est vide"),
        (b"\n\n", "blanc.csv", "Ce fichier est vide"),
        (b"exercice\n", "entete.csv", "aucune ligne"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image.csv", "pas un texte"),
        (b"PK\x03\x04 rien", "faux.xlsx", "pas un classeur"),
        (b"a,b\n1,2\n", "reponses.pdf", "Envoyez un fichier .csv ou .xlsx"),
        (b'a,b\n"1,2\n', "guillemet.csv", "mal form"),
        (b"a,b\n1,2,3\n", "large.csv", "plus de cases"),
        (
            ",".join(f"c{n}" for n in range(10_000)).encode() + b"\n1",
            "colonnes.csv",
            "500 colonnes",
        ),
        (b"a\n" + b"x" * 10_001, "case.csv", "10\u202f000"),
        (b"a\n" + b"1\n" * 20_010, "lignes.csv", "20000 lignes"),
        (b"a" * (10 * 1024 * 1024 + 1), "gros.csv", "10\u00a0Mo"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[-5:] else "",
)
def test_files_that_are_no_table_are_refused_with_a_sentence(admin, edition, content, name, words):
    url = reverse("surveys_imports:responses", args=[edition.pk])
    response = admin.post(url, {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 400 and words in text(response)
    assert not Import.objects.exists()


def test_other_encodings_are_read_and_said():
    sheet = sheets.read("Prénom;Âge\nLéa;28\n".encode("cp1252"), "r.csv")
    assert sheet.headers == ["Prénom", "Âge"] and "latin-1" in sheet.notes[0]
    sheet = sheets.read("Prénom\tÂge\nLéa\t28\n".encode("utf-16"), "r.csv")
    assert sheet.rows == [(2, ["Léa", "28"])]
    sheet = sheets.read(workbook([["Âge", "Âge"], [28, None]]), "r.xlsx")
    assert sheet.headers == ["Âge", "Âge (2)"] and sheet.rows == [(2, ["28", ""])]


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("E-mail", [], "adresse e-mail"),
        ("Votre contact", ["lea@exemple.example", ""], "adresse e-mail"),
        ("IP Address", [], "adresse IP"),
        ("Provenance", ["192.0.2.1"], "adresse IP"),
        ("Joignable au", ["06 12 34 56 78"], "téléphone"),
        ("Nom et prénom", ["Léa"], "nom"),
        ("NOM", [], "nom"),
        ("Durée", ["00:12:33"], "heure ou durée"),
        ("Genre", ["Femme"], ""),
        ("Salaire", ["29 000", "2400"], ""),
    ],
)
def test_columns_that_name_somebody_are_recognised(header, cells, kind):
    assert columns.personal(header, cells) == kind
