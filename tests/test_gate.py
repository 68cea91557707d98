"""Robots before the survey: work, then a limit by network that no address can be read from."""

from pathlib import Path

import pytest
from django.test import RequestFactory

from cmsite import gate as ours
from directory import proof_of_work
from surveys import gate
from surveys.models import Response
from tests.respondents import core_edition, fill, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def easy(monkeypatch, now):
    monkeypatch.setattr(proof_of_work, "BITS", 4)


@pytest.fixture
def edition(now):
    return core_edition(year=2027)


def posted(address: str = "203.0.113.7", **data):
    return RequestFactory().post("/", data, REMOTE_ADDR=address)


def worked(subject: str, **kwargs):
    challenge = gate.challenge(subject)
    return posted(challenge=challenge, answer=proof_of_work.solve(challenge), **kwargs)


def passed(requests) -> int:
    return sum(not gate.refusal(request, "x") for request in requests)


def test_the_site_registers_its_gate():
    assert isinstance(gate.registered[0], ours.SurveyGate)


def test_without_work_fewer_pass():
    assert passed(posted() for _ in range(30)) == ours.WITHOUT_PROOF
    assert passed(worked("x") for _ in range(30)) == 30


def test_a_proof_serves_once_and_for_one_thing():
    request = worked("x")
    seen = ours.SurveyGate()
    assert seen.proves(request, "x") and not seen.proves(request, "x")
    assert not seen.proves(worked("y"), "x")


def test_a_network_is_counted_for_an_hour(time_machine, now):
    assert passed(posted() for _ in range(30)) == ours.WITHOUT_PROOF
    assert passed(posted("198.51.100.1") for _ in range(3)) == 3
    time_machine.shift(3600)
    assert passed([posted()]) == 1


def test_counters_are_too_few_to_name_anybody(settings):
    for number in range(300):
        gate.refusal(posted(f"10.0.{number}.1" if number < 256 else f"10.1.{number - 256}.1"), "x")
    kept = {ours.SurveyGate().count(posted(f"10.9.{one}.1"), False) for one in range(250)}
    assert max(kept) > 1  # unknown networks fall on counters that others moved
    files = b"".join(one.read_bytes() for one in _files(settings))
    assert b"10.0." not in files and b"203.0.113" not in files


def _files(settings):
    return Path(settings.CACHES["default"]["LOCATION"]).rglob("*.djcache")


def test_refused_at_the_end_loses_nothing(client, edition, monkeypatch):
    review = fill(client, edition).url
    page = client.get(review).content.decode()
    assert 'data-preuve="aussitot"' in page and "preuve.js" in page
    monkeypatch.setattr(ours, "WITHOUT_PROOF", 0)
    refused = client.post(review)
    assert refused.status_code == 429 and Response.objects.count() == 0
    assert "Rien n’est perdu" in refused.content.decode()
    assert "Envoyer mes réponses" in refused.content.decode()
    challenge = refused.context["challenge"]
    answer = proof_of_work.solve(challenge)
    sent = client.post(review, {"challenge": challenge, "answer": answer})
    assert words(client.get(sent.url)) and Response.objects.count() == 1


def test_screens_are_not_counted(client, edition, monkeypatch):
    monkeypatch.setattr(ours.SurveyGate, "count", lambda *args: pytest.fail("counted"))
    fill(client, edition)
