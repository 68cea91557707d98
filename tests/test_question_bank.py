"""The bank of questions is loaded once, in good French, and left as editors made it."""

from io import StringIO

import pytest
from django.core.management import call_command

from surveys import ages, branches, question_bank, second_part
from surveys.models import Choice, Question
from tests.factories import EditionFactory

pytestmark = pytest.mark.django_db
CODES = {
    "exercice": "aujourdhui par-le-passe non",
    "intitule": "community-manager social-media-manager responsable-social-media "
    "charge-communication-digitale content-manager webmarketeur moderateur "
    "animateur-communautes consultant autre",
    "age": "moins-21 21-25 26-30 31-35 36-40 41-50 51-plus",
    "genre": "femme homme non-binaire",
    "region": "84 27 53 24 94 44 32 11 28 75 76 52 93 outre-mer etranger",
    "structure": "annonceur-prive agence secteur-public association media a-mon-compte sans-poste",
    "anciennete": "moins-1-an 1-2-ans 3-4-ans 5-9-ans 10-ans-plus",
    "metier-precedent": "premier-emploi communication autre-metier-web marketing journalisme "
    "relation-client commerce autre",
    "contrat": "cdi cdd fonctionnaire alternance stage freelance sans-emploi",
    "temps": "plein partiel",
    "salaire": "",
    "tjm": "",
}


def load() -> str:
    out = StringIO()
    call_command("load_questions", stdout=out)
    return out.getvalue()


def test_it_holds_the_codes_that_make_editions_comparable():
    load()
    stored = {
        question.code: " ".join(choice.code for choice in question.choices.all())
        for question in Question.objects.all()
    }
    assert {code: stored[code] for code in CODES} == CODES
    assert set(stored) - set(CODES) == {one.code for one in second_part.QUESTIONS}


def test_loading_again_changes_nothing(django_assert_num_queries):
    load()
    Question.objects.filter(code="genre").update(help="Revu par la rédaction.")
    before = list(Question.objects.values()), list(Choice.objects.values())
    with django_assert_num_queries(1):
        assert "créées : 0" in load()
    assert (list(Question.objects.values()), list(Choice.objects.values())) == before


def test_only_the_first_question_must_be_answered():
    load()
    assert list(Question.objects.filter(can_decline=False).values_list("code", flat=True)) == [
        "exercice"
    ]


def test_every_age_has_one_band():
    codes = CODES["age"].split()
    for age in range(ages.YOUNGEST, ages.OLDEST + 1):
        matching = [code for code in codes if ages.bounds(code)[0] <= age <= ages.bounds(code)[1]]
        assert [ages.band(str(age), codes)] == matching


def test_texts_fit_and_are_typeset():
    for standard in question_bank.QUESTIONS + second_part.QUESTIONS:
        texts = [standard.label, standard.help, standard.why]
        texts += [text for choice in standard.choices for text in choice[1:]]
        assert not [text for text in texts if "'" in text or "..." in text or len(text) > 300]
        assert len(standard.short_label) <= 60 and len(standard.label) <= 200


def test_an_edition_asks_the_standard_questions_in_six_screens():
    edition = EditionFactory()
    edition.ask_core_questions()
    edition.ask_core_questions()
    steps = {}
    for row in edition.edition_questions.order_by("sort_order"):
        steps.setdefault(row.step, []).append(row.question.code)
    core = {step: codes for step, codes in steps.items() if step <= 6}
    assert core == {
        1: ["exercice"],
        2: ["intitule", "structure"],
        3: ["age", "genre", "region"],
        4: ["anciennete", "metier-precedent"],
        5: ["contrat"],
        6: ["temps", "salaire", "tjm"],
    }


def test_the_second_part_asks_every_kind_once_in_short_optional_screens():
    edition = EditionFactory()
    edition.ask_core_questions()
    rows = list(edition.edition_questions.select_related("question").order_by("sort_order"))
    more = [row for row in rows if row.optional]
    assert [row.question.code for row in more] == [
        code for _, codes in second_part.SCREENS for code in codes
    ]
    assert {row.step for row in more}.isdisjoint({row.step for row in rows if not row.optional})
    assert all(len(codes) <= 4 for _, codes in second_part.SCREENS)
    assert {row.question.kind for row in rows} == set(Question.Kind)
    assert len({one.code for one in second_part.QUESTIONS}) == len(second_part.QUESTIONS)
    assert set(second_part.BRANCHES.values()) <= set(branches.BRANCHES)
    scales = [one for one in second_part.QUESTIONS if one.kind == "scale"]
    assert all([choice[0] for choice in one.choices] == list("12345") for one in scales)
    budget = Question.objects.get(code="budget-publicite")
    assert budget.scale == "monthly"
    assert Question.objects.get(code="jours-factures").highest == 31
