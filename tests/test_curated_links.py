"""The « revue de web »: cleaned when it comes in, found once, read with its source."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cmsite.editorial.links import addresses, cleaning
from cmsite.editorial.models import Link
from tests.factories import EditorFactory

SAME = [
    "https://www.exemple.fr/un/texte",
    "http://exemple.fr/un/texte/",
    "https://EXEMPLE.fr:443/un/texte#suite",
    "https://exemple.fr/un/texte?utm_source=x&fbclid=y",
    "https://exemple.fr./un//texte/index.html",
    "https://exemple.fr/un/te%78te",
]


def test_one_page_has_one_key():
    assert {addresses.key(address) for address in SAME} == {"exemple.fr/un/texte"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://exemple.fr/a", "https://exemple.fr/A"),
        ("https://exemple.fr/a?id=1", "https://exemple.fr/a?id=2"),
        ("https://blog.exemple.fr/", "https://exemple.fr/"),
        ("https://exemple.fr:8080/", "https://exemple.fr/"),
    ],
)
def test_two_pages_have_two(one, other):
    assert addresses.key(one) != addresses.key(other)


def test_order_and_alphabets_do_not_count():
    assert addresses.key("https://x.fr/?b=2&a=1") == addresses.key("https://x.fr/?a=1&b=2")
    assert addresses.key("https://été.fr/") == addresses.key("https://xn--t-9fab.fr/")


def test_tracking_is_taken_out_and_the_rest_stays():
    dirty = "https://x.fr/a?utm_source=n&page=2&xtor=RSS-1"
    assert addresses.without_tracking(dirty) == "https://x.fr/a?page=2"
    untouched = "https://x.fr/a?q=a+b&c"
    assert addresses.without_tracking(untouched) == untouched


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [
        ("background preloader\n\nUn processus !", "Un processus !"),
        ("background preloader : Un processus", "Un processus"),
        ("Un processus ! Un processus !", "Un processus !"),
        ("Un titre | Un titre", "Un titre"),
        ("Un titre\nUn titre\nLaissez un commentaire", "Un titre"),
        ("Related:\nUn titre\nGoogle+", "Un titre"),
        ("Un\u200b  titre\u202e ", "Un titre"),
        ("Oui oui oui", "Oui oui oui"),
        ("Non, non et non", "Non, non et non"),
        ("Related: ce que l’on garde", "Related: ce que l’on garde"),
    ],
)
def test_titles_are_cleaned_of_what_pages_leave_around_them(pasted, clean):
    assert cleaning.title(pasted) == clean


def link(**fields) -> Link:
    defaults = {
        **{"title": "Fermer un forum", "address": "https://velos.example/forum"},
        **{"source": "L’atelier", "author": "Soizic", "excerpt": "Un court extrait."},
        **{"comment": "À lire.", "published_on": date(2026, 2, 3), "section": "metier"},
    }
    one = Link(**{**defaults, **fields})
    one.full_clean()
    one.save()
    return one


@pytest.mark.django_db
def test_a_link_is_there_once():
    link(address="https://www.velos.example/forum/?utm_source=x")
    with pytest.raises(ValidationError, match="Fermer un forum"):
        link(title="Autre", address="http://velos.example/forum#a")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"excerpt": "é" * 301},
        {"address": "javascript:alert(1)"},
        {"address": "ftp://exemple.fr/"},
        {"address": "rien"},
        {"archive": "javascript:alert(1)"},
        {"title": "background preloader"},
        {"source": ""},
    ],
)
def test_what_is_refused(wrong):
    with pytest.raises(ValidationError) as refused:
        link(**wrong)
    assert set(wrong) & set(refused.value.message_dict)


@pytest.mark.django_db
def test_the_list_is_read_filtered_and_paginated(client):
    link()
    link(
        title="Astreinte", address="https://droit.example/", section="carrieres", source="Le droit"
    )
    link(title="Cachée", address="https://cachee.example/", live=False)
    page = client.get("/revue-de-web/").text
    for words in (
        "Fermer un forum",
        "L’atelier, Soizic, 3",
        "Un court extrait.",
        "À lire.",
        "2 liens",
    ):
        assert words in page.replace("\xa0", " ")
    assert "Cachée" not in page
    only = client.get("/revue-de-web/?rubrique=carrieres").text
    assert "Astreinte" in only and "Fermer un forum" not in only and "noindex" in only
    assert "Fermer un forum" in client.get("/revue-de-web/?recherche=soizic+forum").text
    assert "Aucun lien ne correspond" in client.get("/revue-de-web/?recherche=rien").text
    for odd in ("page=zz", "recherche=%22"):
        assert client.get(f"/revue-de-web/?{odd}").status_code == 200
    for odd in ("annee=abc", "rubrique='", "annee=1999"):
        answer = client.get(f"/revue-de-web/?{odd}")
        assert answer.status_code == 400 and "n’existe pas dans la liste" in answer.text
        assert "Fermer un forum" not in answer.text
    assert client.get("/revue-de-web/?recherche=%00").status_code == 400
    for number in range(25):
        link(title=f"Lien {number}", address=f"https://l.example/{number}")
    assert "?page=2" in client.get("/revue-de-web/").text


@pytest.mark.django_db
def test_empty_it_says_so(client):
    assert "n’a pas encore de lien" in client.get("/revue-de-web/").text


@pytest.mark.django_db
def test_a_dead_link_says_so_and_leads_to_the_archive(client):
    one = link(archive="https://archives.example/forum")
    assert f'href="{one.address}"' in client.get("/revue-de-web/").text
    one.bury()
    for url in ("/revue-de-web/", one.get_absolute_url()):
        text = client.get(url).text
        assert "Lien mort" in text and 'href="https://archives.example/forum"' in text
        assert f'<a href="{one.address}"' not in text


@pytest.mark.django_db
def test_script_in_every_field_is_only_text(client):
    script = "<script>alert(1)</script>"
    link(title=script, source=script, author=script, excerpt=script, comment=script)
    text = client.get("/revue-de-web/").text
    assert script not in text and text.count("&lt;script&gt;") == 5


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 20])
def test_queries_of_the_list(client, count, django_assert_num_queries):
    for number in range(count):
        link(address=f"https://l.example/{number}")
    with django_assert_num_queries(3):
        client.get("/revue-de-web/", headers={"cookie": "sessionid=x"})


@pytest.mark.django_db
def test_an_editor_adds_one_and_is_told_of_its_twin(client):
    client.force_login(EditorFactory())
    url = "/admin/snippets/editorial/link/add/"
    form = {
        **{"address": "https://velos.example/forum?utm_medium=a", "title": "Fermer Fermer"},
        **{"source": "L’atelier", "comment": "À lire.", "section": "metier", "live": "on"},
        **{"added_on": "2026-06-01", "author": "", "excerpt": "", "archive": ""},
        "published_on": "",
    }
    assert client.post(url, form).status_code == 302
    assert Link.objects.get().title == "Fermer" and Link.objects.get().address.endswith("/forum")
    again = client.post(url, form | {"address": "http://www.velos.example/forum/"})
    assert again.status_code == 200 and "déjà dans la revue" in again.text
