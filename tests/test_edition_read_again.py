"""Each request of a respondent reads the row of the edition, which rarely is another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from surveys.clock import State
from surveys.models import Edition
from tests.factories import EditionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return EditionFactory(year=2027)


def test_the_row_alone_is_read_while_it_stays_the_same(edition, django_assert_num_queries):
    Edition.objects.of_year(2027)
    with django_assert_num_queries(1):
        again = Edition.objects.of_year(2027)
    assert (again, again.opens_at) == (edition, edition.opens_at)


@pytest.mark.parametrize("field", ["opens_at", "results_at", "key_check", "margins", "mode"])
def test_whatever_changes_is_seen_at_the_next_request(edition, field):
    """Also what is written below `save`, which draws no new stamp."""
    was = getattr(Edition.objects.of_year(2027), field)
    new = {"key_check": "détruite", "margins": {"source": "INSEE"}, "mode": "mail"}.get(field)
    new = new or was + timedelta(seconds=1)
    Edition.objects.filter(pk=edition.pk).update(**{field: new})
    assert getattr(Edition.objects.of_year(2027), field) == new != was


def test_closing_is_seen_at_the_next_request(edition):
    assert Edition.objects.of_year(2027).state() is State.OPEN
    Edition.objects.filter(pk=edition.pk).update(closes_at=timezone.now())
    assert Edition.objects.of_year(2027).state() is State.CLOSED


def test_a_request_leaves_nothing_to_the_next(edition):
    """The key of the edition first of all, which no process may hold."""
    assert Edition.objects.of_year(2027).secrets.key  # its check is written the first time
    one = Edition.objects.of_year(2027)
    assert one.secrets.key
    one.title = "Autre"
    other = Edition.objects.of_year(2027)
    assert other.title == edition.title
    assert "secrets" not in vars(other) and one._state is not other._state
