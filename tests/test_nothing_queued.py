"""Answering queues no task: one would name the row and the instant, in a table that stays."""

import pytest
from django_tasks_db.models import DBTaskResult
from wagtail.models import ReferenceIndex

from cmsite.toolbox.models import Vote
from directory.models import Message
from surveys.models import Draft, Edition, Participation, Question, Response
from tests.factories import ProfileFactory
from tests.respondents import core_edition, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(settings):
    """Tasks wait in the database, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_what_is_saved_elsewhere_is_queued():
    ProfileFactory()
    assert DBTaskResult.objects.exists()


def test_an_answer_is_sent_changed_and_withdrawn_without_a_task(client):
    receipt = send(client, core_edition(year=2027))
    client.post("/enquete/2027/recu/", {"recu": receipt, "modifier": "1"})
    assert client.post("/enquete/2027/relecture/").url == "/enquete/2027/modifiee/"
    client.post("/enquete/2027/recu/", {"recu": receipt, "retirer": "1"})
    assert not Response.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize(
    "model", [Edition, Question, Draft, Response, Participation, Vote, Message]
)
def test_no_index_of_references_follows_it(model):
    assert not ReferenceIndex.is_indexed(model)
    assert model not in ReferenceIndex.tracked_models
