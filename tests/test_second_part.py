"""After the core, whoever wants to goes on; the others send, and nobody loses anything."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from surveys.models import Draft, EditionQuestion, Response
from surveys.questionnaire import Questionnaire
from tests.factories import EditionFactory, QuestionFactory, ask
from tests.respondents import SALARIED, SALARIED_ANSWERS, core_edition, fill, send

pytestmark = pytest.mark.django_db
STEP = "/enquete/2027/repondre/{}/".format
REVIEW = "/enquete/2027/relecture/"


@pytest.fixture
def edition():
    return core_edition(year=2027)


def body(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("&nbsp;", " ")


def test_the_review_proposes_it_and_sending_at_once_sends_the_core_alone(client, edition):
    fill(client, edition)
    page = body(client.get(REVIEW))
    assert "Encore 33 questions, environ 8 minutes, facultatives" in page
    assert f'href="{STEP(7)}"' in page and "Envoyer mes réponses" in page
    send(client, edition, [])
    assert Response.objects.get().answers == SALARIED_ANSWERS


def test_its_questions_are_answered_or_skipped_one_by_one(client, edition):
    fill(client, edition)
    page = body(client.get(STEP(7)))
    assert "Seconde partie, facultative : étape 1 sur 13, 33 questions, environ 8 minutes" in page
    # Nothing chosen, nothing asked again.
    assert client.post(STEP(7), {"taille": "10-49"}).url == STEP(8)
    assert client.post(STEP(8), {}).url == STEP(9)
    assert client.post(STEP(9), {"diplome": "~", "filiere": "lettres"}).url == STEP(10)
    sent = {"reseaux": ["x", "instagram"], "comptes": "3 comptes"}
    assert client.post(STEP(10), sent).url == STEP(11)
    page = body(client.get(REVIEW))
    assert "Il reste 24 questions" in page and f'href="{STEP(11)}"' in page
    assert "Instagram, X" in page and "3 comptes" in page
    assert page.count("Question passée") == 5
    client.post(REVIEW)
    answers = Response.objects.get().answers
    assert answers == {
        **SALARIED_ANSWERS,
        "taille": "10-49",
        **dict.fromkeys(["secteur", "rattachement", "equipe", "internalisation", "diplome"]),
        "filiere": "lettres",
        "reseaux": ["instagram", "x"],
        "comptes": 3,
    }


def test_its_last_screen_leads_to_the_review_and_a_text_is_kept_as_typed(client, edition):
    fill(client, edition)
    response = client.post(STEP(20), {"manque": "Du temps,\r\net <b>un budget</b>"})
    assert response.url == REVIEW
    assert "Du temps,<br>et &lt;b&gt;un budget&lt;/b&gt;" in body(client.get(REVIEW))


def test_it_cannot_be_reached_before_the_core_is_answered(client, edition):
    fill(client, edition, SALARIED[:3])
    for response in (client.get(STEP(9)), client.post(STEP(9), {"diplome": "bac-2"})):
        assert response.url == STEP(4)
    assert "diplome" not in Draft.objects.get().answers


def test_the_core_left_and_changed_drops_the_second_part_of_its_branch(client, edition):
    fill(client, edition)
    client.post(STEP(8), {"rattachement": "direction", "equipe": "seul"})
    client.post(STEP(5), {"contrat": "sans-emploi"})
    answers = Draft.objects.get().answers
    assert "rattachement" not in answers and answers["equipe"] == "seul"
    assert client.get(STEP(16)).status_code in (200, 302)


def test_changing_an_answer_leads_back_to_the_review(client, edition):
    fill(client, edition)
    client.post(STEP(7), {"taille": "10-49"})
    page = body(client.get(REVIEW))
    assert f'href="{STEP(7)}?retour=relecture"' in page
    screen = body(client.get(STEP(7) + "?retour=relecture"))
    assert "Revenir à la relecture" in screen and "Enregistrer" in screen
    assert client.post(STEP(7) + "?retour=relecture", {"taille": "2-9"}).url == REVIEW
    assert client.post(STEP(2) + "?retour=relecture", SALARIED[1]).url == REVIEW
    # Unless the change calls for answers that are missing.
    assert client.post(STEP(5) + "?retour=relecture", {"contrat": "freelance"}).url == STEP(6)


def test_going_back_keeps_what_was_typed_even_what_is_not_understood(client, edition):
    fill(client, edition, SALARIED[:5])
    typed = {"temps": "partiel", "salaire": "deux mille", "salaire.periode": "mois"}
    assert client.post(STEP(6), {**typed, "precedent": "1"}).url == STEP(5)
    page = body(client.get(STEP(6)))
    assert 'value="deux mille"' in page and 'value="mois" checked' in page
    assert 'value="partiel" id="id_temps_2" checked' in page
    assert "Nous n’avons pas compris" not in page
    assert Draft.objects.get().answers["temps"] == "partiel"
    # What is not an answer cannot be sent, and goes once it is corrected.
    assert client.get(REVIEW).url == STEP(6)
    client.post(STEP(6), {**typed, "salaire": "2400"})
    assert Draft.objects.get().typed == {}
    assert Draft.objects.get().answers["salaire"] == 29000


def test_going_back_stores_no_rubbish(client, edition):
    fill(client, edition, SALARIED[:2])
    rubbish = {"age": "\x00" + "9" * 900, "genre": "x\x00", "region": "zz", "precedent": "1"}
    assert client.post(STEP(3), rubbish).url == STEP(2)
    draft = Draft.objects.get()
    assert set(draft.typed) == {"age"} and len(draft.typed["age"]["valeur"]) <= 60
    assert set(draft.answers) == {"exercice", "intitule", "structure"}
    # The first screen has nothing before it: the button of a forged form is ignored.
    assert client.post(STEP(1), {"exercice": "aujourdhui", "precedent": "1"}).url == STEP(2)


def test_going_back_from_an_optional_screen_skips_nothing(client, edition):
    fill(client, edition)
    assert client.post(STEP(7), {"precedent": "1"}).url == REVIEW
    assert "taille" not in Draft.objects.get().answers
    client.post(STEP(8), {"equipe": "seul", "precedent": "1"})
    answers = Draft.objects.get().answers
    assert answers["equipe"] == "seul" and "internalisation" not in answers


def test_progress_never_grows_whatever_is_answered(edition):
    questionnaire = Questionnaire(edition)
    for contract in ("cdi", "freelance", "sans-emploi", None):
        answers, screens, left = {}, 99, (99, 99)
        for row in questionnaire.rows:
            code = row.question.code
            if code not in set(questionnaire.merge({}, {**answers, code: None})):
                continue
            part = [one for one in questionnaire.screens(answers) if not one.optional]
            now = questionnaire.left(answers, 0)
            assert len(part) <= screens and now.questions <= left[0] and now.minutes <= left[1]
            screens, left = len(part), now
            answers[code] = {"exercice": "aujourdhui", "contrat": contract}.get(code)
        assert questionnaire.left_optional({**answers}) == (0, 0)


def many(count: int):
    edition = EditionFactory()
    kinds = ["choice", "multi", "scale", "number", "text"]
    questions = [
        QuestionFactory(
            code=f"q{count}-{n}",
            kind=kinds[n % len(kinds)],
            choices={str(i): f"R{i}" for i in range(5)},
        )
        for n in range(count)
    ]
    ask(edition, *questions)
    EditionQuestion.objects.filter(edition=edition).update(step=1)
    return edition


def test_a_screen_costs_as_much_with_one_question_as_with_thirty():
    assert costs(Client(), 30) == costs(Client(), 1)


def costs(client, count: int) -> list[int]:
    """Queries to show the screen, to answer it, and to read it again."""
    edition = many(count)
    screen, review = (f"/enquete/{edition.year}/{page}/" for page in ("repondre/1", "relecture"))
    given = {
        row.question.code: {"multi": ["1", "2"], "text": "mots"}.get(row.question.kind, "3")
        for row in edition.edition_questions.select_related("question")
    }
    found = []
    for data in (None, given, None):
        with CaptureQueriesContext(connection) as captured:
            if data:
                assert client.post(screen, data).url == review
            else:
                page = client.get(review if found else screen).content.decode()
                assert page.count("<dt>" if found else "<fieldset") == count
        found.append(len(captured))
    assert max(found) <= 8
    return found
