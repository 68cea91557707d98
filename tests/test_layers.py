"""Imports run down only, and the wall between people and answers stands in the code."""

import ast
import re
from pathlib import Path

import pytest

from tests.sources import ROOMS, TEMPLATES, files, imports, name, strings, tree

FORBIDDEN = {
    "map": {"directory", "surveys", "cmsite"},
    "directory": {"surveys", "cmsite"},
    "surveys": {"directory", "cmsite"},
    "cmsite": set(),
}
# Arithmetic on answers: readable, and testable, without a database.
PURE = (
    *("surveys/tabulation.py", "surveys/disclosure.py", "surveys/clock.py"),
    *("surveys/measures.py", "surveys/linked.py", "surveys/crossing.py", "surveys/ranges.py"),
    *("surveys/suppression.py", "surveys/gaps.py", "surveys/weighting.py", "surveys/prices.py"),
    *("surveys/revising.py", "surveys/dry_run.py", "surveys/publishable/tables.py"),
    *("directory/amounts.py", "directory/characters.py", "directory/completeness.py"),
    *("directory/duplicates.py", "directory/headers.py", "directory/spreadsheets.py"),
    *("map/gazetteer.py", "map/beginnings.py", "map/folding.py", "map/typos.py"),
)
PEOPLE = {"get_user_model", "AUTH_USER_MODEL", "user", "owner"}
PEOPLE_MODULES = ("django.contrib.auth", "allauth", "django.contrib.admin")
PEOPLE_STRINGS = re.compile(r"\b(accounts\.|auth\.User|AUTH_USER_MODEL|account_email)")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below_it(room):
    wrong = [
        f"{name(path)} importe {module}"
        for path in files(".py", folders=(room,))
        for module in imports(path)
        if module.split(".")[0] in FORBIDDEN[room]
    ]
    assert not wrong, "\n".join(wrong)


def test_nobody_imports_the_tests():
    wrong = [
        name(path)
        for path in files(".py", folders=ROOMS)
        if any(module.split(".")[0] == "tests" for module in imports(path))
    ]
    assert not wrong


def test_the_room_of_places_never_hides_the_builtin_map():
    wrong = [
        name(path)
        for path in files(".py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import) and any(alias.name == "map" for alias in node.names)
    ]
    assert not wrong, f"écrire « from map.… import … » : {wrong}"


def mentions_of_people(path: Path) -> list[str]:
    found = [module for module in imports(path) if module.startswith(PEOPLE_MODULES)]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name) and node.id in PEOPLE:
            found.append(node.id)
        elif isinstance(node, ast.Attribute) and node.attr in PEOPLE:
            found.append(f".{node.attr}")
    return found + [text for text in strings(path) if PEOPLE_STRINGS.search(text)]


def test_the_survey_never_mentions_who_answers():
    wrong = {
        name(path): found
        for path in files(".py", folders=("surveys",))
        if (found := mentions_of_people(path))
    }
    assert not wrong


def test_no_page_of_the_survey_shows_who_is_signed_in():
    wrong = [
        name(path)
        for path in (TEMPLATES / "surveys").rglob("*.html")
        if re.search(r"\{[{%][^}]*\buser\b", path.read_text())
    ]
    assert not wrong


@pytest.mark.parametrize("line", ["x = request.user", "owner = models.ForeignKey('accounts.User')"])
def test_a_mention_of_who_answers_is_noticed(line, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.sources.ROOT", tmp_path)
    path = tmp_path / "views.py"
    path.write_text(line)
    assert mentions_of_people(path)


def test_pure_modules_never_import_django():
    wrong = [
        f"{name(path)} importe {module}"
        for path in files(".py", folders=ROOMS)
        if name(path) in PURE
        for module in imports(path)
        if module.split(".")[0] in {"django", "wagtail"}
    ]
    assert not wrong
