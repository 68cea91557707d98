"""Titles, the typical profile, the figures to remember: what may be said, and what may not."""

from dataclasses import replace

import pytest

from surveys import prices
from surveys.publishable import (
    HIDDEN,
    CountRow,
    CountTable,
    CrossColumn,
    CrossRow,
    CrossTable,
    Gap,
    StatRow,
    StatTable,
    Tables,
)
from surveys.telling import alone, amounts, crossed, evolution, findings, portrait, situate
from surveys.telling.evolution import Archived
from surveys.telling.words import euros
from tests.published import tables


def row(code: str, label: str, median: int, low: int, high: int) -> StatRow:
    return StatRow(code, label, 50, median, low, high)


def stat(breakdown: str, *rows: StatRow) -> StatTable:
    return StatTable("salaire", breakdown, breakdown, "Salariés", "€", rows)


NATIONAL = stat("", StatRow("france", "France", 100, 29_000, 28_000, 30_000))


def pay_by(breakdown: str, high: int, low: int) -> Tables:
    """Two groups whose intervals end at `high` and begin at `low`."""
    groups = stat(
        breakdown, row("a", "Aînés", 33_000, low, 36_000), row("b", "Bleus", 26_000, 25_000, high)
    )
    return Tables(100, stats=(NATIONAL, groups))


@pytest.mark.parametrize("breakdown", ["anciennete", "region", "genre", "secteur"])
def test_two_groups_whose_intervals_touch_are_never_told_apart(breakdown):
    def title(high: int, low: int) -> str:
        said = pay_by(breakdown, high, low)
        return amounts.by_group(said.stat("salaire", breakdown), said).title

    apart, touching = title(29_500, 30_000), title(30_000, 30_000)
    assert "26\u202f000" in apart and "33\u202f000" in apart
    assert "pas d’écart sûr" in touching
    assert "26\u202f000" not in touching and "33\u202f000" not in touching
    assert "pas d’écart sûr" in title(31_000, 30_000)


def test_the_summary_follows_the_same_rule():
    assert "aînés" in findings.summary(pay_by("anciennete", 29_500, 30_000))
    assert "aînés" not in findings.summary(pay_by("anciennete", 30_000, 30_000))
    assert findings.summary(Tables(15)) == ""


def test_of_the_groups_that_differ_the_title_tells_the_farthest():
    table = stat(
        "region",
        row("x", "Xaintrie", 40_000, 20_000, 60_000),  # too few to say anything of
        row("y", "Yvelines", 33_000, 32_000, 34_000),
        row("z", "Zélande", 27_000, 26_000, 28_000),
    )
    said = findings.of_stats(table)
    assert "Yvelines" in said and "Zélande" in said and "Xaintrie" not in said


def test_no_pair_that_touches_is_ever_named_by_the_titles_of_a_whole_edition():
    said = tables()
    for table in said.stats:
        if not table.breakdown:
            continue
        ends = findings.extremes(table)
        if ends is None:
            assert "médiane" not in findings.of_stats(table)
        else:
            first, last = ends
            assert first.high < last.low or last.high < first.low


def counts(code: str, *sizes, rest: int | None = None) -> CountTable:
    rows = tuple(CountRow(f"c{i}", f"Choix {i}", size) for i, size in enumerate(sizes))
    return CountTable(code, "Sujet", "Question ?", rows, rest)


def test_the_commonest_answer_is_told_only_when_nothing_hidden_can_outnumber_it():
    assert "Choix 1" in findings.of_counts(counts("structure", 20, 60, HIDDEN, HIDDEN, rest=25))
    assert findings.of_counts(counts("structure", 20, 30, HIDDEN, HIDDEN, rest=30)) == "Sujet"
    assert findings.of_counts(counts("structure", 30, 30)) == "Sujet"


def test_equal_answers_share_the_typical_profile():
    (trait,) = portrait.traits(Tables(60, counts=(counts("genre", 30, 30),)))
    assert trait.value == "Choix 0 ou Choix 1" and "à égalité" in trait.how


