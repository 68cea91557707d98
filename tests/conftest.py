"""Fixtures of every test: a database of its own, files and mail in a temporary folder.

On SQLite the migrated database is kept as a template file under `.cache/`, and each run works on
a copy: migrations take many seconds, and browser tests flush what migrations had created.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN = Path(tempfile.mkdtemp(prefix="carte-tests-"))
os.environ["DATA_DIR"] = str(RUN)
os.environ.setdefault("DEMO", "0")
# Playwright keeps an event loop running in the test’s thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def template_path() -> Path:
    """Where the migrated database for exactly this code is kept."""
    digest = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes())
    for file in sorted(ROOT.glob("**/migrations/*.py")):
        if ".venv" not in file.parts:
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return ROOT / ".cache" / f"tests-{digest.hexdigest()[:16]}.sqlite3"


def pytest_unconfigure(config):
    shutil.rmtree(RUN, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(RUN / "test.sqlite3")
        if template_path().exists():
            shutil.copy(template_path(), RUN / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_keepdb():
    """Keep the copied template instead of creating the database anew."""
    from django.conf import settings

    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings, django_db_setup, django_db_blocker):
    from django.db import connection

    template = template_path()
    if connection.vendor == "sqlite" and not template.exists():
        template.parent.mkdir(exist_ok=True)
        fresh = RUN / "template.sqlite3"
        with django_db_blocker.unblock(), sqlite3.connect(fresh) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        for old in template.parent.glob("tests-*.sqlite3"):
            old.unlink(missing_ok=True)
        shutil.move(fresh, template)
    yield


@pytest.fixture(autouse=True)
def own_files_and_cache(settings, tmp_path):
    """No test reads another’s files or rate limits."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    storages = {name: dict(config) for name, config in settings.STORAGES.items()}
    for name in ("private", "import_export"):
        storages[name]["OPTIONS"] = {"location": str(tmp_path / name), "base_url": None}
    settings.STORAGES = storages
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path / "cache"),
        }
    }
