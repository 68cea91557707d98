"""Whom somebody’s availability is kept from: one table for the rule and for its SQL."""

import pytest

from directory.models import HiddenFrom, Profile
from directory.visibility import ANYONE, Shunned, Viewer, folded, shuns
from tests.factories import ProfileFactory


def member(domain: str, *organisations: str) -> Viewer:
    viewer = Viewer()
    viewer.pk, viewer.domain = 1, domain
    viewer.organisations = frozenset(folded(name) for name in organisations)
    return viewer


VIEWERS = [
    ("a visitor", ANYONE, True),
    ("the employer", member("banque.example"), True),
    ("a subdomain of the employer", member("paris.banque.example"), True),
    ("a domain that only ends alike", member("autrebanque.example"), False),
    ("a domain the employer’s is part of", member("banque.example.autre"), False),
    ("somebody whose profile says so", member("ailleurs.example", "La Banqué Bleue"), True),
    ("somebody who works elsewhere", member("ailleurs.example", "La Banque Rouge"), False),
    ("a shared mail domain", member("gmail.com"), True),
    ("no domain at all", member(""), True),
    ("another company", member("ailleurs.example"), False),
]
NAMES = [name for name, _, _ in VIEWERS]


@pytest.mark.parametrize(("name", "viewer", "kept"), VIEWERS, ids=NAMES)
def test_who_is_kept_from_knowing(name, viewer, kept):
    assert shuns([Shunned("La banque bleue", "banque.example")], viewer) is kept


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "viewer", "kept"), VIEWERS, ids=NAMES)
def test_the_database_answers_the_same(name, viewer, kept):
    HiddenFrom.objects.create(
        profile=ProfileFactory(), organisation="La banque bleue", domain="Banque.example"
    )
    assert HiddenFrom.objects.against(viewer).exists() is kept
    found = Profile.objects.found_by(viewer).available([Profile.Availability.LISTENING])
    assert found.exists() is not kept


@pytest.mark.parametrize("viewer", [viewer for _, viewer, _ in VIEWERS], ids=NAMES)
def test_whoever_shuns_nobody_keeps_it_from_nobody(viewer):
    assert not shuns([], viewer)


@pytest.mark.django_db
def test_shunning_somebody_takes_it_from_passers_by():
    profile = ProfileFactory()
    assert profile.availability_audience == "public"
    HiddenFrom.objects.create(profile=profile, organisation="La banque bleue")
    assert Profile.objects.get().availability_audience == "inscrits"
