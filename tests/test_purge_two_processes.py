"""What is published in one process shows in another that had kept the page, whole or in parts."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.stories import article

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept_pages")]


@pytest.fixture
def ask(tmp_path):
    """Asks the other process, whose caches are the files of this test, for a page."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.page_reader", str(connection.settings_dict["NAME"])],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cmsite.settings",
            "DATA_DIR": str(tmp_path),
            "ALLOWED_HOSTS": "testserver",
            "PAGE_CACHE": "1",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert worker.stdout.readline() == "ready\n"

    def asked(url: str, **cookies: str) -> tuple[str, str]:
        worker.stdin.write(json.dumps({"url": url, "cookies": cookies}) + "\n")
        worker.stdin.flush()
        told = json.loads(worker.stdout.readline())
        return told["kept"], told["heading"]

    yield asked
    worker.stdin.close()
    worker.stdout.close()
    worker.wait(30)


def test_a_publication_reaches_the_other_process_at_once(ask):
    story = article(title="Avant")
    assert ask(story.url) == ("neuve", "Avant")
    assert ask(story.url) == ("gardee", "Avant")
    # Whoever holds a cookie is answered from parts, in the memory of that process.
    assert ask(story.url, sessionid="x") == ("", "Avant")
    assert Client().get(story.url)["X-Page"] == "gardee", "both keep pages in one place"
    story.title = "Après"
    story.save_revision().publish()
    assert ask(story.url, sessionid="x") == ("", "Après")
    assert ask(story.url) == ("neuve", "Après")
    story.unpublish()
    assert ask(story.url)[1] != "Après" and ask(story.url, sessionid="x")[1] != "Après"
