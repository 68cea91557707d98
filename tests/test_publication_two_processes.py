"""Results appear to the second in every worker, and no cache between makes them early or late."""

import json
import math
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from surveys.models import Publication
from tests.survey_rows import answered

pytestmark = pytest.mark.django_db(transaction=True)


def watcher(urls: list[str]) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.watcher", str(connection.settings_dict["NAME"]), *urls],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cmsite.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def enough(lines: list[dict], urls: list[str], at: float) -> bool:
    """Whether every page was asked for after the instant, and the last well after."""
    after = {line["url"] for line in lines if line["asked"] >= at}
    return after == set(urls) and lines[-1]["asked"] >= at + 0.5


def lifetime(cache: str) -> float:
    """Seconds that a shared cache may keep the answer for: as many as it likes when it is not
    told, a 404 included (RFC 9111, heuristic freshness)."""
    if {"no-store", "no-cache", "private"} & set(re.split(r"[,\s]+", cache)):
        return 0
    found = re.search(r"(?:s-maxage|max-age)=(\d+)", cache)
    return float(found.group(1)) if found else math.inf


def test_two_workers_show_results_from_the_same_second_and_nobody_sealed(settings):
    now = datetime.now(UTC)
    edition = answered(
        120,
        year=now.year,
        opens_at=now - timedelta(days=9),
        closes_at=now - timedelta(days=1),
        results_at=now + timedelta(days=1),
        closed=False,
    )
    page = edition.get_results_url()
    urls = [
        *(page, page.rstrip("/") + ".json", page.rstrip("/") + ".csv"),
        *(page + "genre/", page + "genre/donnees.csv", page + "r1/tableaux.csv"),
        f"/enquete/api/v1/editions/{edition.year}/tableaux/",
    ]
    workers = [watcher(urls) for _ in range(2)]
    try:
        assert [worker.stdout.readline() for worker in workers] == ["ready\n"] * 2
        instant = (datetime.now(UTC) + timedelta(seconds=3)).replace(microsecond=0)
        type(edition).objects.filter(pk=edition.pk).update(results_at=instant)
        seen: list[list[dict]] = []
        for worker in workers:
            lines = []
            while not enough(lines, urls, instant.timestamp()):
                lines.append(json.loads(worker.stdout.readline()))
            seen.append(lines)
    finally:
        for worker in workers:
            worker.stdin.close()
        for worker in workers:
            worker.stdout.read()
            worker.stdout.close()
            worker.wait(30)
    at = instant.timestamp()
    for lines in seen:
        before = [line for line in lines if line["answered"] < at]
        after = [line for line in lines if line["asked"] >= at]
        assert before and {line["url"] for line in after} == set(urls)
        assert not [line for line in before if line["shown"]]
        assert [line for line in after if not line["shown"]] == []
        # What a cache kept from before is gone by the instant.
        assert not [line for line in before if line["answered"] + lifetime(line["cache"]) > at]
    assert Publication.objects.filter(edition=edition).count() == 1
    assert edition.participations.count() == 0
