"""Between a name and an answer there is a wall: nothing in the survey says who answered."""

import re
from pathlib import Path

import pytest

import surveys
from surveys.models import Draft, Participation, Response
from tests.factories import UserFactory
from tests.respondents import core_edition, fill, send

ROOM = Path(surveys.__file__).parent


def columns(model) -> dict[str, str]:
    return {field.name: type(field).__name__ for field in model._meta.concrete_fields}


def test_a_response_holds_answers_a_day_a_receipt_and_nothing_else():
    assert columns(Response) == {
        "id": "UUIDField",
        "edition": "ForeignKey",
        "answers": "JSONField",
        "answered_on": "DateField",
        "receipt_digest": "CharField",
        "too_fast": "BooleanField",
    }


def test_a_participation_holds_no_answer_and_no_time():
    assert columns(Participation) == {
        "id": "BigAutoField",
        "edition": "ForeignKey",
        "digest": "CharField",
    }


def test_a_draft_holds_no_time_and_no_token():
    assert columns(Draft) == {
        "digest": "CharField",
        "edition": "ForeignKey",
        "answers": "JSONField",
        "typed": "JSONField",
        "touched_on": "DateField",
        "amends": "CharField",
    }


def test_no_relation_leads_from_a_response_but_to_its_edition():
    relations = [field for field in Response._meta.get_fields() if field.is_relation]
    assert [field.name for field in relations] == ["edition"]


def test_the_room_never_mentions_accounts_sessions_or_addresses():
    forbidden = re.compile(
        r"request\.user|get_user|AUTH_USER|auth\.models|\.session\b|REMOTE_ADDR|FORWARDED|"
        r"USER_AGENT|User-Agent|^(from|import) (cmsite|directory)\b",
        re.MULTILINE,
    )
    files = [path for path in ROOM.rglob("*.py") if "migrations" not in path.parts]
    assert len(files) > 15
    found = {path.name: forbidden.findall(path.read_text()) for path in files}
    assert not {name: hits for name, hits in found.items() if hits}


@pytest.mark.django_db
def test_answering_while_signed_in_leaves_no_trace_of_the_account(client):
    edition = core_edition(year=2027)
    user = UserFactory()
    client.force_login(user)
    session = dict(client.session)
    send(client, edition)
    stored = str(list(Response.objects.values())) + str(list(Participation.objects.values()))
    assert user.email not in stored and client.session.session_key not in stored
    assert dict(client.session) == session


@pytest.mark.django_db
def test_the_database_knows_no_token_of_the_device(client):
    edition = core_edition(year=2027)
    fill(client, edition)
    tokens = [client.cookies["brouillon"].value]
    stored = str(list(Draft.objects.values()))
    send(client, core_edition(year=2028))
    tokens.append(client.cookies["appareil"].value)
    stored += str(list(Participation.objects.values())) + str(list(Response.objects.values()))
    assert not [token for token in tokens if token in stored]
    assert all(len(token) >= 43 for token in tokens)


@pytest.mark.django_db
def test_answers_are_never_logged(client, caplog):
    edition = core_edition(year=2027)
    caplog.set_level("DEBUG", logger="surveys")
    caplog.set_level("INFO")
    words = send(client, edition)
    client.post("/enquete/2027/recu/", {"recu": words})
    client.post("/enquete/2027/repondre/1/", {"exercice": "<secret>"})
    assert words not in caplog.text and "secret" not in caplog.text
