"""Anybody suggests or corrects; an editor sees what would change, and decides in one click."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cmsite.toolbox import suggestions
from cmsite.toolbox.forms import SuggestionForm
from cmsite.toolbox.models import Suggestion, Tool
from directory import proof_of_work
from tests.factories import EditorFactory, UserFactory
from tests.test_toolbox import make

pytestmark = pytest.mark.django_db
NEW, QUEUE = "/outils/proposer/", "/admin/outils/suggestions/"
HOSTILE = "<script>alert(1)</script>\"'‮gnp.exe​‏"


@pytest.fixture(autouse=True)
def easy(monkeypatch):
    monkeypatch.setattr(proof_of_work, "BITS", 2)


def typed(**fields) -> dict[str, str]:
    """A form, its work done as a browser does."""
    challenge = SuggestionForm().fresh_challenge
    return {
        "name": "Écholoc",
        "stage": "veille",
        "what_for": "Alertes sur des mots-clés.",
        "price": "",
        "website": "https://echoloc.example/",
        "status": "actif",
        "gone_on": "",
        "note": "",
        "challenge": challenge,
        "answer": proof_of_work.solve(challenge),
        **fields,
    }


def as_it_is(tool: Tool, **fields) -> dict[str, str]:
    page = {name: getattr(tool, name) for name in ("name", "stage", "what_for", "price", "website")}
    return typed(**(page | {"status": tool.status} | fields))


def decide(client, one: Suggestion, decision: str):
    return client.post(QUEUE, {"suggestion": one.pk, "decision": decision}, follow=True)


def test_a_new_tool_goes_from_a_reader_to_the_box(client):
    response = client.post(NEW, typed(free_software="on"), follow=True)
    assert "La rédaction lit chaque suggestion" in response.text
    assert not Tool.objects.exists()
    one = Suggestion.objects.get()
    client.force_login(EditorFactory())
    page = client.get(QUEUE).text
    assert "Ajouter Écholoc" in page and "Alertes sur des mots-clés." in page
    assert "est dans la boîte" in decide(client, one, "accept").text
    tool = Tool.objects.published().get()
    assert (tool.slug, tool.free_software, tool.website) == (
        "echoloc",
        True,
        "https://echoloc.example/",
    )
    assert client.get("/outils/echoloc/").status_code == 200
    assert "Aucune suggestion en attente" in client.get(QUEUE).text


def test_a_correction_starts_from_the_page_and_says_only_what_changes(client):
    tool = make(price="gratuit", website="https://fil.example/")
    url = f"/outils/{tool.slug}/corriger/"
    page = client.get(url).text
    assert 'value="Fil d’eau"' in page and 'value="https://fil.example/"' in page
    client.post(url, as_it_is(tool, price="payant", status="sursis", gone_on="2026-12-31"))
    one = Suggestion.objects.get()
    assert one.changed == ["price", "status", "gone_on"]
    client.force_login(EditorFactory())
    page = client.get(QUEUE).text
    assert "<del>Gratuit</del>" in page and "<ins>Payant</ins>" in page
    assert "<ins>31/12/2026</ins>" in page and "Lit des flux RSS." not in page
    # Somebody changed something else meanwhile: it stays.
    Tool.objects.update(what_for="Autre chose.")
    decide(client, one, "accept")
    tool.refresh_from_db()
    assert (tool.price, tool.gone_on) == ("payant", date(2026, 12, 31))
    assert tool.what_for == "Autre chose."


def test_a_tool_that_is_gone_loses_its_address(client):
    tool = make(website="https://fil.example/")
    client.post(f"/outils/{tool.slug}/corriger/", as_it_is(tool, status="disparu"))
    Suggestion.objects.get().accept()
    tool.refresh_from_db()
    assert tool.is_gone and not tool.website


def test_what_is_refused_changes_nothing_and_is_forgotten(client):
    client.post(NEW, typed())
    client.force_login(EditorFactory())
    decide(client, Suggestion.objects.get(), "refuse")
    assert not Tool.objects.exists() and not Suggestion.objects.waiting().exists()
    assert not Suggestion.objects.stale().exists()
    Suggestion.objects.update(decided_at=timezone.now() - timedelta(days=200))
    assert Suggestion.objects.stale().count() == 1


def test_two_editors_decide_once():
    Suggestion(name="Un", stage="veille", what_for="Sert.").wait()
    one, again = Suggestion.objects.get(), Suggestion.objects.get()
    one.accept()
    with pytest.raises(ValidationError, match="quelqu’un d’autre"):
        again.accept()
    assert Tool.objects.count() == 1


def test_a_name_taken_meanwhile_is_said_and_nothing_is_lost(client):
    client.post(NEW, typed(name="Fil d’eau"))
    make(live=False)
    client.force_login(EditorFactory())
    page = decide(client, Suggestion.objects.get(), "accept").text
    assert "existe déjà" in page
    assert Suggestion.objects.waiting().count() == 1


def test_who_may_not_edit_tools_does_not_see_the_queue(client):
    client.force_login(UserFactory())
    assert client.get(QUEUE).status_code == 302
    assert client.post(QUEUE, {"decision": "accept", "suggestion": "1"}).status_code == 302


# --- Bad input --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Écrivez le nom"),
        ({"name": "​⁠"}, "Écrivez le nom"),
        ({"what_for": "x" * 50_000}, "Gardez 200 caractères au plus"),
        ({"note": "x" * 50_000}, "2000"),
        ({"website": "javascript:alert(1)"}, "https://"),
        ({"website": "ftp://a.example/"}, "https://"),
        ({"stage": "zut"}, "Sélectionnez un choix valide"),
        ({"gone_on": "hier"}, "Écrivez une date"),
        ({"gone_on": "2020-01-01"}, "Un outil actif"),
        ({"site": "robot"}, "écarter les robots"),
        ({"name": "fil D’EAU"}, "corrigez plutôt sa page"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(client, fields, said):
    make()
    response = client.post(NEW, typed(note="Ce que j’avais écrit.") | fields)
    assert response.status_code == 400
    assert said in response.text
    assert "note" in fields or "Ce que j’avais écrit." in response.text
    assert not Suggestion.objects.exists()


def test_scripts_and_invisible_letters_do_no_harm(client):
    client.post(NEW, typed(name=HOSTILE, what_for=HOSTILE, note=HOSTILE))
    one = Suggestion.objects.get()
    assert "‮" not in one.name and "​" not in one.note
    client.force_login(EditorFactory())
    page = client.get(QUEUE).text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    tool = one.accept()
    assert "<script>alert" not in client.get(tool.get_absolute_url()).text
    assert "<script>alert" not in client.get("/outils/?vue=tableau").text


def test_a_form_sent_twice_waits_once(client):
    assert "Merci" in client.post(NEW, typed(), follow=True).text
    assert "déjà parvenue" in client.post(NEW, typed(), follow=True).text
    assert Suggestion.objects.count() == 1


def test_nothing_changed_is_no_correction(client):
    tool = make()
    url = f"/outils/{tool.slug}/corriger/"
    assert "Rien n’a changé" in client.post(url, as_it_is(tool)).text
    client.post(url, as_it_is(tool, note="Le site ne répond plus."))
    assert Suggestion.objects.get().changed == []


def test_floods_stop(client, monkeypatch):
    monkeypatch.setattr(suggestions, "PROVEN", 2)
    for number in range(2):
        assert client.post(NEW, typed(name=f"Outil {number}")).status_code == 302
    refused = client.post(NEW, typed(name="Outil de trop"))
    assert refused.status_code == 429 and "Outil de trop" in refused.text
    assert Suggestion.objects.count() == 2


def test_without_work_nor_time_nothing_goes(client):
    assert "plus vite qu’on ne peut" in client.post(NEW, typed(answer="")).text


def test_a_draft_is_not_corrected(client):
    make(live=False)
    assert client.get("/outils/fil-d-eau/corriger/").status_code == 404
