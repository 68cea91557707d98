"""Editors learn what would be hidden, why, and what would help; never a figure."""

import re

import pytest
from django.urls import reverse

from surveys.disclosure import Guarded
from surveys.dry_run import dry_run
from surveys.suppression import REASONS, RULES
from surveys.tabulation import tabulate
from tests import small_editions
from tests.survey_rows import answered


def trial(rows: list[dict]):
    return dry_run(Guarded(tabulate(rows, small_editions.questions())))


def test_what_is_hidden_is_what_publication_hides():
    rows = small_editions.rows(480, 1, 0.02)
    guarded = Guarded(tabulate(rows, small_editions.questions()))
    told = {(one.table, one.group) for one in dry_run(guarded).masked}
    for table in guarded.tables.counts:
        for row in table.rows:
            assert ((table.title, row.label) in told) != row.shown
    rules = {one.rule for one in dry_run(guarded).masked}
    assert {1, 6} <= rules
    # Editors read names, not numbers.
    assert set(RULES) == set(REASONS)
    assert all(one.reason for one in dry_run(guarded).masked)


def test_the_total_is_rounded_down_to_ten():
    assert trial(small_editions.rows(487, 1)).total == 480
    small = trial(small_editions.rows(29, 1))
    assert small.total == 20 and "Moins de 30" in small.warnings[0] and not small.masked
    assert "Moins de 100" in trial(small_editions.rows(99, 1)).warnings[0]


def test_neighbours_that_would_show_more_are_named():
    rows = small_editions.rows(400, 2, 0.05)
    answers = ["jamais"] * 150 + ["parfois"] * 150 + ["souvent"] * 80 + ["toujours"] * 5
    for row, answer in zip(rows, answers + [None] * 15, strict=True):
        row["ia"] = answer
    merges = {one.question: one for one in trial(rows).merges}
    assert merges["Ia"].answers == ("souvent", "toujours")
    assert merges["Ia"].shown >= 1


@pytest.mark.django_db
def test_the_screen_says_it_in_french_and_shows_no_figure(admin_client):
    edition = answered(437, closed=False)
    url = reverse("surveys_dry_run", args=[edition.pk])
    page = admin_client.get(url)
    text = page.content.decode()
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"] and "private" in page["Cache-Control"]
    assert (
        "Le seuil&nbsp;: 11 réponses" in text
        and "effectif sous le seuil" in text
        and "Essai à blanc" in text
    )
    main = text[text.index("Ce que la publication") :]
    assert "€" not in re.sub(r"<[^>]*>", " ", main)
    assert not edition.publications.exists()
    assert edition.participations.count() == 437


@pytest.mark.django_db
def test_the_list_of_editions_leads_to_it(admin_client):
    edition = answered(12, closed=False)
    listing = admin_client.get(reverse("wagtailsnippets_surveys_edition:list")).content.decode()
    assert reverse("surveys_dry_run", args=[edition.pk]) in listing


@pytest.mark.django_db
def test_nobody_else_sees_it(client, owner):
    edition = answered(12, closed=False)
    response = client.get(reverse("surveys_dry_run", args=[edition.pk]))
    assert response.status_code == 302
