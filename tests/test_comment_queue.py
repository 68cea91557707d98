"""Judging comments in the administration, one by one and many at once."""

import pytest
from django.urls import reverse

from cmsite import page_cache
from tests.comments import comment
from tests.factories import EditorFactory, UserFactory
from tests.stories import article

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue():
    return reverse("editorial_comments:index")


def test_one_by_one_and_many_at_once(client, queue):
    client.force_login(EditorFactory())
    story = article()
    one, two, three, four = (comment(story, state="attente") for _ in range(4))
    page = client.get(queue)
    assert page.text.count('name="commentaire"') == 4 and "Commentaires (4)" in page.text
    client.post(queue, {"un": f"publier:{one.pk}"})
    client.post(queue, {"decision": "indesirable", "commentaire": [two.pk, three.pk]})
    client.post(queue, {"un": f"refuser:{four.pk}"})
    for row, state in ((one, "publie"), (two, "spam"), (three, "spam"), (four, "refuse")):
        row.refresh_from_db()
        assert row.state == state and row.decided_at
    assert "Aucun commentaire n’attend" in client.get(queue).text
    assert two.text in client.get(f"{queue}?etat=indesirables").text


def test_nothing_ticked_or_decided_is_said(client, queue):
    client.force_login(EditorFactory())
    assert "Cochez" in client.post(queue, {"decision": "publier"}, follow=True).text
    assert "Choisissez" in client.post(queue, {"decision": "x"}, follow=True).text
    wrong = {"decision": "publier", "commentaire": ["x", "²", "9" * 40]}
    assert client.post(queue, wrong, follow=True).status_code == 200


def test_what_nobody_confirmed_is_not_published(client, queue):
    client.force_login(EditorFactory())
    one = comment(article(), state="nouveau")
    client.post(queue, {"un": f"publier:{one.pk}"})
    one.refresh_from_db()
    assert one.state == "nouveau"


def test_only_what_is_reported_and_not_yet_judged_is_among_the_reported(client, queue):
    client.force_login(EditorFactory())
    story = article()
    quiet, reported, judged = (comment(story) for _ in range(3))
    reported.reports.create(reason="Publicité")
    reported.reports.create(reason="Encore")
    judged.reports.create(reason="Injure")
    judged.decide("publie")
    found = client.get(f"{queue}?etat=signales").context["page_obj"].object_list
    assert [one.pk for one in found] == [reported.pk]


def test_reports_stand_beside_and_are_handled_with_the_comment(client, queue):
    client.force_login(EditorFactory())
    one = comment(article())
    one.reports.create(reason="<script>alert(1)</script>")
    page = client.get(f"{queue}?etat=signales").text
    assert "&lt;script&gt;" in page and one.text in page
    client.post(f"{queue}?etat=signales", {"un": f"publier:{one.pk}"})
    assert "Aucun commentaire n’est signalé" in client.get(f"{queue}?etat=signales").text


def test_only_those_who_may(client, queue):
    client.force_login(UserFactory())
    assert client.get(queue).status_code == 302


def test_publishing_one_renews_the_pages_kept(monkeypatch):
    purged = []
    monkeypatch.setattr(page_cache, "purge", lambda: purged.append(True))
    one = comment(article(), state="attente")
    one.reports.create(reason="Non.")
    one.send_code("lectrice@exemple.example", "confirm")
    assert not purged
    one.decide("publie")
    assert purged


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_queue(client, queue, count, django_assert_max_num_queries):
    client.force_login(EditorFactory())
    story = article()
    for _ in range(count):
        comment(story, state="attente").reports.create(reason="Non.")
    client.get(queue)
    with django_assert_max_num_queries(30):
        client.get(queue)