def test_the_middle_answer_needs_every_answer_of_an_ordered_question():
    (trait,) = portrait.traits(Tables(100, counts=(counts("age", 20, 20, 60),)))
    assert trait.value == "Choix 2" and "du milieu" in trait.how
    hidden = counts("age", 20, 60, HIDDEN, HIDDEN, rest=20)
    (trait,) = portrait.traits(Tables(100, counts=(hidden,)))
    assert trait.value == "Choix 1" and "la plus donnée" in trait.how


def test_key_figures_are_at_most_five_and_absent_when_not_published():
    assert len(portrait.key_figures(tables())) == 5
    assert portrait.key_figures(Tables(20)) == []


def gender(high: int, percent) -> Tables:
    groups = stat(
        "genre",
        row("femme", "Femme", 26_000, 25_000, high),
        row("homme", "Homme", 30_000, 29_000, 31_000),
    )
    gap = Gap("salaire", "brut", percent, 40, 0, "" if percent is not HIDDEN else "trop peu")
    return Tables(100, stats=(NATIONAL, groups), gaps=(gap,))


def test_the_gender_gap_is_a_finding_only_when_the_intervals_are_apart():
    assert "inférieur de 13" in crossed.gaps(gender(28_500, 13)).title
    assert "pas d’écart sûr" in crossed.gaps(gender(29_000, 13)).title
    assert crossed.gaps(gender(28_500, HIDDEN)) is None
    values = [figure.value for figure in portrait.key_figures(gender(28_500, 13))]
    assert "−13\u202f%" in values
    values = [figure.value for figure in portrait.key_figures(gender(29_000, 13))]
    assert "−13\u202f%" not in values


def edition(median: int, low: int, high: int) -> Tables:
    return Tables(100, stats=(stat("", StatRow("france", "France", 100, median, low, high)),))


def test_an_evolution_is_told_only_when_it_is_sure():
    before = edition(28_000, 27_500, 28_500)
    sure = evolution.of_pay({2025: before, 2026: edition(30_000, 29_500, 30_500)}, [], 2026)
    assert "+\u202f7,1\u202f%" in sure.title
    unsure = evolution.of_pay({2025: before, 2026: edition(28_500, 28_500, 29_000)}, [], 2026)
    assert "sans écart sûr avec 2025" in unsure.title and "%" not in unsure.title


def test_an_evolution_never_shows_later_editions_nor_stands_alone():
    one = edition(28_000, 27_500, 28_500)
    assert evolution.of_pay({2026: one}, [], 2026) is None
    assert evolution.of_pay({2025: one, 2026: one}, [], 2025) is None
    figure = evolution.of_pay({2026: one}, [Archived(2014, 26_830, "Une revue")], 2026)
    assert [mark.point.ours for mark in figure.drawing.marks] == [False, True]
    assert figure.drawing.line == ""


def test_one_compares_with_published_quantiles_only():
    groups = [group for _, groups in situate.scales(tables()) for group in groups]
    assert groups[0].code == "tous" and len(groups) > 10
    for group in groups:
        values = [value for _, value in group.points]
        assert values == sorted(values) and 50 in dict(group.points)
    assert situate.scales(Tables(20)) == []


def test_a_table_says_as_many_groups_as_were_asked():
    said = tables()
    for table in said.counts:
        figure = alone.counted(table, said.minimum)
        labels = [line.label for line in figure.table.rows]
        assert all(one.label in labels for one in table.rows)


def test_constant_euros_are_told_where_prices_are_known():
    figure = evolution.of_pay(
        {2031: edition(28_000, 27_500, 28_500)}, [Archived(2014, 26_830, "Une revue")], 2031
    )
    (old, new) = figure.table.rows
    assert old.cells[2] == euros(prices.constant(26_830, 2014)) != euros(26_830)
    assert new.cells[2] == "–"
    # A drawing alone, embedded or shared, says it too.
    assert f"En euros de 2025\u00a0: {old.cells[2]} pour 2014 (Insee)." in figure.note
    figure = evolution.of_pay(
        {year: edition(28_000, 27_500, 28_500) for year in (2023, 2024, 2025)}, [], 2025
    )
    known = [euros(prices.constant(28_000, year)) for year in (2023, 2024)]
    assert f"2025\u00a0: {known[0]} pour 2023 et {known[1]} pour 2024 (Insee)." in figure.note


