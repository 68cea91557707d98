"""French spacing, in code and in templates."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.template import Context, Template

from cmsite.typography import french_spaces, thousands


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Vraiment ?", "Vraiment\u202f?"),
        ("Oui ! Non ; peut-être", "Oui\u202f! Non\u202f; peut-être"),
        ("« mot »", "«\u202fmot\u202f»"),
        ("Voici : rien", "Voici\u00a0: rien"),
        ("46 % et 33 600 €", "46\u202f% et 33\u202f600\u202f€"),
        ("http://exemple.fr", "http://exemple.fr"),
        ("il est 10:30", "il est 10:30"),
        ("déjà\u202f?", "déjà\u202f?"),
        ("", ""),
    ],
)
def test_spaces_where_a_line_must_not_break(typed, printed):
    assert french_spaces(typed) == printed
    assert french_spaces(printed) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"),
        (1842, "1\u202f842"),
        (2.5, "2,5"),
        (-1200, "−1\u202f200"),
        (Decimal("1234.50"), "1\u202f234,50"),
    ],
)
def test_numbers(value, printed):
    assert thousands(value) == printed


def render(source, **context):
    return Template(source).render(Context(context))


def test_filters_in_templates():
    assert render("{{ n|euros }}", n=33600) == "33\u202f600\u202f€"
    assert render("{{ n|euros }}", n=None) == ""
    assert [render('{{ n|pluriel:"profil,profils" }}', n=n) for n in (0, 1, 2)] == [
        "profil",
        "profil",
        "profils",
    ]
    assert render("{{ text|typo }}", text="<b> ?") == "&lt;b&gt;\u202f?"


def test_days_are_those_of_paris():
    assert render("{{ d|jour }}", d=datetime(2027, 2, 28, 23, 30, tzinfo=UTC)).split() == [
        "1er",
        "mars",
        "2027",
    ]
    assert render("{{ d|jour }}", d=date(2027, 1, 14)).split() == ["14", "janvier", "2027"]
    assert render("{{ d|jour }}", d=None) == ""


TEXT = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.DOTALL)


@pytest.mark.parametrize(
    "template",
    sorted((settings.BASE_DIR / "templates").rglob("*.html")),
    ids=lambda file: str(file.relative_to(settings.BASE_DIR)),
)
def test_templates_have_no_breakable_space_before_high_punctuation(template):
    text = TEXT.sub("", template.read_text())
    assert re.findall(r".{0,20} [?!;»].{0,10}|.{0,10}« .{0,20}|.{0,20}\w :(?!:)", text) == []
