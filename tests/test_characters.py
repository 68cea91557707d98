"""What is invisible goes; every script, its joints and its accents stay."""

import pytest

from directory.characters import hides_something, tidy_line, tidy_text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Inès   Cherfaoui ", "Inès Cherfaoui"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("\u2067a\u2069", "a"),
        ("In\u00ade\u200bs\ufeff", "Ines"),
        ("a\u0000b\u001bc\u0085d", "a b c d"),
        ("une\nligne\r\nou\u2028deux", "une ligne ou deux"),
        ("Ine\u0300s", "Inès"),
        ("\u200dnom\u200c", "nom"),
        ("a\u200d\u200d\u200db", "ab"),
        ("secret\U000e0041\U000e0042", "secret"),
        ("\u200b\u3164\u2066", ""),
    ],
)
def test_what_draws_nothing_is_taken_out(text, kept):
    assert tidy_line(text) == kept


def test_accents_do_not_pile_up_over_the_lines_above():
    assert tidy_line("q" + "\u0302" * 40) == "q" + "\u0302" * 4


@pytest.mark.parametrize(
    "text",
    [
        "ليلى بن علي",
        "می\u200cخواهم",  # a Persian verb, whose two parts a ZWNJ parts
        "क्\u200dष",  # a ZWJ of Devanagari
        "👩\u200d💻",
        "Юлия",
        "王小明",
        "Nguyễn Thị Ngọc",
        "Łódź – l’Haÿ-les-Roses",
        "שָׁלוֹם",
    ],
)
def test_a_word_of_any_script_stays(text):
    assert tidy_line(text) == text
    assert not hides_something(text)


def test_a_text_keeps_its_lines():
    assert tidy_text("Un\r\n\r\n- deux\n\ttrois\u202e") == "Un\n\n- deux\n\ttrois"


def test_spaces_alone_hide_nothing():
    assert not hides_something(" Un  texte\r\nde deux lignes ")
    assert hides_something("Un\u200b texte")
