"""French words found by any of their forms, on every database."""

import pytest

from cmsite.stemming import stems
from directory.models import Profile
from tests.factories import ProfileFactory
from tests.stories import article

FORMS = [
    ("évaluation", "évaluations"),
    ("évaluation", "l’évaluation"),
    ("évaluations", "EVALUATION"),
    ("métier", "metiers"),
    ("numérique", "numeriques"),
    ("salaire", "salaires"),
    ("cœur", "coeurs"),
    ("école", "d’écoles"),
    ("musée", "musees"),
    ("modératrice", "moderatrices"),
]


@pytest.mark.parametrize("written, typed", FORMS)
def test_forms_of_a_word_share_their_stem(written, typed):
    assert stems(written) == stems(typed) != ""


@pytest.mark.parametrize(
    "one, other", [("mode", "modération"), ("art", "artiste"), ("sport", "port")]
)
def test_other_words_keep_theirs(one, other):
    assert stems(one) != stems(other)


def test_mark_up_and_signs_are_no_words():
    assert stems("<b>Cafés</b> &amp; thés, 2026 !") == "caf the 2026"


def test_several_texts_make_one():
    assert stems(["Cafés", {"a": "thés"}]) == "caf the"


@pytest.mark.django_db
@pytest.mark.parametrize("written, typed", FORMS)
def test_profiles_are_found_by_any_form(written, typed):
    ines = ProfileFactory(headline=f"Une {written} bien menée")
    ProfileFactory(headline="Autre chose")
    assert list(Profile.objects.published().matching(typed)) == [ines]


@pytest.mark.django_db
def test_articles_are_found_by_any_form(client):
    article(title="La modération", body=[("text", "<p>Les <b>évaluations</b> annuelles.</p>")])
    assert "La modération" in client.get("/recherche/", {"q": "évaluation"}).content.decode()
