"""What makes a response doubtful is decided by rule, before any result."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from surveys import quality
from surveys.models import Response
from tests.respondents import SALARIED, core_edition, fill

SCALES = [SimpleNamespace(code=f"s{n}", kind="scale") for n in range(6)]
OTHERS = [SimpleNamespace(code="age", kind="age"), SimpleNamespace(code="x", kind="choice")]


def flags(answers, too_fast=False):
    return quality.flags(answers, too_fast, SCALES + OTHERS)


def straight(count, value="4"):
    return {f"s{n}": value for n in range(count)}


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({}, set()),
        (straight(5), {"ligne-droite"}),
        (straight(6), {"ligne-droite"}),
        (straight(4), set()),
        ({**straight(6), "s5": "3"}, set()),
        ({**straight(6), "s5": None}, {"ligne-droite"}),
        ({**straight(6, None)}, set()),
        ({**straight(4), "x": "4", "age": "4"}, set()),
        ({"age": "moins-21", "anciennete": "10-ans-plus"}, {"impossible"}),
        ({"age": "21-25", "anciennete": "10-ans-plus"}, set()),
        ({"age": None, "anciennete": "10-ans-plus"}, set()),
        ({"contrat": "stage", "structure": "a-mon-compte"}, {"impossible"}),
    ],
)
def test_doubts(answers, found):
    assert flags(answers) == found
    assert flags(answers, too_fast=True) == found | {"trop-rapide"}


def test_two_seconds_a_question_are_enough():
    assert quality.is_too_fast(19.9, 10)
    assert not quality.is_too_fast(20, 10)


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "too_fast"), [(5, True), (19, True), (20, False), (90, False)])
def test_a_response_sent_too_soon_says_so_and_keeps_no_duration(client, seconds, too_fast):
    edition = core_edition(year=2027)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fill(client, edition)
        clock.shift(timedelta(seconds=seconds))
        client.post("/enquete/2027/relecture/")
    assert Response.objects.get().too_fast is too_fast


@pytest.mark.django_db
@pytest.mark.parametrize("start", [None, "1:faux", "x" * 3000])
def test_an_unknown_start_is_no_doubt(client, start):
    edition = core_edition(year=2027)
    fill(client, edition)
    client.cookies["debut"] = start or ""
    client.post("/enquete/2027/relecture/")
    assert not Response.objects.get().too_fast


@pytest.mark.django_db
def test_the_start_of_another_edition_does_not_count(client):
    fill(client, core_edition(year=2026, opens_in=timedelta(days=-1)), SALARIED[:1])
    start = client.cookies["debut"].value
    client.cookies.clear()
    edition = core_edition(year=2027)
    fill(client, edition)
    client.cookies["debut"] = start
    send_now = client.post("/enquete/2027/relecture/")
    assert send_now.status_code == 302 and not Response.objects.get().too_fast
