"""Each kind of question understands what people write in it, and says kindly what it does not."""

from types import SimpleNamespace

import pytest
from django.http import QueryDict

from surveys import free_text, numbers
from surveys.fields import DECLINE
from surveys.forms import ScreenForm


class Choices(list):
    all = list.copy


def question(kind, codes=(), **more):
    """A question as the questionnaire hands it over, without a database."""
    values = {"can_decline": True, "lowest": None, "highest": None, "unit": "", "scale": ""}
    return SimpleNamespace(
        code="q",
        kind=kind,
        short_label="Question",
        choices=Choices(SimpleNamespace(code=code, label=code.capitalize()) for code in codes),
        **values | more,
    )


def answer(asked, posted, optional=False, kept=None):
    """The answer, or the message."""
    answers = {} if kept is None else {"q": kept}
    data = QueryDict(mutable=True)
    for key, value in posted.items():
        data.setlist(key, value if isinstance(value, list) else [value])
    form = ScreenForm([SimpleNamespace(question=asked, optional=optional)], answers, data)
    if form.is_valid():
        return form.cleaned_data["q"]
    return form.errors["q"][0].replace("\u202f", " ").replace("\xa0", " ")


NETWORKS = question("multi", ["instagram", "linkedin", "x", "aucun"], highest=2)


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        (["x", "instagram"], ["instagram", "x"]),
        (["aucun"], ["aucun"]),
        (["x", "x"], ["x"]),
        ([], "Choisissez au moins une réponse."),
        (["aucun", "x"], "« Aucun » ne va avec aucune autre réponse"),
        (["x", "linkedin", "instagram"], "Choisissez 2 réponses au plus : vous en avez coché 3."),
        (["x", "minitel"], "Choisissez des réponses de la liste."),
        (["x", "\x00"], "Choisissez des réponses de la liste."),
    ],
)
def test_several_choices(posted, expected):
    given = answer(NETWORKS, {"q": posted})
    assert given == expected or (isinstance(expected, str) and given.startswith(expected))


def test_several_choices_are_declined_by_a_box_or_skipped_when_optional():
    assert answer(NETWORKS, {"q.nsp": "1"}) is None
    assert answer(NETWORKS, {}, optional=True) is None
    assert answer(question("multi", ["a"], can_decline=False), {"q.nsp": "1"}).startswith("Choisis")
    few = question("multi", ["a", "b", "aucune-des-deux"], lowest=2)
    assert answer(few, {"q": ["a"]}) == "Choisissez au moins 2 réponses."
    assert answer(few, {"q": ["aucune-des-deux"]}) == ["aucune-des-deux"]


SCALE = question("scale", list("12345"))


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        ("3", "3"),
        (DECLINE, None),
        ("6", "Choisissez une réponse de la liste."),
        (["1", "2"], "Choisissez une réponse de la liste."),
        ("", "Choisissez une réponse."),
    ],
)
def test_a_scale(posted, expected):
    assert answer(SCALE, {"q": posted}) == expected


DAYS = question("number", lowest=0, highest=31, unit="jours")
WHOLE = "Indiquez un nombre entier, sans virgule : arrondissez au plus proche."


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        ("12", 12),
        (" 12 jours ", 12),
        ("1 jour", 1),
        ("0", 0),
        ("12,5", WHOLE),
        ("12.5 jours", WHOLE),
        ("32", "Indiquez un nombre entre 0 et 31."),
        ("-1", "Indiquez un nombre entre 0 et 31."),
        ("douze", "Indiquez un nombre en chiffres."),
        ("12 ans", "Indiquez un nombre en chiffres."),
        ("١٢", "Indiquez un nombre en chiffres."),
        ("9" * 500, "Indiquez un nombre en chiffres."),
        (["3", "4"], "Indiquez un nombre"),
        ("", "Indiquez un nombre."),
    ],
)
def test_a_number(posted, expected):
    given = answer(DAYS, {"q": posted})
    assert given == expected or (isinstance(expected, str) and str(given).startswith(expected))


