"""A remark on any question: kept beside its answer, read apart after sealing, never published."""

import pytest
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.models import Draft, Remark, Response
from surveys.publishing import canonical
from surveys.sealing import seal
from tests.edition_forms import text
from tests.factories import EditorFactory
from tests.respondents import SALARIED, SALARIED_ANSWERS, core_edition, fill, send
from tests.survey_rows import answered

pytestmark = pytest.mark.django_db
STEP = "/enquete/2027/repondre/{}/".format
REVIEW = "/enquete/2027/relecture/"
UNCLEAR = "« Structure » n’est pas clair : l’employeur, ou le client ?"
REMARKED = [SALARIED[0], SALARIED[1] | {"structure.remarque": UNCLEAR}, *SALARIED[2:]]


@pytest.fixture
def edition():
    return core_edition(year=2027)


def body(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("&nbsp;", " ")


def test_every_question_has_room_for_one_folded_until_something_is_in_it(client, edition):
    page = body(client.get(STEP(1)))
    assert page.count("Une remarque sur cette question") == 1
    assert 'name="exercice.remarque"' in page and 'class="annoter" open' not in page
    fill(client, edition, REMARKED[:2])
    page = body(client.get(STEP(2)))
    assert page.count("Une remarque sur cette question") == 2
    assert page.count('class="annoter" open') == 1 and UNCLEAR in page


def test_it_is_read_again_changed_and_withdrawn_with_the_response(client, edition):
    fill(client, edition, REMARKED)
    assert UNCLEAR in body(client.get(REVIEW))
    words = send(client, edition, [])
    assert Response.objects.get().answers == SALARIED_ANSWERS | {"structure.remarque": UNCLEAR}
    assert UNCLEAR in body(client.post("/enquete/2027/recu/", {"recu": words}))
    client.post("/enquete/2027/recu/", {"recu": words, "modifier": "1"})
    assert UNCLEAR in body(client.get(REVIEW))
    client.post(STEP(2), SALARIED[1] | {"intitule.remarque": "Le mien manque.\r\nTant pis."})
    client.post(REVIEW)
    assert Response.objects.get().answers == SALARIED_ANSWERS | {
        "intitule.remarque": "Le mien manque.\nTant pis."
    }
    client.post("/enquete/2027/recu/", {"recu": words, "retirer": "1"})
    assert not Response.objects.exists()


def test_one_too_long_is_counted_refused_and_shown_again(client, edition):
    fill(client, edition, SALARIED[:1])
    long = SALARIED[1] | {"structure.remarque": "é" * 301}
    response = client.post(STEP(2), long)
    assert response.status_code == 400
    page = body(response)
    assert "Ce texte compte 301 caractères, pour 300 au plus. Raccourcissez-le." in page
    assert "é" * 301 in page and 'class="annoter" open' in page
    assert 'href="#id_structure.remarque"' in page and "Remarque sur « " in page
    assert "structure" not in Draft.objects.get().answers
    # Left for another screen, it waits as it was typed.
    client.post(STEP(2), long | {"precedent": "1"})
    assert Draft.objects.get().answers == {"exercice": "aujourdhui", **SALARIED[1]}
    assert "é" * 301 in body(client.get(STEP(2)))
    client.post(STEP(2), SALARIED[1] | {"structure.remarque": "é" * 300})
    assert Draft.objects.get().answers["structure.remarque"] == "é" * 300


@pytest.mark.parametrize("nothing", ["", " \u200b\n"])
@pytest.mark.parametrize("back", [{}, {"precedent": "1"}])
def test_emptied_it_is_gone(client, edition, nothing, back):
    fill(client, edition, REMARKED[:2])
    client.post(STEP(2), SALARIED[1] | {"structure.remarque": nothing} | back)
    assert Draft.objects.get().answers == {"exercice": "aujourdhui", **SALARIED[1]}


def test_what_declines_an_answer_is_a_text_like_another_here(client, edition):
    fill(client, edition, [{"exercice": "aujourdhui", "exercice.remarque": "~"}])
    assert Draft.objects.get().answers == {"exercice": "aujourdhui", "exercice.remarque": "~"}


def test_it_leaves_with_its_branch_and_nobody_may_add_one_of_another(client, edition):
    screens = [*SALARIED[:5], SALARIED[5] | {"salaire.remarque": "Et les primes ?"}]
    fill(client, edition, screens)
    assert "Et les primes ?" in body(client.get(REVIEW))
    client.post(STEP(5), {"contrat": "freelance", "salaire.remarque": "a", "rien.remarque": "b"})
    assert not [key for key in Draft.objects.get().answers if key.endswith(".remarque")]


def test_the_review_shows_one_on_a_question_left_blank(client, edition):
    fill(client, edition)
    client.post(STEP(8), {"equipe.remarque": "Avec les stagiaires ?", "precedent": "1"})
    page = body(client.get(REVIEW))
    assert "Avec les stagiaires ?" in page and page.count("Question passée") == 1


def test_it_costs_no_query_and_is_no_question_answered_too_fast(client, edition, monkeypatch):
    def asked(screens) -> list[int]:
        Response.objects.all().delete()
        client.cookies.clear()
        counts = []
        url = client.get("/enquete/2027/repondre/").url
        for screen in [*screens, {}]:
            with CaptureQueriesContext(connection) as captured:
                url = client.post(url, screen).url
            counts.append(len(captured))
        return counts

    told = []

    def note(seconds: float, count: int) -> bool:
        told.append(count)
        return False

    monkeypatch.setattr("surveys.quality.is_too_fast", note)
    # Who comes first in a process makes the edition of its row.
    asked(SALARIED)
    told.clear()
    assert asked(REMARKED) == asked(SALARIED)
    assert told == [len(SALARIED_ANSWERS) - 1] * 2


def test_no_screen_weighs_more_than_sixty_kilobytes(client, edition):
    fill(client, edition)
    steps = set(edition.edition_questions.values_list("step", flat=True))
    pages = [client.get(STEP(step)) for step in steps]
    sizes = [len(page.content) for page in pages if page.status_code == 200]
    assert len(sizes) > 10 and max(sizes) < 60_000


def test_sealed_it_is_apart_from_everything_and_published_nowhere(client, monkeypatch):
    edition = answered(60)
    first, second, *_ = edition.responses.all()
    for one in (first, second):
        one.answers |= {"structure.remarque": UNCLEAR, "age.remarque": "Pourquoi par tranche ?"}
        one.save()
    published = seal(edition)
    assert not [
        key for one in edition.responses.all() for key in one.answers if key.endswith(".remarque")
    ]
    assert sorted(edition.remarks.values_list("question", "on_question", "text")) == [
        ("age", True, "Pourquoi par tranche ?"),
        ("age", True, "Pourquoi par tranche ?"),
        ("structure", True, UNCLEAR),
        ("structure", True, UNCLEAR),
    ]
    # No day, no key of a response: nothing but what it is about.
    names = {field.name for field in Remark._meta.get_fields()}
    assert names == {"id", "edition", "question", "on_question", "text"}
    assert b"par tranche" not in canonical(published.content)
    assert ".remarque" not in canonical(published.content).decode()


def test_editors_read_them_by_question_and_only_once_sealed(client, monkeypatch):
    # Wagtail’s own templates count on `{{ unknown|default:… }}`.
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    client.force_login(EditorFactory())
    url, export = reverse("surveys_remarks:index"), reverse("surveys_remarks:export")
    edition = answered(30)
    one = edition.responses.first()
    one.answers |= {"structure.remarque": UNCLEAR, "age.remarque": "Par tranche ?"}
    one.save()
    assert UNCLEAR not in text(client.get(url)) + text(client.get(export))
    seal(edition)
    page = text(client.get(url))
    assert UNCLEAR in page and "Par tranche ?" in page and "remarque sur la question" in page
    page = text(client.get(url, {"question": "structure", "nature": "remarque"}))
    assert UNCLEAR in page and "Par tranche ?" not in page
    assert "Aucun texte ne correspond" in text(client.get(url, {"nature": "reponse"}))
    lines = client.get(export, {"question": "structure"}).content.decode("utf-8-sig")
    assert f"structure,remarque sur la question,{UNCLEAR}" in lines.replace('"', "")
