"""How often a profile is read: numbers of human readings, and nothing else."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from directory.models import DailyViews
from directory.readership import is_reading
from tests.factories import ProfileFactory, UserFactory

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def read(client, profile, method="get", **headers):
    return getattr(client, method)(
        profile.get_absolute_url(), headers={"User-Agent": FIREFOX, **headers}
    )


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2)",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 HeadlessChrome/140.0",
        "curl/8.5.0",
        "python-requests/2.32",
        "LinkedInBot/1.0",
        "",
    ],
)
def test_robots_do_not_count(agent):
    assert not is_reading(RequestFactory().get("/", headers={"User-Agent": agent}))


@pytest.mark.parametrize(
    "agent",
    [
        FIREFOX,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 13; CUBOT_X70) AppleWebKit/537.36 Chrome/140.0 Mobile",
    ],
)
def test_people_count(agent):
    assert is_reading(RequestFactory().get("/", headers={"User-Agent": agent}))


@pytest.mark.parametrize(
    ("name", "value"),
    [("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"), ("X-Moz", "prefetch")],
)
def test_a_page_fetched_in_case_does_not_count(name, value):
    headers = {"User-Agent": FIREFOX, name: value}
    assert not is_reading(RequestFactory().get("/", headers=headers))


@pytest.mark.django_db
def test_each_reading_adds_one_to_the_day(client, now):
    profile = ProfileFactory()
    for _ in range(3):
        assert not read(client, profile).cookies
    assert list(DailyViews.objects.values_list("day", "count")) == [(now.date(), 3)]


@pytest.mark.django_db
def test_the_owner_a_head_and_other_forms_do_not_count(client):
    profile = ProfileFactory()
    read(client, profile, "head")
    client.get(f"{profile.get_absolute_url()}profil.json", headers={"User-Agent": FIREFOX})
    client.force_login(profile.owner)
    read(client, profile)
    assert not DailyViews.objects.exists()
    client.force_login(UserFactory())
    read(client, profile)
    assert profile.views_last_days(1) == 1


@pytest.mark.django_db
def test_a_reading_is_a_day_and_a_number_and_nothing_more():
    assert {field.name for field in DailyViews._meta.fields} == {"id", "profile", "day", "count"}


@pytest.mark.django_db
def test_readings_of_the_last_days_and_by_week(now):
    profile, today = ProfileFactory(), timezone.localdate()  # a Monday
    for ago, count in ((0, 1), (1, 2), (7, 4), (29, 8), (30, 16), (400, 32)):
        DailyViews.objects.create(profile=profile, day=today - timedelta(days=ago), count=count)
    assert profile.views_last_days(1) == 1
    assert profile.views_last_days(30) == 15
    weeks = profile.views_by_week(5)
    assert weeks[-1] == (today, 1)
    assert [count for _, count in weeks] == [0, 0, 0, 6, 1]
    assert ProfileFactory().views_by_week(2) == [(today - timedelta(days=7), 0), (today, 0)]
