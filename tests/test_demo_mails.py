"""The demonstration’s mails can be read in the browser, and only in a demonstration."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.core import mail
from django.urls import include, path

urlpatterns = [
    path("demo/", include("cmsite.demo.urls")),
    path("", include("cmsite.urls")),
]


@pytest.fixture
def written(settings, tmp_path):
    settings.ROOT_URLCONF = __name__
    settings.DEMO = True
    settings.EMAIL_BACKEND = "cmsite.mailing.FileBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "courriels")
    return tmp_path


def page(client):
    response = client.get("/demo/courriels/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
def test_no_mail_yet(client, written):
    assert "Aucun courriel pour l’instant." in page(client)


@pytest.mark.django_db
def test_code_of_a_sign_in_is_shown_large(client, written):
    client.post("/compte/connexion/", {"email": "ines@exemple.example"})
    shown = re.search(r'<p class="chiffre">([A-Z]{4}-[A-Z]{4})</p>', page(client)).group(1)
    assert client.post("/compte/connexion/code/", {"code": shown})["Location"] == "/compte/"


@pytest.mark.django_db
def test_mails_are_decoded_escaped_and_the_newest_first(client, written):
    seen = set()
    for number in range(3):
        mail.EmailMessage(
            f"Été n° {number}",
            "<script>alert(1)</script> œuvre",
            "de@carte.example",
            ["à@carte.example"],
        ).send()
        # Written within the same tick of the clock: tell them apart.
        for file in set((written / "courriels").iterdir()) - seen:
            os.utime(file, (number, number))
            seen.add(file)
    html = page(client)
    assert html.index("Été n° 2") < html.index("Été n° 1") < html.index("Été n° 0")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; œuvre" in html


@pytest.mark.django_db
def test_several_mails_of_one_connection_are_told_apart(client, written):
    mail.get_connection().send_messages(
        [
            mail.EmailMessage(f"Sujet {n}", "texte", "a@carte.example", ["b@carte.example"])
            for n in (1, 2)
        ]
    )
    html = page(client)
    assert html.index("Sujet 2") < html.index("Sujet 1")


def test_production_has_no_such_address():
    environment = {
        **os.environ,
        "PRODUCTION": "1",
        "DEMO": "1",
        "SECRET_KEY": "x" * 60,
        "SURVEY_KEY": "y" * 60,
        "ALLOWED_HOSTS": "carte.example",
        "SITE_URL": "https://carte.example",
        "DATABASE_URL": "sqlite:///:memory:",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "EMAIL_URL": "smtp://127.0.0.1:25",
        "DEFAULT_FROM_EMAIL": "bonjour@carte.example",
        "DJANGO_SETTINGS_MODULE": "cmsite.settings",
    }
    program = (
        "import django; django.setup()\n"
        "from django.urls import NoReverseMatch, reverse\n"
        "try:\n    reverse('demo:mails')\n"
        "except NoReverseMatch:\n    print('absent')\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=project.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.stdout == "absent\n", result.stderr
