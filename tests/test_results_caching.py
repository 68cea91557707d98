"""Kept answers are never early and never stale; who has one already is told so."""

from collections import OrderedDict
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from surveys.models import ChapterComment, Edition
from surveys.results import caching, shelf
from tests.published import publish, published, tables

pytestmark = pytest.mark.django_db
FIGURE_PAGES = ("embed", "figure_image", "figure_csv")
REVISION_FILES = ("revision", "tables_csv", "publication_json", "package")


@pytest.fixture
def edition():
    cache.clear()
    return published(400, year=2031)


def page(client, edition, **headers):
    return client.get(edition.get_results_url(), headers=headers)


def test_the_second_reader_is_served_what_was_kept(client, edition, monkeypatch):
    first = page(client, edition)

    def refuse(*_):
        raise AssertionError("drawn again")

    monkeypatch.setattr("surveys.results.pages.page", refuse)
    assert page(client, edition).content == first.content


def test_what_is_kept_takes_four_queries(client, edition, django_assert_max_num_queries):
    page(client, edition)
    with django_assert_max_num_queries(4):
        page(client, edition)


def test_who_has_the_page_is_told_so(client, edition):
    first = page(client, edition)
    again = page(client, edition, if_none_match=first["ETag"])
    assert again.status_code == 304 and not again.content
    assert page(client, edition, if_none_match='"autre"').status_code == 200
    assert "max-age=0, must-revalidate" in first["Cache-Control"]
    assert "public" in first["Cache-Control"]
    assert "Cookie" not in first.get("Vary", "")


def test_a_correction_a_comment_and_a_new_edition_change_it_at_once(client, edition):
    seen = {page(client, edition)["ETag"]}
    publish(edition, tables(400, 3), revision=2, reason="Corrigé.")
    seen.add(page(client, edition)["ETag"])
    ChapterComment.objects.create(edition=edition, chapter="metier", text="Un mot.")
    seen.add(page(client, edition)["ETag"])
    ChapterComment.objects.update(text="Un autre mot.")
    seen.add(page(client, edition)["ETag"])
    published(400, 2, year=2030)
    seen.add(page(client, edition)["ETag"])
    assert len(seen) == 5


def test_parameters_neither_change_the_page_nor_what_is_kept(client, edition):
    plain = page(client, edition).content
    cache.clear()
    odd = client.get(edition.get_results_url() + "?=11&region=11&x=%00")
    assert odd.status_code == 200 and odd.content == plain
    assert page(client, edition).content == plain


def test_a_new_release_shows_nothing_of_the_last(client, edition, monkeypatch):
    first = page(client, edition)["ETag"]
    monkeypatch.setattr(caching, "build", lambda: "another")
    assert page(client, edition)["ETag"] != first


def test_before_its_instant_nothing_is_kept_and_after_it_nothing_waits(client, edition):
    at = edition.results_at
    urls = [
        edition.get_results_url(),
        reverse("surveys:figure", args=[2031, "genre"]),
        reverse("surveys:explorer", args=[2031]),
        reverse("surveys:edition_method", args=[2031]),
        reverse("surveys:api_edition", args=[2031]),
        reverse("surveys:api_tables", args=[2031]),
        reverse("surveys:api_table", args=[2031, "genre"]),
        *(reverse(f"surveys:results_{kind}", args=[2031]) for kind in ("csv", "json", "package")),
        *(reverse(f"surveys:{kind}", args=[2031, "genre"]) for kind in FIGURE_PAGES),
        *(reverse(f"surveys:{kind}", args=[2031, 1]) for kind in REVISION_FILES),
        reverse("surveys:cite", args=[2031, 1, "bib"]),
    ]
    before = at - timedelta(microseconds=1)
    with time_machine.travel(before, tick=False):
        for url in urls:
            early = client.get(url)
            assert "no-store" in early["Cache-Control"], url
            assert "public" not in early["Cache-Control"]
            assert "€" not in early.content.decode().replace("500\u202f€", "")
    with time_machine.travel(at, tick=False):
        for url in urls:
            assert client.get(url).status_code == 200
        assert "Le profil type" in client.get(urls[0]).content.decode()
    # Kept answers of the edition do not outlive its being published.
    Edition.objects.update(results_at=at + timedelta(days=400))
    with time_machine.travel(at, tick=False):
        assert "Le profil type" not in client.get(urls[0]).content.decode()


def test_a_correction_that_moves_nothing_still_renews_the_short_addresses(client, edition):
    urls = [reverse(f"surveys:{name}", args=[2031]) for name in ("results_csv", "results_package")]
    before = [client.get(url) for url in urls]
    publish(edition, tables(400), revision=2, reason="Une coquille dans la méthode.")
    assert len(set(edition.publications.values_list("checksum", flat=True))) == 1
    for url, old in zip(urls, before, strict=True):
        new = client.get(url, headers={"if-none-match": old["ETag"]})
        assert new.status_code == 200 and new["ETag"] != old["ETag"]
        assert "-r2." in new["Content-Disposition"] and new.content != old.content


def test_a_publication_thrown_out_by_another_thread_is_read_again(edition, monkeypatch):
    class Leaving(OrderedDict):
        def __contains__(self, key) -> bool:
            return self.pop(key, None) is not None

    (head,) = edition.publications.all()
    known = shelf.readings([head])
    monkeypatch.setattr(shelf, "READINGS", Leaving(known))
    assert shelf.readings([head])[head.checksum].tables == known[head.checksum].tables


def test_a_release_is_told_by_all_that_draws(settings, tmp_path, monkeypatch):
    """What pages borrow from other rooms, and the names of the files that they ask for."""
    settings.BASE_DIR = tmp_path
    known = {caching.build.__wrapped__()}
    for name in (
        *("surveys/share_picture.py", "surveys/clock.py", "map/svg.py"),
        *("cmsite/typography.py", "templates/map/france.html", "templates/base.html"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        known.add(caching.build.__wrapped__())
    storage = SimpleNamespace(hashed_files={"resultats.js": "resultats.1.js"})
    monkeypatch.setattr(caching, "staticfiles_storage", storage)
    known.add(caching.build.__wrapped__())
    assert len(known) == 8
