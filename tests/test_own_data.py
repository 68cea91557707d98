"""Taking everything away: what the archive holds, who opens it, how long it stays."""

import json
import zipfile
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from cmsite.accounts.models import Takeout
from directory import portability
from directory.models import (
    Campaign,
    Conversation,
    DailyViews,
    Experience,
    HiddenFrom,
    Profile,
)
from tests.factories import ProfileFactory, UserFactory
from tests.proven import enter_proven

pytestmark = pytest.mark.django_db
PAGE, ARCHIVE = "/compte/donnees/", "/compte/donnees/archive/"


@pytest.fixture
def profile():
    profile = ProfileFactory(name="Inès Cherfaoui", employer="Pompes Rhodaniennes")
    profile.portrait.name = storages["default"].save("profils/p.webp", ContentFile(b"image"))
    profile.cv.name = storages["private"].save("profils/c.pdf", ContentFile(b"%PDF-1.7"))
    profile.experiences = [Experience(title="Chargée d’accueil", start_year=2015)]
    profile.campaigns = [Campaign(title="Cloverfield", year=2008)]
    profile.save()
    HiddenFrom.objects.create(profile=profile, organisation="Mon patron")
    DailyViews.objects.create(profile=profile, day="2026-06-01", count=12)
    profile.headline = "Un brouillon"
    profile.save_revision()
    return profile


@pytest.fixture
def owner(client, profile):
    enter_proven(client, profile.owner)
    return client


@pytest.fixture
def ask(owner, django_capture_on_commit_callbacks):
    def post():
        with django_capture_on_commit_callbacks(execute=True):
            return owner.post(PAGE)

    return post


def opened(response) -> zipfile.ZipFile:
    content = response.getvalue()
    response.close()
    return zipfile.ZipFile(BytesIO(content))


def test_the_archive_holds_all_that_is_known(owner, ask, profile):
    talk = Conversation.objects.create(
        profile=profile, sender=UserFactory(), sender_name="Hélène Roussarie"
    )
    talk.say("expediteur", "Seriez-vous libre en mars ?")
    assert ask()["Location"] == PAGE
    assert "Votre archive est prête" in owner.get(PAGE).content.decode()
    response = owner.get(ARCHIVE)
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Content-Type"] == "application/zip"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    archive = opened(response)
    assert sorted(archive.namelist()) == [
        "LISEZMOI.txt",
        "donnees.json",
        "fichiers/cv.pdf",
        "fichiers/portrait.webp",
    ]
    assert archive.read("fichiers/portrait.webp") == b"image"
    assert "fichiers/" in archive.read("LISEZMOI.txt").decode()
    text = archive.read("donnees.json").decode()
    data = json.loads(text)
    assert data["compte"]["adresse électronique"] == profile.owner.email
    assert data["profil"]["dernier brouillon"]["titre"] == "Un brouillon"
    online = data["profil"]["en ligne"]
    assert online["titre"] == "Community manager pour l’édition"
    assert online["statut"] == "Freelance" and online["commune"] == "Lyon (69)"
    assert online["métiers"] == ["Community manager"]
    assert online["parcours"][0]["poste ou diplôme"] == "Chargée d’accueil"
    assert data["profil"]["préférences"]["disponibilité"] == "À l’écoute"
    for kept in ("Mon patron", "Cloverfield", "Pompes Rhodaniennes", "Seriez-vous libre"):
        assert kept in text
    assert data["conversations"][0]["avec"] == "Hélène Roussarie"
    assert talk.sender.email not in text


def test_what_hangs_from_a_profile_is_taken_along_or_left_on_purpose():
    """A new table must choose."""
    told = {*portability.ROWS, *portability.LIFE, "conversations"}
    left = {
        *("articles", "interviews"),  # the magazine’s
        "claims",  # by others
        "reports",  # by others
    }
    hanging = {one.get_accessor_name() for one in Profile._meta.related_objects}
    assert {name for name in hanging if name and not name.endswith("+")} == told | left


def test_an_account_without_a_profile_has_an_archive_too(
    client, django_capture_on_commit_callbacks
):
    enter_proven(client, UserFactory())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PAGE)
    archive = opened(client.get(ARCHIVE))
    assert json.loads(archive.read("donnees.json"))["profil"] is None


def test_while_it_is_made_the_page_refreshes_itself_and_asking_again_changes_nothing(owner, ask):
    owner.post(PAGE)  # the task waits for the commit, which this test never makes
    page = owner.get(PAGE)
    assert page["Refresh"] == "3" and "<progress" in page.content.decode()
    assert owner.get(ARCHIVE).status_code == 404
    before = Takeout.objects.get()
    owner.post(PAGE)
    assert Takeout.objects.get() == before


def test_a_copy_that_never_came_is_told_and_asked_anew(owner, ask):
    owner.post(PAGE)
    Takeout.objects.update(asked_at=timezone.now() - Takeout.PATIENCE)
    page = owner.get(PAGE)
    assert "n’a pas abouti" in page.content.decode() and "Refresh" not in page
    ask()
    assert opened(owner.get(ARCHIVE)).namelist()


def test_nobody_else_has_it(ask):
    ask()
    other = Client()
    enter_proven(other, UserFactory())
    assert other.get(ARCHIVE).status_code == 404
    assert Client().get(ARCHIVE).status_code == 302


def test_it_is_gone_after_a_day(owner, ask):
    ask()
    Takeout.objects.update(asked_at=timezone.now() - Takeout.LIFE)
    assert owner.get(ARCHIVE).status_code == 404
    assert "Préparer mon archive" in owner.get(PAGE).content.decode()
    name = Takeout.objects.get().name
    assert storages["private"].exists(name)
    assert Takeout.objects.stale().forget() == 1
    assert not storages["private"].exists(name) and not Takeout.objects.exists()


def test_a_fresh_copy_replaces_the_former(ask):
    ask()
    former = Takeout.objects.get().name
    ask()
    assert Takeout.objects.get().name != former
    assert storages["private"].listdir("donnees")[1] == [
        Takeout.objects.get().name.removeprefix("donnees/")
    ]


def test_the_journal_names_nobody(ask, owner, profile, caplog):
    caplog.set_level("INFO", "cmsite.accounts")
    ask()
    opened(owner.get(ARCHIVE))
    assert [record.message for record in caplog.records if record.name.startswith("cmsite")] == [
        "Copie de données demandée.",
        "Copie de données prête.",
        "Copie de données emportée.",
    ]
