"""Forged, mistyped, replayed, oversized: 4xx, a sentence in French, nothing stored."""

import json

import pytest
from django.test import Client

from surveys.models import Draft, Participation, Response
from tests.respondents import SALARIED, core_edition, fill, send

pytestmark = pytest.mark.django_db
STEP = "/enquete/2027/repondre/{}/".format
REVIEW = "/enquete/2027/relecture/"
BIDI, ZERO_WIDTH = "\u202e", "\u200b"


@pytest.fixture
def edition():
    return core_edition(year=2027)


def stored() -> str:
    return str([list(model.objects.values()) for model in (Draft, Response, Participation)])


# (step reached, what is posted, words of the refusal); nothing else than the draft before is kept.
REFUSED = {
    "outside the list": (5, {"contrat": "millionnaire"}, "Choisissez une réponse de la liste."),
    "a choice of another question": (5, {"contrat": "femme"}, "Choisissez une réponse de la"),
    "two answers where one is expected": (5, {"contrat": ["cdi", "stage"]}, "Choisissez une"),
    "an array": (5, {"contrat[]": ["cdi"]}, "Choisissez une réponse."),
    "NUL": (5, {"contrat": "cdi\x00"}, "Choisissez une réponse de la liste."),
    "turned over": (5, {"contrat": BIDI + "cdi"}, "Choisissez une réponse de la liste."),
    "zero width": (5, {"contrat": "cdi" + ZERO_WIDTH}, "Choisissez une réponse de la liste."),
    "unknown codes alone": (5, {"patrimoine": "12"}, "Choisissez une réponse."),
    "of another branch": (6, {"tjm": "320"}, "Choisissez une réponse."),
    "a false confirmation": (
        6,
        {"temps": "plein", "salaire": "2400", "salaire.periode": "an", "salaire.confirme": "1"},
        "Est-ce bien cela",
    ),
    "a false box": (1, {"exercice": "~", "exercice.nsp": "1"}, "Choisissez une réponse de la"),
    "of the second part": (7, {"taille": "géante"}, "Choisissez une réponse de la liste."),
    "an amount with NUL": (
        6,
        {"temps": "plein", "salaire": "2\x00400", "salaire.periode": "an"},
        "Nous n’avons pas compris",
    ),
}


@pytest.mark.parametrize(("step", "data", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_an_answer_is_refused(client, edition, step, data, message):
    fill(client, edition, SALARIED[: step - 1])
    before = stored()
    response = client.post(STEP(step), data)
    assert response.status_code == 400
    assert message in response.content.decode().replace("\u202f", " ")
    assert stored() == before


def test_what_nobody_asked_is_ignored_beside_a_good_answer(client, edition):
    extra = {"tjm": "900", "patrimoine": "x", "salaire": "1", "__proto__": "x", "id": "1"}
    fill(client, edition, [*SALARIED[:4], {"contrat": "cdi", **extra}])
    assert set(Draft.objects.get().answers) == {
        code for screen in SALARIED[:5] for code in screen if "." not in code
    }


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (json.dumps({"exercice": "aujourdhui"}), "application/json"),
        ("<exercice>aujourdhui</exercice>", "text/xml"),
        ("exercice=aujourdhui", "text/plain"),
        ("--x\r\nn’importe quoi", "multipart/form-data; boundary=y"),
    ],
)
def test_a_body_of_another_type_answers_nothing(client, edition, body, kind):
    response = client.generic("POST", STEP(1), body, content_type=kind)
    assert response.status_code == 400 and not Draft.objects.exists()


@pytest.mark.parametrize("size", [70_000, 1_000_000, 1_100_000])
@pytest.mark.parametrize(
    "path", [STEP(1), REVIEW, "/enquete/2027/reprendre/", "/enquete/2027/recu/"]
)
def test_a_body_too_large_is_refused_whatever_holds_it(client, edition, path, size):
    response = client.post(path, {"exercice": "x" * size})
    assert response.status_code in (400, 413)
    assert 'lang="fr"' in response.content.decode() and len(response.content) < 40_000
    assert not Draft.objects.exists()


def test_thousands_of_fields_are_refused(client, edition):
    response = client.post(STEP(1), {f"champ{n}": "x" for n in range(1500)})
    assert response.status_code in (400, 413) and not Draft.objects.exists()


def test_a_response_is_not_replayed(client, edition):
    fill(client, edition)
    kept = client.cookies["brouillon"].value
    client.post(REVIEW)
    client.get("/enquete/2027/merci/")
    before = stored()
    client.cookies["brouillon"] = kept
    assert client.post(REVIEW).url == "/enquete/2027/merci/"
    elsewhere = Client()
    elsewhere.cookies["brouillon"] = kept
    assert elsewhere.post(REVIEW).url == "/enquete/2027/merci/"
    assert client.post(STEP(1), SALARIED[0]).status_code == 409
    assert stored() == before


FORGED = ["faux", "x" * 3000, "é", ".", "..", "a.b.c", "abricot-baleine-chaton-sirop-vent-lune.z"]


@pytest.mark.parametrize("token", FORGED)
def test_a_forged_token_reaches_nothing(client, edition, token):
    fill(Client(), edition)
    client.cookies["brouillon"] = client.cookies["appareil"] = client.cookies["debut"] = token
    before = stored()
    assert client.get(REVIEW).url == STEP(1) + "?reprise=1"
    assert client.post(REVIEW).url == STEP(1) + "?reprise=1"
    assert client.get("/enquete/2027/merci/").status_code == 302
    assert client.get("/enquete/2027/reprendre/").status_code == 200
    assert client.get("/enquete/2027/modifiee/").status_code == 200
    assert stored() == before


def test_a_draft_and_a_receipt_of_another_edition_reach_nothing(client, edition):
    core_edition(year=2028)
    fill(client, edition)
    other = Client()
    other.cookies["brouillon"] = client.cookies["brouillon"].value
    assert other.post("/enquete/2028/relecture/").url.endswith("/1/?reprise=1")
    words = send(client, edition, [])
    for action in ("modifier", "retirer", "confirmer"):
        response = other.post("/enquete/2028/recu/", {"recu": words, action: "1"})
        assert response.status_code == 400
        assert "Aucune réponse ne correspond" in response.content.decode()
    assert Response.objects.count() == 1


def test_two_receipts_at_once_open_at_most_one(client, edition):
    words = send(client, edition)
    page = client.post("/enquete/2027/recu/", {"recu": [words, "abricot"], "retirer": "1"})
    assert page.status_code == 400 and Response.objects.count() == 1
