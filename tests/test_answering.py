"""A respondent answers without an account, at their own pace, once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveys import branches, clock
from surveys.models import AlreadyAnswered, Draft, Participation, Response
from tests.factories import EditionFactory, EditorFactory, QuestionFactory, ask
from tests.respondents import SALARIED, SALARIED_ANSWERS, core_edition, fill, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return core_edition(year=2027, title="Enquête 2027")


def body(response) -> str:
    return response.content.decode()


def test_it_works_from_the_presentation_to_the_receipt(client, edition):
    page = client.get("/enquete/2027/")
    assert 'href="/enquete/2027/repondre/"' in body(page)
    send(client, edition)
    response = Response.objects.get()
    assert response.answers == SALARIED_ANSWERS
    assert response.answered_on == timezone.localdate()
    assert Participation.objects.count() == 1
    assert not Draft.objects.exists()


def test_looking_stores_nothing_and_sets_no_token(client, edition):
    client.get("/enquete/2027/repondre/", follow=True)
    assert not Draft.objects.exists()
    assert set(client.cookies) <= {"csrftoken"}


def test_the_draft_waits_on_the_device_that_began_it(client, edition):
    fill(client, edition, SALARIED[:3])
    assert client.get("/enquete/2027/repondre/").url == "/enquete/2027/repondre/4/"
    page = body(client.get("/enquete/2027/repondre/2/"))
    assert 'value="agence" id="id_structure_2" checked' in page
    # The number typed is gone; its band is named.
    page = body(client.get("/enquete/2027/repondre/3/"))
    assert "de 26 à 30 ans" in page
    assert 'maxlength="12" value=""' in page


def test_cookies_are_for_this_edition_only_and_out_of_reach_of_scripts(client, edition):
    send(client, edition)
    for name in ("appareil",):
        cookie = client.cookies[name]
        assert cookie["path"] == "/enquete/2027/"
        assert cookie["httponly"] and cookie["samesite"] == "Lax"
        assert int(cookie["max-age"]) <= timedelta(days=45).total_seconds()


def test_progress_says_where_one_is_and_how_long_is_left(client, edition):
    first = body(client.get("/enquete/2027/repondre/1/"))
    assert "Étape 1 sur 6, 11&nbsp;questions au plus, environ 3 minutes restantes" in first
    fill(client, edition, SALARIED[:5])
    last = body(client.get("/enquete/2027/repondre/6/"))
    assert "Étape 6 sur 6, 2&nbsp;questions au plus, moins d’une minute restante" in last


def test_whoever_never_did_this_work_is_thanked_and_nothing_is_kept(client, edition):
    response = client.post("/enquete/2027/repondre/1/", {"exercice": "non"}, follow=True)
    assert "Nous n’avons rien gardé" in body(response)
    assert not Draft.objects.exists() and not Response.objects.exists()
    fill(client, edition, SALARIED[:2])
    client.post("/enquete/2027/repondre/1/", {"exercice": "non"})
    assert not Draft.objects.exists()


FREELANCE = [*SALARIED[:4], {"contrat": "freelance"}, {"tjm": "324"}]
JOBLESS = [*SALARIED[:4], {"contrat": "sans-emploi"}]
SILENT = [
    {"exercice": "par-le-passe"},
    {"intitule": "~", "structure": "~"},
    {"age.nsp": "1", "genre": "~", "region": "~"},
    {"anciennete": "~", "metier-precedent": "~"},
    {"contrat": "cdd"},
    {"temps": "~", "salaire.nsp": "1"},
]


def test_a_freelance_is_asked_a_day_rate_and_no_salary(client, edition):
    page = fill(client, edition, FREELANCE[:5])
    assert "salaire" not in body(client.get(page.url))
    client.post(page.url, FREELANCE[5])
    assert Draft.objects.get().answers["tjm"] == 320
    assert "salaire" not in Draft.objects.get().answers


def test_without_a_job_the_last_screen_is_skipped(client, edition):
    assert fill(client, edition, JOBLESS).url == "/enquete/2027/relecture/"
    assert not {"temps", "salaire", "tjm"} & set(Draft.objects.get().answers)
    assert client.get("/enquete/2027/repondre/6/").url == "/enquete/2027/relecture/"


def test_one_may_prefer_not_to_answer(client, edition):
    send(client, edition, SILENT)
    answers = Response.objects.get().answers
    assert answers == {
        **dict.fromkeys(SALARIED_ANSWERS, None),
        "exercice": "par-le-passe",
        "contrat": "cdd",
    }


def test_leaving_a_branch_drops_its_answers(client, edition):
    fill(client, edition)
    response = client.post("/enquete/2027/repondre/5/", {"contrat": "freelance"})
    assert response.url == "/enquete/2027/repondre/6/"
    assert not {"temps", "salaire"} & set(Draft.objects.get().answers)


def test_the_review_shows_every_answer_with_a_way_back(client, edition):
    fill(client, edition)
    page = body(client.get("/enquete/2027/relecture/"))
    for text in (
        "Community manager",
        "De 26 à 30 ans",
        "Bretagne",
        "29\u202f000\u202f€ brut par an",
    ):
        assert text in page
    assert page.count("Modifier") == len(SALARIED_ANSWERS)
    response = client.post("/enquete/2027/repondre/3/", {**SALARIED[2], "genre": "homme"})
    assert response.url == "/enquete/2027/relecture/"
    assert Draft.objects.get().answers["genre"] == "homme"


def test_sending_twice_makes_one_response_and_one_receipt(client, edition):
    fill(client, edition)
    token = client.cookies["brouillon"].value
    first = client.post("/enquete/2027/relecture/")
    client.cookies["brouillon"] = token
    client.cookies["brouillon"]["path"] = "/enquete/2027/"
    second = client.post("/enquete/2027/relecture/")
    assert first.url == second.url == "/enquete/2027/merci/"
    assert Response.objects.count() == Participation.objects.count() == 1
    assert "mots-du-recu" in body(client.get("/enquete/2027/merci/"))


def test_a_device_answers_once_and_is_told_kindly(client, edition):
    send(client, edition)
    for response in (
        client.get("/enquete/2027/repondre/"),
        client.get("/enquete/2027/repondre/1/"),
        client.post("/enquete/2027/repondre/1/", SALARIED[0]),
        client.post("/enquete/2027/relecture/"),
    ):
        assert response.status_code == 409
        assert "déjà répondu" in body(response) and "/enquete/2027/recu/" in body(response)
    assert Response.objects.count() == 1


def test_two_drafts_of_one_device_make_one_response(client, edition):
    fill(client, edition)
    draft = Draft.objects.get()
    twin = Draft.objects.create(
        digest="f" * 64, edition=edition, answers=draft.answers, touched_on=draft.touched_on
    )
    draft.send("a" * 64, "d" * 64)

    with pytest.raises(AlreadyAnswered):
        twin.send("b" * 64, "d" * 64)
    assert Response.objects.count() == 1 and Draft.objects.count() == 1


def test_the_flow_opens_no_session_and_is_never_cached(client, edition):
    client.force_login(EditorFactory())
    with CaptureQueriesContext(connection) as captured:
        pages = [client.get("/enquete/2027/repondre/1/"), fill(client, edition, SALARIED[:1])]
    statements = " ".join(query["sql"] for query in captured.captured_queries)
    assert "django_session" not in statements and "accounts_" not in statements
    for page in pages:
        assert "no-store" in page.headers["Cache-Control"]


def test_each_request_asks_the_database_little(client, edition, django_assert_max_num_queries):
    """The edition, the draft, and what is written: building more would cost more than the page."""
    url = client.get("/enquete/2027/repondre/").url
    for screen in SALARIED:
        with django_assert_max_num_queries(2):
            client.get(url)
        with django_assert_max_num_queries(3):
            url = client.post(url, screen).url
    with django_assert_max_num_queries(9):  # two of them begin and end the transaction
        url = client.post(url).url
    with django_assert_max_num_queries(3):
        client.get(url)


def test_editions_are_listed_with_their_state_at_a_constant_cost(client, django_assert_num_queries):
    EditionFactory(year=2026, published=True)
    with django_assert_num_queries(1):
        client.get("/enquete/")
    EditionFactory(year=2028, announced=True)
    EditionFactory(year=2027, fictitious=True)
    EditionFactory(year=2029, opens_at=None, closes_at=None, results_at=None)
    EditionFactory(year=2010, archived=True)
    with django_assert_num_queries(1):
        page = body(client.get("/enquete/"))
    for words in ("Ouvrira le", "Ouverte jusqu’au", "Résultats publiés le", "Données fictives"):
        assert words in page
    assert "2029" not in page and "/enquete/2010/" in page


def test_a_rule_counts_only_where_its_question_is_asked():
    pay = {"contrat": "", "salaire": "salarie", "tjm": "a-mon-compte"}
    assert branches.asked({"salaire": "salarie"}, {}) == ["salaire"]
    assert branches.asked(pay, {}) == ["contrat"]
    assert branches.possible(pay, {}) == ["contrat", "salaire", "tjm"]
    assert branches.possible(pay, {"contrat": None}) == ["contrat"]


def test_questions_of_one_screen_that_depend_on_each_other_come_in_turn(client):
    edition = EditionFactory(year=2040)
    choices = {"cdi": "CDI", "freelance": "Freelance"}
    ask(edition, QuestionFactory(code="contrat", choices=choices), QuestionFactory(code="temps"))
    edition.edition_questions.update(step=1)
    edition.edition_questions.filter(question__code="temps").update(branch="salarie")
    response = client.post("/enquete/2040/repondre/1/", {"contrat": "cdi"})
    assert response.url == "/enquete/2040/repondre/1/"
    assert 'name="temps"' in body(client.get(response.url))


def test_forsaken_drafts_are_purged(client, edition):
    fill(client, edition, SALARIED[:1])
    call_command("purge_drafts", stdout=StringIO())
    assert Draft.objects.count() == 1
    Draft.objects.update(touched_on=timezone.localdate() - timedelta(days=31))
    assert Draft.objects.stale().count() == 1
    Draft.objects.update(touched_on=timezone.localdate(edition.closes_at))
    assert Draft.objects.stale(now=edition.closes_at).count() == 0
    assert Draft.objects.stale(now=edition.closes_at + clock.GRACE).count() == 1
