"""What cannot be an answer gets a message at its place; nothing is lost, nothing half-saved."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps

from surveys import clock
from surveys.models import Draft, Participation, Response
from tests.respondents import SALARIED, core_edition, fill

pytestmark = pytest.mark.django_db
STEP = "/enquete/2027/repondre/{}/".format


@pytest.fixture
def edition():
    return core_edition(year=2027)


def refused(client, step, data, *messages):
    before = list(Draft.objects.values())
    response = client.post(STEP(step), data)
    page = response.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert response.status_code == 400
    for message in messages:
        # In the summary and at the field.
        assert page.count(message) == 2, message
    assert list(Draft.objects.values()) == before
    return page


@pytest.mark.parametrize("age", ["7", "14", "100", "140", "-28", "28,5", "vingt-huit", "2 8", "٢٨"])
def test_an_age_outside_15_to_99_is_refused_at_its_field(client, edition, age):
    fill(client, edition, SALARIED[:2])
    page = refused(
        client, 3, {**SALARIED[2], "age": age}, "Indiquez un âge en chiffres, entre 15 et 99 ans."
    )
    assert f'value="{age}"' in page
    assert 'value="femme" id="id_genre" checked' in page
    assert '<option value="53" selected>' in page


@pytest.mark.parametrize(
    ("age", "band"), [("15", "moins-21"), ("21", "21-25"), ("99 ans", "51-plus")]
)
def test_ages_at_the_edges_are_understood(client, edition, age, band):
    fill(client, edition, [*SALARIED[:2], {**SALARIED[2], "age": age}])
    assert Draft.objects.get().answers["age"] == band


def test_an_empty_screen_asks_for_each_answer(client, edition):
    fill(client, edition, SALARIED[:2])
    page = refused(client, 3, {}, "Indiquez votre âge.")
    assert "3 réponses sont à corriger" in page
    assert 'href="#id_region"' in page and 'id="id_region"' in page


@pytest.mark.parametrize("value", ["cdi'", "CDI", "inconnu", "~~", "femme", "\x00", "é" * 500])
def test_an_answer_outside_its_list_is_refused(client, edition, value):
    fill(client, edition, SALARIED[:4])
    refused(client, 5, {"contrat": value}, "Choisissez une réponse de la liste.")


def test_the_first_question_cannot_be_declined(client, edition):
    refused(client, 1, {"exercice": "~"}, "Choisissez une réponse de la liste.")


def amount(text, period="an", **more):
    return {"temps": "plein", "salaire": text, "salaire.periode": period, **more}


def test_a_salary_in_letters_is_refused_and_kept_on_the_screen(client, edition):
    fill(client, edition, SALARIED[:5])
    page = refused(client, 6, amount("deux mille"), "Nous n’avons pas compris ce montant.")
    assert 'value="deux mille"' in page
    assert 'value="plein" id="id_temps" checked' in page


def test_a_period_is_never_guessed(client, edition):
    fill(client, edition, SALARIED[:5])
    refused(client, 6, amount("2400", ""), "Dites si ce montant est par mois ou par an.")
    refused(client, 6, amount("2400", "siecle"), "Dites si ce montant est par mois ou par an.")


@pytest.mark.parametrize("text", ["0", "83", "3 000 000"])
def test_an_impossible_amount_is_refused_even_confirmed(client, edition, text):
    fill(client, edition, SALARIED[:5])
    data = amount(text, **{"salaire.confirme": text.replace(" ", "")})
    refused(client, 6, data, "Ce montant n’est pas possible")


def test_an_unlikely_amount_is_asked_about_once(client, edition):
    fill(client, edition, SALARIED[:5])
    page = refused(
        client,
        6,
        amount("2 400"),
        "Vous avez écrit 2 400 € par an, gardé à 500 € près : 2 500 €. Est-ce bien cela ?",
    )
    assert 'name="salaire.confirme" value="2500"' in page
    # The box vouches for the amount it names, not for another.
    refused(
        client,
        6,
        amount("300k", **{"salaire.confirme": "2500"}),
        "Vous avez écrit 300 000 € par an. Est-ce bien cela ?",
    )
    response = client.post(STEP(6), amount("2 400", **{"salaire.confirme": "2500"}))
    assert response.url == "/enquete/2027/relecture/"
    assert Draft.objects.get().answers["salaire"] == 2500
    # Coming back, what was confirmed stays so.
    page = client.get(STEP(6)).content.decode()
    assert 'name="salaire.confirme" value="2500" checked' in page


@pytest.mark.parametrize(
    ("text", "period", "said"),
    [
        (
            "550,40",
            "mois",
            "550,40 € par mois, soit 6 604,80 € brut par an, gardé à 500 € près : 6 500 €.",
        ),
        (
            "25k",
            "mois",
            "25 000 € par mois, soit 300 000 € brut par an. Est-ce bien cela ?",
        ),
    ],
)
def test_a_questioned_amount_is_said_as_it_was_understood_and_kept_nowhere(
    client, edition, text, period, said
):
    fill(client, edition, SALARIED[:5])
    page = refused(client, 6, amount(text, period), f"Vous avez écrit {said}")
    confirmed = re.search(r'name="salaire.confirme" value="(\d+)"', page)[1]
    client.post(STEP(6), amount(text, period, **{"salaire.confirme": confirmed}))
    draft = Draft.objects.get()
    assert draft.answers["salaire"] == int(confirmed) and not draft.typed
    assert "soit environ" in client.get("/enquete/2027/relecture/").content.decode()


def test_an_amount_left_unconfirmed_disappears_with_the_draft(client, edition):
    fill(client, edition)
    amounts = amount("987 654", "an") | {"precedent": "1"}
    client.post(STEP(6) + "?retour=relecture", amounts)
    assert "987 654" in str(Draft.objects.get().typed)
    client.post("/enquete/2027/relecture/")
    assert not Draft.objects.exists()
    tables = apps.get_app_config("surveys").get_models()
    assert "987 654" not in str([list(table.objects.values()) for table in tables])
    assert Response.objects.get().answers["salaire"] == 29000


@pytest.mark.parametrize(
    ("text", "status"),
    [("7 700", 400), ("7 800", 302), ("8 000", 302), ("250 000", 302), ("250 300", 400)],
)
def test_an_amount_is_unlikely_outside_8000_to_250000_once_rounded(client, edition, text, status):
    fill(client, edition, SALARIED[:5])
    assert client.post(STEP(6), amount(text)).status_code == status


def test_answers_to_questions_of_another_branch_are_ignored(client, edition):
    fill(client, edition, [*SALARIED[:4], {"contrat": "cdi", "tjm": "900", "genre": "homme"}])
    answers = Draft.objects.get().answers
    assert "tjm" not in answers and answers["genre"] == "femme"


@pytest.mark.parametrize("token", [None, "faux", "x" * 3000, "é"])
def test_a_lost_or_forged_draft_starts_anew_kindly(client, edition, token):
    if token:
        client.cookies["brouillon"] = token
    for response in (
        client.get(STEP(4)),
        client.post(STEP(4), SALARIED[3]),
        client.get("/enquete/2027/relecture/"),
        client.post("/enquete/2027/relecture/"),
    ):
        assert response.url == STEP(1) + "?reprise=1"
    page = client.get(response.url).content.decode()
    assert "Nous n’avons pas retrouvé de réponses commencées" in page
    assert client.get("/enquete/2027/merci/").url == STEP(1)
    assert not Response.objects.exists()


def test_screens_cannot_be_jumped(client, edition):
    fill(client, edition, SALARIED[:2])
    assert client.get(STEP(5)).url == STEP(3)
    assert client.post("/enquete/2027/relecture/").url == STEP(3)
    assert client.get(STEP(40)).status_code == 404
    assert not Response.objects.exists()


PAGES = ["repondre/", "repondre/1/", "relecture/", "recu/"]


@pytest.mark.parametrize("page", PAGES)
def test_an_announced_edition_says_when_it_opens(client, page):
    edition = core_edition(year=2028, announced=True)
    for response in (client.get(f"/enquete/2028/{page}"), client.post(f"/enquete/2028/{page}")):
        assert response.status_code == 403
        assert "L’enquête ouvrira <b>le\u00a0" in response.content.decode()
    assert not edition.drafts.exists()


@pytest.mark.parametrize("page", PAGES)
def test_a_closed_edition_says_when_results_come(client, page):
    core_edition(year=2026, closed=True)
    for response in (client.get(f"/enquete/2026/{page}"), client.post(f"/enquete/2026/{page}")):
        assert response.status_code == 403
        assert "Les résultats seront publiés ici <b>le\u00a0" in response.content.decode()


def test_the_last_second_of_grace_is_kept_even_on_the_last_click(client, edition):
    fill(client, edition)
    last = edition.closes_at + clock.GRACE
    with time_machine.travel(last, tick=False):
        response = client.post("/enquete/2027/relecture/")
        assert response.status_code == 403
    assert not Response.objects.exists() and not Participation.objects.exists()
    with time_machine.travel(last - timedelta(seconds=1), tick=False):
        assert client.post("/enquete/2027/relecture/").status_code == 302
    with time_machine.travel(last, tick=False):
        # Sent in time: thanked, even if the page comes a second late.
        assert client.get("/enquete/2027/merci/").status_code == 200


@pytest.mark.parametrize("year", [1999, 2010, 2029])
def test_years_without_an_edition_to_answer_do_not_exist(client, year):
    core_edition(year=2010, archived=True)
    core_edition(year=2029, opens_at=None, closes_at=None, results_at=None)
    for page in PAGES:
        assert client.get(f"/enquete/{year}/{page}").status_code == 404


def test_a_body_beyond_the_limit_is_refused(client, edition):
    response = client.post(STEP(1), {"exercice": "x" * 2_000_000})
    assert response.status_code in (400, 413)


def test_other_methods_are_refused(client, edition):
    assert client.put(STEP(1)).status_code == 405
    assert client.delete("/enquete/2027/recu/").status_code == 405
