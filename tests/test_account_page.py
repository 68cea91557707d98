"""The account page: one’s profile, one’s messages, and leaving for good."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection

from cmsite.accounts.models import User
from directory.models import Message, Profile
from tests.factories import EditorFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile():
    return ProfileFactory(name="Inès Cherfaoui")


def message(profile, text="Seriez-vous libre en mars ?", **fields):
    return Message.objects.create(
        profile=profile, sender=UserFactory(), sender_name="Hélène Roussarie", text=text, **fields
    )


def test_visitor_is_sent_to_sign_in_and_back(client):
    assert client.get("/compte/")["Location"] == "/compte/connexion/?next=/compte/"


def test_without_profile_one_is_invited_to_write_one(client):
    client.force_login(UserFactory())
    page = client.get("/compte/").content.decode()
    assert 'href="/compte/profil/"' in page
    assert "Créer mon profil" in page
    assert "jalons" not in page


def test_published_profile_shows_its_three_milestones_and_links(client, profile):
    client.force_login(profile.owner)
    page = client.get("/compte/").content.decode()
    assert "Inès Cherfaoui" in page
    assert page.count('class="passe"') == 3
    for url in ("/compte/profil/", "/compte/profil/apercu/", profile.get_absolute_url()):
        assert f'href="{url}"' in page


def test_draft_is_not_announced_as_visible(client):
    profile = ProfileFactory(live=False)
    client.force_login(profile.owner)
    page = client.get("/compte/").content.decode()
    assert "Pas encore visible" in page
    assert f'href="{profile.get_absolute_url()}"' not in page


def test_messages_received_are_shown_escaped_and_only_one_s_own(client, profile):
    message(profile, "<script>alert(1)</script>")
    message(ProfileFactory(), "pour quelqu’un d’autre")
    client.force_login(profile.owner)
    page = client.get("/compte/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "quelqu’un d’autre" not in page


def test_the_sender_s_address_is_not_shown(client, profile):
    sent = message(profile)
    client.force_login(profile.owner)
    assert sent.sender.email not in client.get("/compte/").content.decode()


@pytest.mark.parametrize("count", [1, 15])
def test_queries_do_not_grow_with_messages(client, profile, count, django_assert_max_num_queries):
    for _ in range(count):
        message(profile)
    client.force_login(profile.owner)
    with django_assert_max_num_queries(9):
        client.get("/compte/")


def every_row_holding(*words):
    """(table, row) of every row of the whole database where one of the words is written."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [
                (table, row) for row in cursor.fetchall() if any(word in str(row) for word in words)
            ]
    return found


def test_erasing_leaves_no_row_and_no_file(client, profile, django_capture_on_commit_callbacks):
    owner = profile.owner
    files = [
        (storages["default"], storages["default"].save("profils/p.txt", ContentFile(b"image"))),
        (storages["private"], storages["private"].save("profils/cv.pdf", ContentFile(b"%PDF"))),
    ]
    Profile.objects.filter(pk=profile.pk).update(portrait=files[0][1], cv=files[1][1])
    profile.refresh_from_db()
    profile.headline = "Un brouillon jamais paru"
    profile.save_revision(user=owner, log_action=True)
    message(profile)
    Message.objects.create(
        profile=ProfileFactory(), sender=owner, sender_name="Inès Cherfaoui", text="bonjour"
    )
    client.force_login(owner)
    assert every_row_holding("Inès Cherfaoui", owner.email)
    assert all(storage.exists(name) for storage, name in files)

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/compte/supprimer/", {"confirmation": "Supprimer"})

    assert response["Location"] == "/"
    assert every_row_holding("Inès Cherfaoui", owner.email, "Un brouillon jamais paru") == []
    assert not any(storage.exists(name) for storage, name in files)
    assert client.get("/compte/").status_code == 302


@pytest.mark.parametrize("typed", ["", "oui", "supprimer tout"])
def test_nothing_is_erased_without_the_word(client, profile, typed):
    client.force_login(profile.owner)
    response = client.post("/compte/supprimer/", {"confirmation": typed})
    assert response.status_code == 400
    assert 'id="id_confirmation_error"' in response.content.decode()
    assert Profile.objects.filter(pk=profile.pk).exists()


def test_erasing_needs_a_post_and_an_account(client, profile):
    assert client.post("/compte/supprimer/").status_code == 302
    client.force_login(profile.owner)
    assert client.get("/compte/supprimer/").status_code == 405
    assert User.objects.filter(pk=profile.owner_id).exists()


def test_staff_cannot_erase_themselves_by_mistake(client):
    editor = EditorFactory()
    client.force_login(editor)
    assert "Supprimer mon compte" not in client.get("/compte/").content.decode()
    assert client.post("/compte/supprimer/", {"confirmation": "supprimer"}).status_code == 403
    assert User.objects.filter(pk=editor.pk).exists()
