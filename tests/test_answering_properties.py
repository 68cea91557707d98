"""Whatever is typed, whatever is answered: what must hold for money, numbers and branches."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import branches, free_text, money, numbers, question_bank, second_part
from surveys.questionnaire import euros

quick = settings(max_examples=150, deadline=None, derandomize=True)

AMOUNTS = st.integers(0, 999_999_999)
TYPED = st.one_of(
    st.text(max_size=80),
    st.text("0123456789 .,k€/brutnetmoisanparjl’'-+e\u202f\xa0", max_size=70),
)


@quick
@given(AMOUNTS)
def test_an_amount_written_by_us_is_read_back(amount):
    for text in (euros(amount), str(amount), f"{amount},50", f"{amount} euros bruts par an"):
        typed = money.read(text)
        assert typed.amount == amount + (Decimal("0.5") if text.endswith(",50") else 0)
        assert typed.period == ("an" if "par an" in text else "") and not typed.net


@quick
@given(AMOUNTS, AMOUNTS, st.sampled_from([10, 50, 500]))
def test_more_is_never_read_nor_kept_as_less(one, other, step):
    low, high = sorted((one, other))
    assert money.parse(euros(low)) <= money.parse(euros(high))
    assert money.rounded(Decimal(low), step) <= money.rounded(Decimal(high), step)
    assert abs(money.rounded(Decimal(one), step) - one) * 2 <= step
    assert money.rounded(Decimal(one), step) % step == 0


@quick
@given(TYPED)
def test_what_is_no_amount_is_a_value_error_and_nothing_else(text):
    try:
        typed = money.read(text)
    except ValueError:
        return
    assert 0 <= typed.amount < 10**12 and typed.amount.is_finite()
    assert typed.period in ("", "mois", "an", "jour")


@quick
@given(TYPED, st.sampled_from(["", "ans", "jours"]))
def test_what_is_no_number_is_a_value_error_and_nothing_else(text, unit):
    try:
        assert isinstance(numbers.parse(text, unit), int)
    except ValueError:
        return


@quick
@given(st.text(max_size=60))
def test_tidying_a_text_twice_is_tidying_it_once(text):
    tidy = free_text.tidy(text)
    assert free_text.tidy(tidy) == tidy
    assert "\0" not in tidy
    tidy.encode()


# --- Branches: any questionnaire, any answers ---------------------------------------------------
RULES = [*branches.BRANCHES]
ASKED_CODES = ["exercice", "contrat", "salaire", "tjm", "un", "deux", "trois"]
QUESTIONNAIRES = st.lists(st.sampled_from(ASKED_CODES), unique=True, min_size=1).flatmap(
    lambda codes: st.fixed_dictionaries({code: st.sampled_from(["", *RULES]) for code in codes})
)
VALUES = st.sampled_from(
    [None, "cdi", "stage", "freelance", "sans-emploi", "aujourdhui", "par-le-passe", 3, ["cdi"]]
)
ANSWERS = st.dictionaries(st.sampled_from([*ASKED_CODES, "ailleurs"]), VALUES)
STANDARD = {
    code: (question_bank.BRANCHES | second_part.BRANCHES).get(code, "")
    for _, screen in question_bank.SCREENS + second_part.SCREENS
    for code in screen
}


@quick
@given(QUESTIONNAIRES, ANSWERS)
def test_pruning_keeps_the_answers_of_what_is_asked_and_nothing_else(codes, answers):
    kept = branches.prune(codes, answers)
    assert branches.prune(codes, kept) == kept
    assert set(kept) <= set(branches.asked(codes, answers))
    assert branches.asked(codes, kept) == branches.asked(codes, answers)
    assert all(kept[code] == answers[code] for code in kept)


@quick
@given(QUESTIONNAIRES, ANSWERS)
def test_what_is_asked_was_possible_and_comes_in_order(codes, answers):
    asked, possible = branches.asked(codes, answers), branches.possible(codes, answers)
    assert set(asked) <= set(possible) <= set(codes)
    assert asked == [code for code in codes if code in asked]


@quick
@given(QUESTIONNAIRES, ANSWERS, st.sampled_from(ASKED_CODES), VALUES)
def test_answering_never_makes_more_possible_nor_the_way_longer(codes, answers, code, value):
    before = branches.prune(codes, answers)
    if code in before or code not in branches.asked(codes, before):
        return
    after = {**before, code: value}
    assert set(branches.possible(codes, after)) <= set(branches.possible(codes, before))
    assert len(branches.most(codes, after)) <= len(branches.most(codes, before))
    assert set(branches.most(codes, before)) <= set(branches.possible(codes, before))


@quick
@given(ANSWERS)
def test_leaving_a_branch_drops_its_answers(answers):
    employed = {**answers, "exercice": "aujourdhui", "contrat": "cdi", "salaire": 29000}
    left = branches.prune(STANDARD, {**employed, "contrat": "freelance"})
    assert not {"temps", "salaire", "rattachement"} & set(left)
    assert branches.prune(STANDARD, employed)["salaire"] == 29000


def test_a_circle_is_asked_of_nobody():
    circle = {"exercice": "salarie", "contrat": "en-exercice", "contrat-bis": "salarie"}
    everything = {"exercice": "aujourdhui", "contrat": "cdi"}
    assert branches.asked(circle, everything) == branches.possible(circle, everything) == []
