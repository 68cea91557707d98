"""Fixtures of every test: a database of its own, files and mail in a temporary folder, no network.

On SQLite the migrated database is kept as a template file under `.cache/`, and each run works on
a copy.  What a transactional test commits is undone by putting the template back, which takes a
tenth of what emptying every table does, and leaves behind it what migrations had created.
"""

import gc
import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.databases import Pristine, template_path
from tests.guards import StrictVariable, forbid_network

RUN = Path(tempfile.mkdtemp(prefix="carte-tests-"))
os.environ["DATA_DIR"] = str(RUN)
os.environ.setdefault("DEMO", "0")
os.environ["CONN_MAX_AGE"] = "0"  # a kept connection would forbid dropping the test database
# Playwright keeps an event loop running in the test’s thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# The shell first: the same engine without the windows of a desktop around it, three times lighter.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# Fixtures through which a test, or another fixture, reaches the database.
DATABASE_FIXTURES = {"_django_db_helper", "db", "transactional_db", "live_server"}


def find_browser() -> str:
    """Path of a Chromium on this machine, or ""."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), "")


def pytest_configure(config):
    # Wagtail leaves the temporary file of each reduced picture to the garbage collector.
    config.addinivalue_line(
        "filterwarnings", "ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning"
    )


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests that may say something else on another database",
    )


def pytest_unconfigure(config):
    shutil.rmtree(RUN, ignore_errors=True)


def uses_database(test) -> bool:
    """Whether pytest-django lets this test reach the database."""
    return bool(test.get_closest_marker("django_db") or DATABASE_FIXTURES & set(test.fixturenames))


def is_told_apart(test) -> bool:
    """Whether this test may say something else on another database.

    A browser is shown the same pages by each: only the journeys that say so go through all.
    """
    shown = test.get_closest_marker("e2e") and not test.get_closest_marker("each_database")
    return uses_database(test) and not shown


def uses_postgresql() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


# Last, so that the markers other hooks add are seen.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[test for test in items if not is_told_apart(test)])
        items[:] = [test for test in items if is_told_apart(test)]
    if not uses_postgresql():
        alone = [test for test in items if test.get_closest_marker("postgresql")]
        config.hook.pytest_deselected(items=alone)
        items[:] = [test for test in items if test not in alone]


def pytest_sessionfinish(session, exitstatus):
    """Choosing tests of which none uses a database leaves nothing to run, and nothing failed."""
    if (
        session.config.getoption("--database-only")
        and exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED
    ):
        session.exitstatus = pytest.ExitCode.OK


def pytest_terminal_summary(terminalreporter, config):
    from django.db import connection

    browser = find_browser() or "aucun Chromium : parcours dans le navigateur NON passés"
    terminalreporter.section("La Carte des CM")
    terminalreporter.write_line(f"Base de données : {connection.display_name}")
    if config.getoption("--database-only"):
        terminalreporter.write_line(
            "Tests : ceux qui se servent d’une base, et les parcours marqués each_database ; les "
            "autres diraient deux fois la même chose"
        )
    terminalreporter.write_line(f"Navigateur : {browser}")


# --- Database ---------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    from django.conf import settings

    database = settings.DATABASES["default"]
    test = database.setdefault("TEST", {})
    if database["ENGINE"].endswith("sqlite3"):
        test["NAME"] = str(RUN / "test.sqlite3")
        if template_path().exists():
            shutil.copy(template_path(), test["NAME"])
    else:
        test["NAME"] = f"carte_tests_{os.getpid()}"
        # A test database need not survive a power cut.
        database.setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"


@pytest.fixture(scope="session")
def django_db_keepdb():
    """Keep the copied template instead of creating the database anew."""
    from django.conf import settings

    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def pristine(django_db_setup, django_db_blocker):
    from django.test import TransactionTestCase

    from directory import columns

    def restore():
        pristine.restore()
        columns.reader.forget()

    with django_db_blocker.unblock():
        pristine = Pristine()
    with pytest.MonkeyPatch.context() as patch:
        # Instead of emptying every table.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: restore())
        yield pristine
    with django_db_blocker.unblock():
        pristine.discard()


def is_transactional(test) -> bool:
    """Whether this test commits."""
    marker = test.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server", "django_db_reset_sequences"}
    return bool((marker and marker.kwargs.get("transaction")) or fixtures & set(test.fixturenames))


@pytest.fixture(autouse=True)
def database_as_migrated(request, django_db_blocker):
    """Put back what migrations had created after each transactional test."""
    if is_transactional(request.node):
        pristine = request.getfixturevalue("pristine")
        with django_db_blocker.unblock():
            pristine.keep()
        request.getfixturevalue("transactional_db")


# --- Isolation --------------------------------------------------------------------------------
@pytest.fixture(autouse=True)
def own_files_and_cache(settings, tmp_path, monkeypatch):
    """No test reads another’s files or rate limits."""
    from django.core.files.storage import storages as configured

    from cmsite.search import WIDESPREAD
    from directory.models import Profile

    WIDESPREAD.clear()
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.SURVEY_KEYS_DIR = tmp_path / "cles-enquete"
    storages = {name: dict(config) for name, config in settings.STORAGES.items()}
    for name in ("private", "import_export"):
        storages[name]["OPTIONS"] = {"location": str(tmp_path / name), "base_url": None}
    settings.STORAGES = storages
    # A field keeps the storage it was given when its model was loaded.
    monkeypatch.setattr(Profile._meta.get_field("cv"), "storage", configured["private"])
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path / "cache"),
        },
        # No page is kept nor any part of one, except by the tests that ask for it: `kept_pages`,
        # `kept_parts`.
        "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
        "edition": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
        "parts": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }


@pytest.fixture
def kept_parts(settings, tmp_path, own_files_and_cache):
    """Parts of pages are kept for everybody, as in production; whole pages are not."""
    settings.CACHES = settings.CACHES | {
        "edition": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path / "edition"),
        },
        "parts": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": str(tmp_path),
        },
    }


@pytest.fixture
def kept_pages(settings, tmp_path, kept_parts):
    """Whole pages are kept for visitors, as in production."""
    settings.CACHES = settings.CACHES | {
        "pages": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path / "pages"),
        }
    }


@pytest.fixture(scope="session", autouse=True)
def looked_at_no_more():
    """Whatever is loaded stays: garbage is not looked for in it again, as on a server."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def no_network():
    with pytest.MonkeyPatch.context() as patch:
        forbid_network(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_undefined_variable(django_test_environment):
    """An unknown variable in one of our templates fails the test that renders it."""
    from django.template import engines

    engine = engines["django"].engine
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "string_if_invalid", StrictVariable())
        yield


@pytest.fixture
def reader(monkeypatch):
    """Profiles in columns as a process keeps them; else a transaction reads them all each time."""
    from directory import columns

    reader = columns.Reader()
    monkeypatch.setattr(columns, "current", reader.current)
    return reader


@pytest.fixture
def now(time_machine):
    """The clock stopped on Monday 15 June 2026 at ten in Paris."""
    moment = datetime(2026, 6, 15, 10, tzinfo=ZoneInfo("Europe/Paris"))
    time_machine.move_to(moment, tick=False)
    return moment


@pytest.fixture
def owner(client, db):
    """Somebody signed in, without a profile yet."""
    from tests.factories import UserFactory

    user = UserFactory(first_name="Inès", last_name="Cherfaoui")
    client.force_login(user)
    return user
