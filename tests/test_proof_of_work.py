"""A proof of work is signed here, for one form, for a time, and found by searching."""

import pytest

from directory.proof_of_work import LIFETIME, Refused, challenge, check, solve

KEY, NOW, BITS = b"cle", 1_800_000_000, 6


@pytest.fixture
def asked():
    return challenge(KEY, "profil 1", NOW, BITS)


def test_an_answer_found_by_searching_is_accepted(asked):
    assert check(KEY, "profil 1", asked, solve(asked), NOW + LIFETIME) == asked.split(".")[0]


def test_two_challenges_differ():
    assert challenge(KEY, "a", NOW) != challenge(KEY, "a", NOW)


def wrong_answer(asked: str) -> str:
    found = {str(n) for n in range(40)} - {solve(asked)}
    for one in sorted(found):
        try:
            check(KEY, "profil 1", asked, one, NOW)
        except Refused:
            return one
    raise AssertionError("every number would do")


def test_another_number_is_refused(asked):
    with pytest.raises(Refused, match="no answer"):
        check(KEY, "profil 1", asked, wrong_answer(asked), NOW)


@pytest.mark.parametrize(
    ("key", "subject", "late"),
    [(b"autre", "profil 1", 0), (KEY, "profil 2", 0), (KEY, "profil 1", LIFETIME + 1)],
    ids=["another key", "another form", "too late"],
)
def test_it_is_good_for_one_form_and_for_a_time(asked, key, subject, late):
    with pytest.raises(Refused):
        check(key, subject, asked, solve(asked), NOW + late)


def test_nobody_makes_it_easier(asked):
    nonce, expiry, _bits, signature = asked.split(".")
    with pytest.raises(Refused, match="signed"):
        check(KEY, "profil 1", f"{nonce}.{expiry}.0.{signature}", "0", NOW)


@pytest.mark.parametrize("typed", ["", "abc", "a.b.c", "....", "é.é.é", "\udcff.1.x", "x" * 200])
def test_any_other_challenge_is_refused(typed):
    with pytest.raises(Refused):
        check(KEY, "profil 1", typed, "0", NOW)


@pytest.mark.parametrize("typed", ["", "-1", "1e3", "٣", "9" * 30, "1 ", "é"])
def test_any_other_answer_is_refused(asked, typed):
    with pytest.raises(Refused):
        check(KEY, "profil 1", asked, typed, NOW)
