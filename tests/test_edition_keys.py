"""The key of an edition: one, outside the database, and gone for good once sealed."""

import stat
import threading

import pytest
from django.db import connections

from surveys import keys
from surveys.models import Draft, Edition, Participation, Response
from surveys.sealing import seal
from tests.respondents import core_edition, fill, send
from tests.survey_rows import answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(now):
    return core_edition(year=2027)


def again(edition: Edition) -> Edition:
    """As another process reads it."""
    return Edition.objects.get(pk=edition.pk)


def test_it_is_drawn_once_and_kept_from_other_eyes(edition):
    key = edition.secrets.key
    path = keys.path_of(edition.pk)
    assert again(edition).secrets.key == key and len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_neither_the_file_nor_the_setting_is_enough(edition, settings):
    key = edition.secrets.key
    assert key not in keys.path_of(edition.pk).read_bytes()
    settings.SURVEY_KEY = "une autre"
    with pytest.raises(keys.KeyLost):
        keys.of(again(edition))


def test_two_editions_have_nothing_in_common(edition):
    other = core_edition(year=2028)
    assert other.secrets.digest("device", "abc") != edition.secrets.digest("device", "abc")


@pytest.mark.django_db(transaction=True)
def test_several_processes_at_once_make_one(now):
    edition = core_edition(year=2027)
    start, made = threading.Barrier(6), []

    def work():
        start.wait()
        made.append(keys.of(again(edition)))
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6 and len(set(made)) == 1


@pytest.mark.parametrize("harm", ["lost", "foreign", "cut"])
def test_without_it_nothing_is_taken_and_nothing_is_lost(harm, edition, client, caplog):
    fill(client, edition)
    path = keys.path_of(edition.pk)
    kept = path.read_bytes()
    if harm == "lost":
        path.unlink()
    else:
        path.write_bytes(b"x" * (32 if harm == "foreign" else 5))
    for method, page in (
        ("get", "repondre/1/"),
        ("post", "repondre/1/"),
        ("post", "relecture/"),
        ("get", "repondre/"),
        ("get", "merci/"),
        ("post", "recu/"),
    ):
        response = getattr(client, method)(
            f"/enquete/2027/{page}", {"recu": "a-b-c-d-e", "exercice": "aujourdhui"}
        )
        assert response.status_code == 503, page
        assert "préférons ne rien enregistrer" in response.content.decode()
    assert Response.objects.count() == Participation.objects.count() == 0
    assert "sa clé" in caplog.text and kept.hex() not in caplog.text
    if harm == "lost":
        assert not path.exists()  # no other is made in its place
    path.write_bytes(kept)
    assert send(client, edition, screens=[]) and Draft.objects.count() == 0


def test_the_edition_page_does_not_need_it(edition, client):
    edition.secrets.digest("check", "")
    keys.path_of(edition.pk).unlink()
    assert client.get("/enquete/2027/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_sealing_destroys_it_for_every_process(client):
    edition = answered(12, closed=False)
    client.get(f"/enquete/{edition.year}/repondre/1/")
    before = again(edition)
    assert before.secrets.key
    seal(edition, edition.results_at)
    assert not keys.path_of(edition.pk).exists()
    for one in (again(edition), Edition(pk=edition.pk, year=edition.year)):
        with pytest.raises(keys.KeyLost):
            keys.of(one)
    assert not keys.path_of(edition.pk).exists()
    seal(edition, edition.results_at)
    keys.destroy(edition.pk)


def test_what_is_overwritten_is_the_file_itself(edition, monkeypatch):
    edition.secrets.digest("check", "")
    path = keys.path_of(edition.pk)
    kept, beside = path.read_bytes(), path.with_name("lien")
    beside.hardlink_to(path)
    keys.destroy(edition.pk)
    assert not path.exists() and beside.read_bytes() != kept
