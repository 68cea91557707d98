"""A correction is a new revision: with its reason, beside the first, and of no use to subtract."""

import json
import random

import numpy as np
import pytest

from surveys import quality
from surveys.disclosure import guard
from surveys.models import Edition, Publication, Response
from surveys.publishing import NotReproducible, canonical, checksum, kept, population
from surveys.revising import Comparison, changes, reconcile
from surveys.sealing import seal
from surveys.tabulation import tabulate
from tests import small_editions
from tests.attacks import gone, leaks
from tests.survey_rows import answered


@pytest.fixture
def edition(db) -> Edition:
    made = answered(700, published=True, closed=False, exclude_impossible=False)
    seal(made)
    return made


def mark_fast(edition: Edition, count: int) -> None:
    some = list(edition.responses.values_list("pk", flat=True)[:count])
    Response.objects.filter(pk__in=some).update(too_fast=True)


def test_it_has_a_reason_and_leaves_the_first_where_it_is(edition):
    first = edition.publications.get()
    content, digest = first.content, first.checksum
    second = Publication.objects.revise(edition, "Libellé corrigé")
    first.refresh_from_db()
    assert (first.content, first.checksum) == (content, digest)
    assert (second.revision, second.reason) == (2, "Libellé corrigé")
    assert second.checksum == checksum(second.content)
    assert Publication.objects.current(edition) == second
    with pytest.raises(ValueError, match="motif"):
        Publication.objects.revise(edition, "  ")


def test_nothing_is_corrected_before_sealing(db):
    with pytest.raises(Publication.DoesNotExist):
        Publication.objects.revise(answered(50), "Trop tôt")


def move_people(monkeypatch) -> None:
    """A correction that sets aside whoever was too fast.

    Nothing does any more: the rules are those of the first revision.  Were it to happen again,
    the comparison of revisions would have to hold.
    """
    rules = {"exclusions": [quality.TOO_FAST], "margins": {}}
    monkeypatch.setattr("surveys.publishing.decided", lambda revisions: rules)


def test_the_rules_are_those_of_the_first_whatever_the_edition_says_since(db):
    made = answered(700, published=True, closed=False, exclude_impossible=False, exclude_fast=False)
    mark_fast(made, 200)
    first = seal(made)
    margins = {"source": "Insee, 2030", "questions": {"genre": {"femme": 66, "homme": 34}}}
    Edition.objects.filter(pk=made.pk).update(exclude_fast=True, margins=margins)
    made.refresh_from_db()
    second = Publication.objects.revise(made, "Libellé corrigé")
    assert second.tables == first.tables and second.tables.total == 700
    assert second.content["applied"] == first.content["applied"]


@pytest.mark.parametrize("count", [1, 10])
def test_a_correction_of_a_few_responses_changes_no_figure(db, count, monkeypatch):
    made = answered(700, published=True, closed=False, exclude_impossible=False, exclude_fast=False)
    mark_fast(made, count)
    first = seal(made)
    move_people(monkeypatch)
    second = Publication.objects.revise(made, "Réponses trop rapides écartées")
    assert second.tables == first.tables
    assert second.content["applied"] != first.content["applied"]


def test_a_correction_of_many_changes_what_it_may(db, monkeypatch):
    made = answered(700, published=True, closed=False, exclude_impossible=False, exclude_fast=False)
    mark_fast(made, 200)
    first = seal(made)
    move_people(monkeypatch)
    second = Publication.objects.revise(made, "Réponses trop rapides écartées")
    assert second.tables.total == 500 and first.tables.total == 700
    rows = population(made.responses.values_list("answers", "too_fast"))
    left = [answers for answers, fast in rows if fast]
    changed = 0
    for old, new in zip(first.tables.counts, second.tables.counts, strict=True):
        assert [row.shown for row in old.rows] == [row.shown for row in new.rows]
        if old != new:
            changed += 1
            for code in {row.code for row in old.rows}:
                moved = sum((row.get(old.code) or "sans-reponse") == code for row in left)
                assert moved == 0 or moved >= 11
    assert changed