def test_a_question_that_changed_its_meaning_breaks_the_line():
    known = {2025: edition(28_000, 27_500, 28_500), 2026: edition(31_000, 30_500, 31_500)}
    figure = evolution.of_pay(known, [], 2026, breaks={2026})
    assert "L" not in figure.drawing.line
    assert "2025" not in figure.title


def test_shares_that_others_published_are_followed_without_a_word_on_change():
    said = {2026: Tables(100, counts=(counts_of_gender(70, 30),))}
    others = [Archived(2014, 55, "Une revue", measure="part-femmes")]
    (figure,) = evolution.figures(said, others, 2026, {})
    assert figure.code == "evolution-part-femmes" and "70\u202f%" in figure.title
    assert "55" not in figure.title
    assert [mark.words for mark in figure.drawing.marks] == ["55\u202f%", "70\u202f%"]


def test_a_share_whose_question_changed_its_meaning_breaks_the_line_too():
    said = {year: Tables(100, counts=(counts_of_gender(70, 30),)) for year in (2025, 2026)}
    for broken in (set(), {2026}):
        (figure,) = evolution.figures(said, [], 2026, {"genre": broken})
        assert ("L" in figure.drawing.line) is (not broken)


def counts_of_gender(women: int, men: int) -> CountTable:
    rows = (CountRow("femme", "Femme", women), CountRow("homme", "Homme", men))
    return CountTable("genre", "Genre", "Genre ?", rows)


def crossing(floor: int, step: int, women: int, men: int) -> CrossTable:
    columns = (CrossColumn("oui", "Oui", ("oui",)), CrossColumn("non", "Non", ("non",)))
    rows = tuple(
        CrossRow(code, code.capitalize(), floor, step, (yes, 100 - yes))
        for code, yes in (("femme", women), ("homme", men))
    )
    return CrossTable("genre", "ia", "Genre", "IA", "IA ?", columns, rows)


@pytest.mark.parametrize(
    ("floor", "step", "women", "men", "sure"),
    [
        (500, 1, 40, 60, True),
        (500, 1, 47, 53, False),  # Wilson: 47 ± 4,4
        (50, 10, 40, 60, False),  # as many points, but few people and coarse shares
        (50, 10, 10, 90, True),
    ],
)
def test_shares_of_two_groups_are_told_apart_only_when_rounding_and_chance_allow(
    floor, step, women, men, sure
):
    title = findings.of_cross(crossing(floor, step, women, men))
    assert ("Femme" in title and "Homme" in title) == sure
    assert ("pas d’écart sûr" in title) != sure


def test_the_interval_of_a_share_holds_wilsons():
    scipy_stats = pytest.importorskip("scipy.stats")
    row = crossing(200, 5, 40, 60).rows[0]
    low, high = findings.share_interval(row, 40)
    for share in (38, 40, 42):
        exact = scipy_stats.binomtest(share * 2, 200).proportion_ci(method="wilson")
        assert low <= 100 * exact.low and 100 * exact.high <= high


def test_an_amount_of_which_no_noun_is_known_has_its_own_name():
    """Along a question, the title of a table is that of the question."""
    national, along = (
        replace(one, measure="budget-publicite", title=title)
        for one, title in zip(
            pay_by("genre", 29_500, 30_000).stats, ("Budget de publicité", "Genre"), strict=True
        )
    )
    figure = amounts.by_group(along, Tables(100, stats=(national, along)))
    assert figure.subject == "Budget de publicité selon le genre"
    assert figure.title.startswith("Budget de publicité selon le genre : ")


def test_every_sentence_of_a_note_ends():
    known = gender(28_500, 13)
    silent = Gap("salaire", "egal", reason="trop peu de femmes et d’hommes")
    note = crossed.gaps(replace(known, gaps=(*known.gaps, silent))).note
    assert note.endswith("trop peu de femmes et d’hommes.")
