"""Production refuses to start without each of its secrets and services."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as project

COMPLETE = {
    "PRODUCTION": "1",
    "SECRET_KEY": "x" * 60,
    "SURVEY_KEY": "y" * 60,
    "ALLOWED_HOSTS": "carte.example",
    "SITE_URL": "https://carte.example",
    "DATABASE_URL": "postgres://u:p@127.0.0.1/carte",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "DEFAULT_FROM_EMAIL": "bonjour@carte.example",
}


def start(variables, expression="settings.PRODUCTION"):
    clean = {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "DATA_DIR")
    }
    return subprocess.run(
        [sys.executable, "-c", f"from cmsite import settings; print({expression})"],
        env={**clean, **variables},
        cwd=project.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("missing", sorted(set(COMPLETE) - {"PRODUCTION"}))
def test_production_names_the_variable_it_lacks(missing):
    result = start({name: value for name, value in COMPLETE.items() if name != missing})
    assert result.returncode != 0
    assert "ImproperlyConfigured" in result.stderr
    assert missing in result.stderr


def test_production_starts_when_nothing_is_missing_and_shows_nothing_of_the_demo():
    result = start(
        {**COMPLETE, "DEMO": "1", "DEBUG": "1"},
        "settings.PRODUCTION, settings.DEMO, settings.DEBUG, settings.SESSION_COOKIE_SECURE,"
        " settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT,"
        " settings.SECURE_HSTS_SECONDS > 0",
    )
    assert result.stdout == "True False False True True True True\n", result.stderr


def test_without_any_variable_it_is_a_demonstration_without_network():
    result = start({}, "settings.DEMO, settings.DEBUG, settings.EMAIL_BACKEND, settings.CACHES")
    assert result.stdout.startswith("True False cmsite.mailing.FileBackend"), result.stderr
    # What every worker must share is in the memory of none; parts of pages carry a word that is.
    assert result.stdout.count("file_cache.FileCache") == 3
    assert result.stdout.count("locmem") == 1 and "'LOCATION': 'parts'" in result.stdout
