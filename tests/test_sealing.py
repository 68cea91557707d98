"""Sealing: once, whole, after closing; and nothing that leads to a person is left."""

import re
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.models.expressions import RawSQL
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveys.clock import GRACE
from surveys.models import Participation, Publication
from surveys.publishable import Tables
from surveys.publishing import checksum
from surveys.scrubbing import TABLES
from surveys.sealing import NotClosed, seal
from tests.factories import EditionFactory
from tests.survey_rows import answered

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("trait", ["announced", "open"])
def test_an_edition_that_is_not_closed_is_not_sealed(trait):
    edition = answered(12, **({"closed": False} | ({trait: True} if trait != "open" else {})))
    with pytest.raises(NotClosed):
        seal(edition)
    assert Publication.objects.count() == 0
    assert Participation.objects.count() == 12


def test_it_waits_for_late_answers_to_the_second():
    edition = answered(12)
    end = edition.closes_at + GRACE
    with pytest.raises(NotClosed):
        seal(edition, end - timedelta(seconds=1))
    assert seal(edition, end).revision == 1


def test_it_never_makes_the_results_wait():
    edition = answered(12)
    edition.results_at = edition.closes_at + timedelta(minutes=5)
    edition.save()
    with pytest.raises(NotClosed):
        seal(edition, edition.results_at - timedelta(seconds=1))
    assert seal(edition, edition.results_at).revision == 1


def test_archives_and_drafts_are_never_sealed():
    for edition in (
        EditionFactory(archived=True),
        EditionFactory(opens_at=None, closes_at=None, results_at=None),
    ):
        with pytest.raises(NotClosed):
            seal(edition)


def test_nothing_that_leads_to_a_person_is_left():
    edition, other = answered(), answered(7)
    before = {str(pk) for pk in edition.responses.values_list("pk", flat=True)}
    seal(edition)
    assert edition.participations.count() == edition.drafts.count() == 0
    assert edition.responses.exclude(receipt_digest="").count() == 0
    after = {str(pk) for pk in edition.responses.values_list("pk", flat=True)}
    assert len(after) == 60 and not before & after
    assert other.participations.count() == 7 and other.drafts.count() == 1


def test_the_answers_are_the_same_in_another_order():
    edition = answered()

    def stored() -> list[dict]:
        order = "rowid" if connection.vendor == "sqlite" else "ctid"
        rows = edition.responses.order_by(RawSQL(order, []))
        return [sorted(row.answers.items()) for row in rows]

    before = stored()
    seal(edition)
    after = stored()
    assert sorted(map(repr, before)) == sorted(map(repr, after))
    assert before != after


def test_sealing_again_returns_the_same_publication():
    edition = answered()
    first = seal(edition)
    keys = set(edition.responses.values_list("pk", flat=True))
    assert seal(edition) == first
    assert Publication.objects.count() == 1
    assert set(edition.responses.values_list("pk", flat=True)) == keys


def test_a_failure_leaves_everything_as_it_was(monkeypatch):
    edition = answered()

    def fail(*args, **kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr("surveys.severing._rewrite_notices", fail)
    with pytest.raises(RuntimeError):
        seal(edition)
    assert Publication.objects.count() == 0
    assert edition.participations.count() == 60
    assert edition.responses.exclude(receipt_digest="").count() == 60


def test_the_checksum_is_that_of_the_content_and_of_nothing_else():
    publication = seal(answered())
    publication.refresh_from_db()
    assert publication.checksum == checksum(publication.content)
    publication.content["tables"]["total"] = 65
    assert publication.checksum != checksum(publication.content)


def test_the_content_says_what_was_asked_and_by_which_rules():
    edition = answered(400)
    content = seal(edition).content
    assert content["schema"] == content["rules"] == 2
    assert content["method"]["minimum"] == 11
    assert content["edition"]["year"] == edition.year
    region = next(t for t in content["tables"]["counts"] if t["code"] == "region")
    assert region["question"] == "Dans quelle région exercez-vous ?"
    assert "Bretagne" in {row["label"] for row in region["rows"]}
    assert isinstance(Tables.from_json(content["tables"]), Tables)


def test_the_threshold_of_the_site_is_the_one_applied(settings):
    settings.SURVEY_MINIMUM = 50
    assert seal(answered(400)).tables.minimum == 50


def test_an_edition_without_a_response_is_sealed_too():
    assert not seal(answered(0)).tables.total


def test_the_command_seals_what_has_closed_and_can_run_again(capsys):
    closed, _ = answered(12), answered(12, closed=False)
    call_command("seal_editions")
    assert [p.edition for p in Publication.objects.all()] == [closed]
    assert str(closed.year) in capsys.readouterr().out
    call_command("seal_editions")
    assert capsys.readouterr().out == ""


def test_the_number_of_queries_does_not_grow_with_responses(django_assert_max_num_queries):
    edition = answered(450)
    # Ten tables hold what sealing empties or writes anew.
    with django_assert_max_num_queries(40):
        seal(edition, timezone.now())


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_publication():
    edition = answered()
    start = threading.Barrier(2)
    made, errors = [], []

    def work():
        try:
            start.wait()
            made.append(seal(edition).pk)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(set(made)) == 1
    assert Publication.objects.count() == 1
    assert edition.responses.count() == 60


def test_every_table_that_sealing_deletes_from_is_then_rewritten():
    """An import left unconfirmed holds answers, line by line, in the order of a file."""
    edition = answered(12)
    edition.imports.create(filename="x.csv", digest="0" * 64, rows=[[1, "cdi"]])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        seal(edition)
    found = (re.match(r'DELETE FROM "surveys_(\w+)"', one["sql"]) for one in queries)
    deleted = {one[1] for one in found if one}
    assert "import" in deleted and deleted <= set(TABLES)