def test_a_table_changes_whole_or_not_at_all():
    """Seven women and five men left: the count of everybody moves, that of genders does not."""
    rows = small_editions.rows(600, 3, 0.0)
    asked = small_editions.questions()
    everybody = tabulate(rows, asked)
    codes = everybody.column("genre").codes
    gone = np.zeros(600, dtype=bool)
    gone[np.flatnonzero(codes == 0)[:7]] = True
    gone[np.flatnonzero(codes == 1)[:5]] = True
    old, new = guard(everybody), guard(everybody.keep(~gone))
    mixed = reconcile(old, new, everybody, changes([np.ones(600, dtype=bool)], ~gone))
    assert mixed.total == new.total != old.total
    assert mixed.count("genre") == old.count("genre")
    assert mixed.stat("salaire", "genre") == old.stat("salaire", "genre")


def test_both_revisions_together_tell_the_attacker_nothing():
    rows = small_editions.rows(330, 5, 0.03)
    asked = small_editions.questions()
    everybody = tabulate(rows, asked)
    one_less = np.arange(330) != 17
    old, new = guard(everybody), guard(everybody.keep(one_less))
    mixed = reconcile(old, new, everybody, changes([np.ones(330, dtype=bool)], one_less))
    contents = [canonical({"tables": one.to_json()}) for one in (old, mixed)]
    assert contents[0] == contents[1]
    assert leaks(rows, contents, json.loads(contents[1])["tables"]) == []


def aside(rows: list[dict], draw: random.Random) -> np.ndarray:
    """Whom a correction sets aside: a few, many, or some of those of one answer."""
    kind = draw.choice(["few", "many", "alike"])
    if kind == "alike":
        code = draw.choice(["genre", "region", "contrat"])
        answer = draw.choice(small_editions.CHOICES[code])
        return np.array([row[code] == answer and draw.random() < 0.7 for row in rows])
    most = {"few": 30, "many": len(rows) // 3}[kind]
    lost = set(draw.sample(range(len(rows)), draw.randint(2, most)))
    return np.array([at in lost for at in range(len(rows))])


def corrected(seed: int) -> tuple[list[list[dict]], list[dict]]:
    """A random edition corrected twice at random: the responses of each revision, its tables."""
    draw = random.Random(seed)
    rows = small_editions.rows(draw.choice([180, 330, 480]), seed, 0.03)
    everybody = tabulate(rows, small_editions.questions())
    masks = [np.ones(len(rows), dtype=bool)]
    said = [guard(everybody)]
    for _ in range(2):
        mask = masks[-1] & ~aside(rows, draw)
        moved = changes(masks, mask)
        said.append(reconcile(said[-1], guard(everybody.keep(mask)), everybody, moved))
        masks.append(mask)
    kept = [[row for row, one in zip(rows, mask, strict=True) if one] for mask in masks]
    return kept, [json.loads(canonical({"tables": one.to_json()}))["tables"] for one in said]


# Of these, corrections of every kind, of which some change figures.
SEEDS = range(6)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_corrections_tell_the_attacker_nobody_who_was_set_aside(seed):
    kept, revisions = corrected(seed)
    assert gone(kept, revisions) == []


def test_without_the_comparison_of_cells_he_finds_those_who_were_set_aside(monkeypatch):
    monkeypatch.setattr(Comparison, "cells", lambda *args: True)
    assert any(gone(*corrected(seed)) for seed in SEEDS)


def test_a_population_that_cannot_be_found_again_is_not_compared(edition):
    edition.responses.filter(pk__in=edition.responses.values("pk")[:300]).delete()
    with pytest.raises(NotReproducible):
        Publication.objects.revise(edition, "Correction")
    assert edition.publications.count() == 1


def test_a_revision_differs_from_every_earlier_one_by_nobody_or_by_eleven():
    first = np.ones(100, dtype=bool)
    second = np.arange(100) >= 20
    third = np.arange(100) >= 15
    moved = changes([first, second], third)
    assert [int(mask.sum()) for mask in moved] == [15, 5]


def test_exclusions_are_counted_by_their_first_reason_and_guarded(db):
    made = answered(400, published=True, closed=False, exclude_impossible=False)
    mark_fast(made, 9)
    told = seal(made).tables.exclusions
    assert not told.total and not any(row.shown for row in told.rows)
    other = answered(400, published=True, closed=False, exclude_impossible=False)
    mark_fast(other, 40)
    told = seal(other).tables.exclusions
    assert told.total == 40
    assert {row.code: row.shown for row in told.rows} == {
        quality.TOO_FAST: False,
        quality.STRAIGHT: False,
    }
    rows = population(other.responses.values_list("answers", "too_fast"))
    assert kept(other, rows, {"exclusions": [quality.TOO_FAST]}).sum() == 360
