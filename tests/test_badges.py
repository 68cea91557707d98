"""Signs beside a name that lead to an interview, or to an article of theirs."""

import pytest
from wagtail.models import PageViewRestriction

from cmsite.editorial.models import Cosigner
from directory import badges
from tests.factories import ProfileFactory
from tests.stories import article, interview

pytestmark = pytest.mark.django_db


def test_an_interview_and_an_article_are_announced(client):
    profile = ProfileFactory()
    asked = interview(profile=profile, title="Une rencontre")
    written = article(author_profile=profile, title="Vingt choses")
    interview(title="Une autre")
    found = {badge.label: (badge.title, badge.url) for badge in badges.of(profile.pk)}
    assert found == {
        "Interviewé·e": ("Une rencontre", asked.url),
        "Contributeur·rice": ("Vingt choses", written.url),
    }
    text = client.get(profile.get_absolute_url()).text
    assert f'href="{asked.url}"' in text and f'href="{written.url}"' in text
    assert client.get(found["Interviewé·e"][1]).status_code == 200


def test_nobody_wears_a_badge_for_what_nobody_may_read():
    profile = ProfileFactory()
    interview(profile=profile, live=False)
    private = article(author_profile=profile)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    section = article(author_profile=profile)
    PageViewRestriction.objects.create(page=section.get_parent(), restriction_type="login")
    assert badges.of(profile.pk) == []


def test_no_badge_no_list(client):
    assert "insigne" not in client.get(ProfileFactory().get_absolute_url()).text


@pytest.mark.parametrize("count", [1, 20])
def test_badges_cost_one_query(django_assert_num_queries, count):
    profile = ProfileFactory()
    for _ in range(count):
        article(author_profile=profile)
    with django_assert_num_queries(1):
        assert len(badges.of(profile.pk)) == min(count, 6)


def test_who_signs_with_somebody_is_announced_too():
    profile = ProfileFactory()
    together = article(title="À deux")
    Cosigner.objects.create(article=together, name="Avec", profile=profile)
    assert [badge.title for badge in badges.of(profile.pk)] == ["À deux"]


def test_a_provider_is_registered_once(monkeypatch):
    monkeypatch.setattr(badges, "providers", [])
    for _ in range(2):
        badges.register(provider)
    assert badges.of(3) == [badges.Badge("Essai", "3", "/")]


def provider(profile: int) -> list[badges.Badge]:
    return [badges.Badge("Essai", str(profile), "/")]


def test_an_article_leads_to_who_signs_while_anybody_may_find_them(client):
    profile = ProfileFactory()
    written = article(author_profile=profile)
    link = f'<a href="{profile.get_absolute_url()}" rel="author">{written.author_name}</a>'
    assert link in client.get(written.url).text
    profile.visibility = "inscrits"
    profile.save()
    text = client.get(written.url).text
    assert profile.get_absolute_url() not in text and written.author_name in text
