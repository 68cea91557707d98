"""The conventions of the house, as tests."""

import ast
import re

import pytest
from django.apps import apps
from django.db import models

from tests.sources import ROOMS, ROOT, files, name, strings, tree

LONGEST = 400
VAGUE_NAMES = {"utils.py", "helpers.py", "common.py", "services.py", "misc.py"}
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
OURS = [app for app in apps.get_app_configs() if app.name.split(".")[0] in ROOMS]


def pins(requirements: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / requirements).read_text(), re.M))


def test_no_file_is_too_long():
    long = {
        name(path): lines
        for path in files(".py", ".html", ".js")
        if (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert not long


def test_no_file_has_a_vague_name():
    assert not [name(path) for path in files(".py") if path.name in VAGUE_NAMES]


@pytest.mark.parametrize("app", OURS, ids=lambda app: app.name)
def test_every_app_says_what_it_is_for(app):
    assert (app.module.__doc__ or "").strip()


def test_nothing_is_left_to_do():
    wrong = [
        name(path)
        for path in files(".py", ".html", ".js", ".css")
        if re.search(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b", path.read_text())
    ]
    assert not wrong


# Runs jobs that know nothing of each other: whatever happens to one, it is logged, told and the
# others are run.
CATCHES_ALL = {"cmsite/management/commands/run_scheduled.py"}


def test_no_error_is_caught_blindly():
    wrong = [
        f"{name(path)}:{node.lineno}"
        for path in files(".py", folders=ROOMS)
        if name(path) not in CATCHES_ALL
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert not wrong


# --- Requirements -----------------------------------------------------------------------------
@pytest.mark.parametrize("requirements", REQUIREMENTS)
def test_requirements_name_no_host(requirements):
    text = (ROOT / requirements).read_text()
    assert "//" not in text
    assert not re.search(r"^\s*-", re.sub(r"--hash=\S+", "", text), re.M)


@pytest.mark.parametrize("requirements", REQUIREMENTS)
def test_every_requirement_is_pinned_and_hashed(requirements):
    blocks = re.split(r"\n(?=\S)", (ROOT / requirements).read_text().strip())
    assert not [block for block in blocks if "==" not in block or "--hash=sha256:" not in block]


def test_tools_run_on_the_same_versions_as_the_site():
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


# --- Names of models and fields ---------------------------------------------------------------
def names_of(model: type[models.Model]) -> list[str]:
    """Names we wrote ourselves; those inherited from Wagtail are lazy translations."""
    options = model._meta
    written = [options.verbose_name, options.verbose_name_plural]
    written += [getattr(field, "verbose_name", "") for field in options.local_fields]
    return [text for text in written if isinstance(text, str)]


@pytest.mark.parametrize(
    "model",
    [model for app in OURS for model in app.get_models()],
    ids=lambda model: model._meta.label,
)
def test_names_start_in_lower_case(model):
    """French puts no capital there; a word all in capitals is an acronym."""
    wrong = [
        text
        for text in names_of(model)
        if text[:1].isupper() and not re.split(r"\W", text)[0].isupper()
    ]
    assert not wrong


# --- French in Python -------------------------------------------------------------------------
STRAIGHT = re.compile(r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]")
FRENCH = re.compile(r"[àâçèéêëîïôùûœ«»]|\b(?:l|d|n|qu|s|j)'[a-zà-ÿ]")


def test_french_text_in_python_has_curly_apostrophes():
    wrong = [
        f"{name(path)} : {text[:70]}"
        for path in files(".py", folders=ROOMS)
        for text in strings(path)
        if STRAIGHT.search(text) and FRENCH.search(text)
    ]
    assert not wrong, "\n".join(wrong)