def test_numbers_without_one_bound_say_the_other():
    assert numbers.parse("1 200") == 1200
    assert answer(question("number", lowest=3), {"q": "2"}) == "Indiquez un nombre d’au moins 3."
    assert answer(question("number", highest=3), {"q": "4"}) == "Indiquez un nombre d’au plus 3."


REMARK = question("text")


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        ("Du temps.\r\nEt un budget.", "Du temps.\nEt un budget."),
        ("a\x00b\x07c", "a b c"),
        ("\u202etexte\u2066 ca\u200bché\ufeff", "texte caché"),
        ("=1+1 <b>é</b>", "=1+1 <b>é</b>"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("é" * 1000, "é" * 1000),
        ("\u200b\u2066 ", "Écrivez une réponse."),
        ("x" * 1001, "Ce texte compte 1001 caractères, pour 1000 au plus. Raccourcissez-le."),
    ],
)
def test_a_free_text(posted, expected):
    assert answer(REMARK, {"q": posted}) == expected


def test_half_a_character_is_kept_by_no_database():
    assert free_text.tidy("a\ud800b") == "ab"


BUDGET = question("money", scale="monthly")
DAILY = question("money", scale="daily")
SALARY = question("money", scale="yearly")


@pytest.mark.parametrize(
    ("asked", "posted", "expected"),
    [
        (BUDGET, {"q": "0"}, 0),
        (BUDGET, {"q": "1 480 €/mois"}, 1500),
        (BUDGET, {"q": "12k par an"}, "Nous demandons un montant par mois."),
        (DAILY, {"q": "320 € HT par jour"}, 320),
        (SALARY, {"q": "29 000 euros/an"}, 29000),
        (SALARY, {"q": "2,4k", "q.periode": "mois"}, 29000),
        (SALARY, {"q": "2400 € brut par mois"}, 29000),
        (SALARY, {"q": "29k par an", "q.periode": "mois"}, "Vous avez écrit « par an » et coché"),
        (SALARY, {"q": "1 800 net", "q.periode": "mois"}, "Nous demandons le montant brut"),
        (SALARY, {"q": "1 800 € nets par mois"}, "Nous demandons le montant brut"),
        (SALARY, {"q": ["2400", "2400"], "q.periode": "mois"}, "Nous n’avons pas compris"),
        (SALARY, {"q": "2400", "q.periode": ["mois", "an"]}, "Dites si ce montant est par mois"),
        (SALARY, {"q": "9" * 900}, "Nous n’avons pas compris ce montant."),
    ],
)
def test_an_amount(asked, posted, expected):
    given = answer(asked, posted)
    assert given == expected or (isinstance(expected, str) and given.startswith(expected))


@pytest.mark.parametrize("asked", [NETWORKS, SCALE, DAYS, REMARK, SALARY, BUDGET])
def test_an_optional_question_left_blank_is_skipped(asked):
    assert answer(asked, {}, optional=True) is None
    assert "éponse" in answer(asked, {}) or "Indiquez" in answer(asked, {})


def test_every_kind_has_its_words_in_the_review():
    from surveys.questionnaire import in_words

    def words(asked, given, optional=False):
        row = SimpleNamespace(question=asked, optional=optional)
        return in_words(row, given).replace("\u202f", " ")

    assert words(NETWORKS, ["instagram", "x"]) == "Instagram, X"
    assert words(DAYS, 12) == "12 jours"
    assert words(SALARY, 29000) == (
        "29 000 € brut par an, à 500 € près, soit environ 2 420 € par mois"
    )
    assert words(BUDGET, 0) == "0 € par mois"
    assert words(SCALE, None) == "Vous avez préféré ne pas répondre"
    assert words(SCALE, None, optional=True) == "Question passée"


def test_numbers_refuse_with_value_errors_only():
    with pytest.raises(numbers.NotWhole):
        numbers.parse("12,5 ans", "ans")
    with pytest.raises(ValueError):
        numbers.parse("")
