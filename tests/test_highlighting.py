"""Words that were searched for are shown, whatever their form, and nothing else comes through."""

import pytest

from cmsite.highlighting import extract, marked, plain


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Les modérations", "modération", "Les <mark>modérations</mark>"),
        ("Métier", "metier", "<mark>Métier</mark>"),
        ("a <b> c", "b", "a &lt;<mark>b</mark>&gt; c"),
        ("<script>", "script", "&lt;<mark>script</mark>&gt;"),
        ("rien", "autre", "rien"),
        ("a & b", "", "a &amp; b"),
    ],
)
def test_words_are_marked_and_text_escaped(text, query, shown):
    assert marked(text, query) == shown


def test_the_extract_is_around_the_first_word_found():
    text = "mot " * 200 + "coquelicot " + "fin " * 200
    part = extract(text, "coquelicots")
    assert "coquelicot" in part and part.startswith("… ") and part.endswith(" …")
    assert len(part) < 300


def test_without_a_word_found_it_is_the_beginning():
    assert extract("Un début. " + "mot " * 200, "zut").startswith("Un début.")
    assert extract("Court.", "zut") == "Court."


def test_markup_is_no_text():
    assert plain("<p>Un</p><p>deux&nbsp;<b>trois</b></p>") == "Un deux trois"
