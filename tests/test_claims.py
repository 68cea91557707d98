"""A profile that an editor wrote becomes its person’s, once somebody has judged it theirs."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from directory import claims
from directory.models import Claim, Profile
from tests.factories import EditorFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
QUEUE = "/admin/annuaire/demandes/"


@pytest.fixture
def stub():
    return ProfileFactory(name="Inès Noël", slug="ines-noel", owner=None)


@pytest.fixture
def person(client):
    user = UserFactory(email="ines@exemple.example")
    client.force_login(user)
    return user


@pytest.fixture
def claim(stub):
    return Claim.objects.create(
        profile=stub, claimant=UserFactory(email="ines@exemple.example"), proof="Moi."
    )


@pytest.fixture
def decide(client, claim, django_capture_on_commit_callbacks):
    def decide(decision: str, **data):
        client.force_login(EditorFactory())
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(QUEUE, {"claim": claim.pk, "decision": decision, **data})

    return decide


def url(profile: Profile) -> str:
    return reverse("directory:claim", args=[profile.slug])


def test_the_page_offers_it_only_without_an_account(client, stub):
    assert url(stub) in client.get(stub.get_absolute_url()).text
    owned = ProfileFactory()
    assert url(owned) not in client.get(owned.get_absolute_url()).text


def test_somebody_signed_in_says_why_and_once(client, stub, person):
    assert client.post(url(stub), {"proof": ""}).status_code == 400
    assert client.post(url(stub), {"proof": "Mon site."}).status_code == 302
    assert client.post(url(stub), {"proof": "Encore."}).status_code == 200
    assert [one.proof for one in person.claims.all()] == ["Mon site."]
    assert Profile.objects.get().owner is None


def test_nobody_claims_everybody(client, person):
    answers = [
        client.post(url(ProfileFactory(owner=None)), {"proof": "Moi."}).status_code
        for _ in range(claims.MOST_WAITING + 1)
    ]
    assert answers == [302] * claims.MOST_WAITING + [400]


def test_what_has_an_account_or_is_out_of_sight_cannot_be_claimed(client, stub, person):
    for profile in (ProfileFactory(), ProfileFactory(owner=None, live=False)):
        assert client.get(url(profile)).status_code == 404
    client.logout()
    assert client.get(url(stub)).status_code == 302


def test_accepting_gives_the_profile_and_tells_everyone(client, claim, decide, mailoutbox):
    other = Claim.objects.create(profile=claim.profile, claimant=UserFactory(), proof="Non, moi.")
    assert "ines@exemple.example" in page_of_queue(client)
    decide("accept")
    assert Profile.objects.get().owner == claim.claimant
    other.refresh_from_db()
    assert other.state == Claim.State.REFUSED
    assert {mail.to[0]: mail.subject for mail in mailoutbox} == {
        "ines@exemple.example": "Ce profil est désormais le vôtre",
        other.claimant.email: "Votre demande sur un profil",
    }


def page_of_queue(client) -> str:
    client.force_login(EditorFactory())
    return client.get(QUEUE).text


def test_who_has_a_profile_keeps_it_and_gets_the_address_too(client, claim, decide):
    own = ProfileFactory(owner=claim.claimant)
    decide("accept")
    assert Profile.objects.get() == own
    assert Claim.objects.get().state == Claim.State.ACCEPTED
    assert client.get("/annuaire/ines-noel/")["Location"].endswith(own.get_absolute_url())


def test_refusing_needs_a_reason_that_is_sent(claim, decide, mailoutbox):
    assert decide("refuse", reason=" ").status_code == 400
    decide("refuse", reason="Rien ne le montre.")
    assert Profile.objects.get().owner is None
    (mail,) = mailoutbox
    assert "Rien ne le montre." in mail.body
    assert decide("accept").status_code == 404


# --- By invitation ----------------------------------------------------------------------------
@pytest.fixture
def link(client, stub, mailoutbox) -> str:
    client.force_login(EditorFactory())
    page = reverse("directory_claims:invite", args=[stub.pk])
    assert client.post(page, {"address": "pas une adresse"}).status_code == 400
    assert client.post(page, {"address": "Ines@exemple.example"}).status_code == 302
    (mail,) = mailoutbox
    assert mail.to == ["Ines@exemple.example"]
    return re.search(r"http://[^/]+(/annuaire/invitation/\S+)", mail.body)[1]


def test_whoever_signs_in_with_the_address_takes_the_profile(client, link):
    user = UserFactory(email="ines@exemple.example")
    client.force_login(user)
    assert client.get(link).status_code == 200
    assert Profile.objects.get().owner is None
    client.post(link)
    assert Profile.objects.get().owner == user
    assert client.get(link).status_code == 404


def test_the_link_is_of_no_use_to_another(client, link):
    client.force_login(UserFactory())
    assert client.get(link).status_code == client.post(link).status_code == 403
    assert client.get(f"{link[:-2]}x/").status_code == 404
    client.logout()
    assert client.get(link).status_code == 302
    assert Profile.objects.get().owner is None


@pytest.mark.parametrize(("days", "status"), [(29, 200), (31, 404)])
def test_the_link_lasts_thirty_days(client, link, time_machine, days, status):
    from django.utils import timezone

    time_machine.move_to(timezone.now() + timedelta(days=days))
    client.force_login(UserFactory(email="ines@exemple.example"))
    assert client.get(link).status_code == status


def test_versions_older_than_the_claim_leave_the_account_alone(stub, claim):
    stub.save_revision()
    claims.accept(claim)
    stub = Profile.objects.get()
    version = stub.get_latest_revision_as_object()
    version.headline = "Écrit par son nouveau propriétaire"
    version.keep_draft(claim.claimant)
    Profile.objects.get().latest_revision.publish()
    assert Profile.objects.get().owner == claim.claimant
    stub.revisions.earliest("created_at", "pk").publish()
    assert Profile.objects.get().owner == claim.claimant
