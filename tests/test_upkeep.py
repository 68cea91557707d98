"""« Toujours à jour ? »: asked after a year, again 45 days later, hidden after 60, back at once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from directory import upkeep
from directory.models import Profile
from tests.factories import ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
JOBS = (upkeep.remind, upkeep.remind_again, upkeep.put_to_sleep)


@pytest.fixture
def later(time_machine, now):
    """Move the stopped clock forward."""

    def move(days: float) -> None:
        time_machine.move_to(timezone.now() + days * DAY, tick=False)

    return move


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Do a job; how many profiles it touched."""

    def job(function) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return function()

    return job


@pytest.fixture
def profile(later):
    """Published a year ago."""
    profile = ProfileFactory(name="Inès Cherfaoui")
    later(365)
    return profile


def link(message=None) -> str:
    body = (message or mail.outbox[-1]).body
    return re.search(r"https?://[^/]+(/annuaire/toujours-a-jour/\S+)", body).group(1)


def is_found(profile) -> bool:
    return Profile.objects.published().filter(pk=profile.pk).exists()


# --- The clock --------------------------------------------------------------------------------
def test_a_year_of_silence_goes_through_two_mails_then_hides(profile, later, run):
    steps = []
    for days in (0, 44, 1, 14, 1, 30):
        later(days)
        steps.append(
            [run(job) for job in (upkeep.remind, upkeep.remind_again, upkeep.put_to_sleep)]
        )
    assert steps == [
        [1, 0, 0],  # the day it is one year old
        [0, 0, 0],  # day 44
        [0, 1, 0],  # day 45
        [0, 0, 0],  # day 59
        [0, 0, 1],  # day 60
        [0, 0, 0],  # asked no more
    ]
    assert [message.subject for message in mail.outbox] == [
        "Votre profil est-il toujours à jour\u202f?",
        "Votre profil sera masqué dans quinze jours",
        "Votre profil est masqué",
    ]
    assert {message.to[0] for message in mail.outbox} == {profile.owner.email}
    assert not is_found(profile)


@pytest.mark.parametrize(
    "reason",
    [
        {"live": False},
        {"visibility": "masque"},
        {"owner": None},
        {"confirmed": 364},
        {"published": 364},
        {"active": False},
    ],
    ids=lambda reason: next(iter(reason)),
)
def test_nobody_else_is_asked(later, run, reason):
    if "active" in reason:
        ProfileFactory(owner=UserFactory(is_active=False))
    elif "published" in reason:
        ProfileFactory(last_published_at=timezone.now() + DAY)
    elif "confirmed" in reason:
        ProfileFactory(confirmed_at=timezone.now() + DAY)
    else:
        ProfileFactory(**reason)
    later(365)
    assert run(upkeep.remind) == 0 and mail.outbox == []


def test_a_confirmation_is_good_for_a_year(profile, later, run):
    profile.confirm()
    later(364)
    assert run(upkeep.remind) == 0
    later(1)
    assert run(upkeep.remind) == 1


def test_many_are_asked_in_several_runs_and_each_once(later, run):
    ProfileFactory.create_batch(3)
    later(365)
    assert [run(lambda: upkeep.remind(limit=2)) for _ in range(3)] == [2, 1, 0]
    assert len({message.to[0] for message in mail.outbox}) == 3


def test_nobody_is_hidden_without_the_second_reminder(profile, later, run):
    """The clock had stopped for two months."""
    run(upkeep.remind)
    later(75)
    assert run(upkeep.put_to_sleep) == 0
    assert run(upkeep.remind_again) == 1
    later(13)
    assert run(upkeep.put_to_sleep) == 0
    later(1)
    assert run(upkeep.put_to_sleep) == 1


def test_who_answered_meanwhile_gets_no_mail(profile):
    upkeep.write.call(profile.pk, "reminded_at")
    upkeep.write.call(0, "reminded_at")
    assert mail.outbox == []


# --- The link ---------------------------------------------------------------------------------
@pytest.fixture
def asked(profile, run):
    run(upkeep.remind)
    return link()


def test_looking_changes_nothing_and_says_whose_profile(client, profile, asked):
    """Programs that check mails open every link."""
    for method in (client.get, client.head, client.get):
        response = method(asked)
    page = response.content.decode()
    assert response.status_code == 200 and "Inès Cherfaoui" in page and profile.headline in page
    assert profile.owner.email not in page
    assert 'content="noindex"' in page and "no-store" in response["Cache-Control"]
    profile.refresh_from_db()
    assert profile.reminded_at and profile.confirmed_at is None


def test_one_button_says_yes_and_the_link_is_used_up(client, profile, asked, later):
    later(3)
    response = client.post(asked, {"action": "oui"}, follow=True)
    assert "C’est noté" in response.content.decode()
    profile.refresh_from_db()
    confirmed = profile.confirmed_at
    assert confirmed == timezone.now() and profile.reminded_at is None
    later(1)
    client.post(asked, {"action": "masquer"})
    profile.refresh_from_db()
    assert profile.confirmed_at == confirmed and is_found(profile)


def test_another_button_hides(client, profile, asked, run, later):
    response = client.post(asked, {"action": "masquer"}, follow=True)
    assert "Votre profil est masqué" in response.content.decode()
    assert not is_found(profile)
    later(400)
    assert run(upkeep.remind) == 0


def test_a_profile_asleep_comes_back_in_one_click(client, profile, asked, later, run):
    later(45)
    run(upkeep.remind_again)
    later(15)
    run(upkeep.put_to_sleep)
    assert not is_found(profile)
    later(80)
    page = client.get(link()).content.decode()
    assert "est masqué depuis" in page and not is_found(profile)
    client.post(link(), {"action": "oui"})
    assert is_found(profile)


def test_its_owner_brings_it_back_from_the_account_too(client, profile, asked, later, run):
    later(45)
    run(upkeep.remind_again)
    later(200)
    run(upkeep.put_to_sleep)
    client.force_login(profile.owner)
    page = client.get("/compte/").content.decode()
    url = re.search(r'action="(/annuaire/toujours-a-jour/[^"]+)"', page).group(1)
    client.post(url, {"action": "oui"})
    assert is_found(profile)


def test_working_on_it_is_an_answer(profile, asked):
    version = Profile.objects.get(pk=profile.pk).get_latest_revision_as_object()
    version.keep_draft(profile.owner)
    profile.refresh_from_db()
    assert profile.reminded_at is None and profile.confirmed_at is not None


def test_what_a_moderator_does_is_no_answer(profile, asked):
    version = Profile.objects.get(pk=profile.pk).get_latest_revision_as_object()
    version.keep_draft(UserFactory())
    profile.refresh_from_db()
    assert profile.reminded_at is not None


def test_an_altered_link_is_refused(client, profile, asked):
    for url in (asked[:-2] + "x/", "/annuaire/toujours-a-jour/x/"):
        for response in (client.get(url), client.post(url, {"action": "masquer"})):
            assert response.status_code == 410
    assert "ne sert plus" in response.content.decode()
    assert is_found(profile)


def test_a_link_lives_ninety_days(client, profile, asked, later):
    later(90.1)
    assert client.post(asked, {"action": "oui"}).status_code == 410


def test_a_link_of_somebody_who_left_is_refused(client, profile, asked):
    profile.owner.erase()
    assert client.get(asked).status_code == 410


def test_a_link_made_before_any_question_answers_nothing(client, profile):
    client.post(profile.still_current_url(), {"action": "masquer"})
    assert is_found(profile)
