"""Counting in memory: the same profiles as the database finds, whatever happens to them."""

import random

import numpy as np
import pytest
from django.db import models, transaction
from django.http import QueryDict
from django.utils import timezone
from tablib import Dataset

from directory import columns
from directory.changes import Change
from directory.crowd import Crowd
from directory.experience import BANDS
from directory.filters import ProfileFilter
from directory.models import HiddenFrom, Profile, SpokenLanguage
from directory.resources import ProfileResource
from directory.viewers import Member
from directory.visibility import ANYONE
from tests.factories import (
    PLACES,
    OccupationFactory,
    ProfileFactory,
    SectorFactory,
    SkillFactory,
    commune,
)

pytestmark = pytest.mark.django_db
MEMBER = Member(10**9, "lea@agence.example")


def crowd_of(size: int, dice: random.Random) -> None:
    """Profiles of all kinds, some of them published at the same instant."""
    occupations = [OccupationFactory(code=code) for code in ("moderateur", "veilleur", "redacteur")]
    skills = [SkillFactory(name=name, slug=name) for name in ("audio", "photo", "texte")]
    places = [commune(code) for code in PLACES]
    now = timezone.now()
    profiles = Profile.objects.bulk_create(
        Profile(
            name=f"Camille {rank}",
            slug=f"camille-{rank * 7919 % 997}{dice.choice(('', '-b', 'b'))}",
            headline=dice.choice(("Veille et musées", "Tourisme")),
            status=dice.choice(Profile.Status.values),
            commune=dice.choice(places),
            precision=dice.choice(Profile.Precision.values),
            remote=dice.choice(("", *Profile.Remote.values)),
            working_since=dice.choice((None, *(now.year - years for years in range(14)))),
            visibility=dice.choice(Profile.Visibility.values),
            availability=dice.choice(Profile.Availability.values),
            availability_audience=dice.choice(Profile.Audience.values),
            live=dice.random() < 0.9,
            last_published_at=now - timezone.timedelta(days=dice.randrange(size // 3)),
        )
        for rank in range(size)
    )
    sectors = [SectorFactory(name=name, code=name) for name in ("musees", "sport")]
    for name, every in (("occupation", occupations), ("skill", skills), ("sector", sectors)):
        through = getattr(Profile, f"{name}s").through
        through.objects.bulk_create(
            through(**{"profile_id": profile.pk, f"{name}_id": one.pk})
            for profile in profiles
            for one in dice.sample(every, dice.randrange(len(every)))
        )
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(
            profile=profile, language=language, level=dice.choice(SpokenLanguage.Level.values)
        )
        for profile in profiles
        for language in dice.sample(("fr", "en", "br", "fsl"), dice.randrange(4))
    )
    HiddenFrom.objects.bulk_create(
        HiddenFrom(profile=profile, organisation="Agence", domain="agence.example")
        for profile in profiles[::3]
    )
    ProfileFactory(name="Zoé", headline="Veille", commune=places[0]).save()  # known to the search


CHOICES = {
    "q": ["veille", "rien"],
    "metier": ["moderateur", "veilleur", "redacteur"],
    "competence": ["audio", "photo", "texte"],
    "region": ["53", "11", "84"],
    "departement": ["35", "75", "974"],
    "commune": ["75056", "35238"],
    "autour": ["Rennes", "Quimper"],
    "rayon": ["50", "200"],
    "precision": Profile.Precision.values,
    "statut": Profile.Status.values,
    "disponibilite": Profile.Availability.values,
    "proches": ["2", "20"],
    "secteur": ["musees", "sport"],
    "langue": ["en", "br", "fsl"],
    "bilingue": ["1"],
    "experience": list(BANDS),
    "teletravail": Profile.Remote.values,
    "tri": ["nom", "recent", "distance", "pertinence"],
}
SEVERAL = (
    *("metier", "statut", "disponibilite"),
    *("competence", "secteur", "langue", "experience", "teletravail"),
)


def draw(dice: random.Random) -> QueryDict:
    query = QueryDict(mutable=True)
    for name in dice.sample(list(CHOICES), dice.randrange(4)):
        most = 4 if name in SEVERAL else 1
        query.setlist(name, dice.sample(CHOICES[name], dice.randint(1, min(most, 3))))
    return query


def test_keeps_the_same_profiles_in_the_same_order_as_the_database(monkeypatch):
    dice = random.Random(2026)
    crowd_of(60, dice)
    once = columns.current()
    monkeypatch.setattr(columns, "current", lambda: once)
    sizes = set()
    for query in [QueryDict(f"{name}={value}") for name in CHOICES for value in CHOICES[name]] + [
        draw(dice) for _ in range(80)
    ]:
        for viewer in (ANYONE, MEMBER):
            filters = ProfileFilter(query, Profile.objects.found_by(viewer))
            found = list(filters.qs.values_list("pk", flat=True))
            pks = filters.crowd.pks()
            if filters.order in ("recent", "nom"):
                assert pks == found, (query.urlencode(), viewer)
            assert sorted(pks) == sorted(found), (query.urlencode(), viewer)
            assert filters.crowd.count() == len(found)
            sizes.add(len(found))
    assert len(sizes) > 15  # the draw is not of empty answers


def test_a_page_is_a_part_of_the_order():
    crowd_of(20, random.Random(1))
    crowd = Crowd.found_by(ANYONE).by_name()
    assert crowd.pks(5, 10) == crowd.pks()[5:10]


def test_counts_by_what_profiles_choose():
    crowd_of(60, random.Random(3))
    crowd = Crowd.found_by(MEMBER)
    profiles = Profile.objects.found_by(MEMBER).order_by()
    for name in ("status", "availability", "precision", "department_code", "shown_code"):
        rows = profiles.exclude(**{name: None}).values_list(name).annotate(models.Count("pk"))
        assert crowd.count_by(name) == dict(rows), name
    for name in ("occupations", "skills"):
        rows = profiles.exclude(**{name: None}).values_list(name).annotate(models.Count("pk"))
        assert crowd.count_by(name) == dict(rows), name


# --- Kept in step -----------------------------------------------------------------------------
def contents(read: columns.Columns) -> dict:
    """What columns say, however their words happen to be numbered."""
    pks = read.pks.tolist()
    assert sorted(read.latest) == sorted(read.names) == np.flatnonzero(read.found).tolist()
    said = {"pks": read.pks[read.latest].tolist(), "names": read.pks[read.names].tolist()}
    said["published"] = read.published[read.latest].tolist()
    said["slugs"] = read.slugs[read.latest].tolist()
    for name, numbers in read.choices.items():
        words = list(read.words[name])
        said[name] = [words[number] for number in numbers[read.latest]]
    for name, links in read.links.items():
        pairs = sorted(zip(links.rows.tolist(), links.values.tolist(), strict=True))
        assert pairs == [(row, one) for row in range(len(pks)) for one in links.marks.of(row)]
        said[name] = sorted((pks[row], value) for row, value in pairs)
    return said


def test_reading_again_some_rows_gives_what_reading_all_would():
    dice = random.Random(4)
    crowd_of(40, dice)
    pks = list(Profile.objects.values_list("pk", flat=True))
    read = columns.Columns.read(columns.found())
    for step in range(12):
        some = dice.sample(pks, dice.choice((1, 2, 8)))
        chosen = models.QuerySet.filter(Profile.objects.all(), pk__in=some)
        models.QuerySet.update(
            chosen,
            live=dice.random() < 0.7,
            status=dice.choice(Profile.Status.values),
            precision=dice.choice(Profile.Precision.values),
            **({"last_published_at": timezone.now()} if step % 3 else {}),
        )
        Profile.objects.filter(pk=some[0]).update(slug=f"{dice.random()}".replace(".", "-"))
        Profile.skills.through.objects.filter(profile=some[0]).delete()
        if step % 4 == 3:
            gone = pks.pop()
            Profile.objects.filter(pk=gone).delete()
            some.append(gone)
        read = read.renewed(columns.found(), [*some, 10**6])
        assert contents(read) == contents(columns.Columns.read(columns.found()))


def test_reading_again_the_last_of_all_leaves_nobody():
    profile = ProfileFactory()
    read = columns.Columns.read(columns.found())
    profile.delete()
    assert contents(read.renewed(columns.found(), [read.pks[0].item()]))["pks"] == []


def import_row(profile: Profile, **cells) -> None:
    row = {"nom": "Noël", "titre": "CM", "métiers": "moderateur", "statut": "agence"}
    row |= {"commune": "Lyon", **cells}
    result = ProfileResource().import_data(
        Dataset(list(row.values()), headers=list(row)), publish=True, user=profile.owner
    )
    assert not result.has_errors() and not result.has_validation_errors()


WRITINGS = {
    "create": lambda profile: ProfileFactory(status="agence"),
    "save": lambda profile: (setattr(profile, "status", "agence"), profile.save()),
    "hide": lambda profile: profile.unpublish(),
    "publish": lambda profile: profile.save_revision().publish(),
    "occupations": lambda profile: (profile.occupations.clear(), profile.save()),
    "skills": lambda profile: (profile.skills.set([SkillFactory()]), profile.save()),
    "sectors": lambda profile: (profile.sectors.set([SectorFactory()]), profile.save()),
    "languages": lambda profile: SpokenLanguage.objects.create(
        profile=profile, language="br", level="courant"
    ),
    "skills, from the other side": lambda profile: SkillFactory().profiles.add(profile),
    "a skill goes": lambda profile: profile.skills.get().delete(),
    "delete": lambda profile: profile.delete(),
    "delete a set": lambda profile: Profile.objects.all().delete(),
    "delete the account": lambda profile: profile.owner.delete(),
    "update": lambda profile: Profile.objects.filter(status="freelance").update(status="agence"),
    "bulk_update": lambda profile: Profile.objects.bulk_update(
        [Profile(pk=profile.pk, status="agence")], ["status"]
    ),
    "bulk_create": lambda profile: Profile.objects.bulk_create(
        [
            Profile(
                name="A",
                slug="a",
                commune=profile.commune,
                live=True,
                last_published_at=timezone.now(),
            )
        ]
    ),
    "import, new": import_row,
    "import, known": lambda profile: import_row(profile, adresse=profile.slug),
}


@pytest.mark.parametrize("writing", WRITINGS.values(), ids=WRITINGS)
def test_any_writing_is_told(writing, reader):
    OccupationFactory(code="moderateur")
    profile = ProfileFactory(skills=[SkillFactory(name="Photo", slug="photo")])
    ProfileFactory()
    before = contents(reader.current())
    assert before["pks"]
    writing(profile)
    after = contents(reader.current())
    assert after == contents(columns.Columns.read(columns.found()))
    assert after != before


def test_only_what_changed_is_read_again(reader, django_assert_num_queries, monkeypatch):
    reader.current()
    first, second = ProfileFactory.create_batch(2)
    with django_assert_num_queries(1 + 3):
        reader.current()
    with django_assert_num_queries(1):
        reader.current()
    asked = []
    read = columns.Columns.read
    monkeypatch.setattr(
        columns.Columns,
        "read",
        lambda profiles, only=None, words=None: asked.append(only) or read(profiles, only, words),
    )
    second.save()
    reader.current()
    assert asked == [[second.pk]]


def silently(profile: Profile, **changes) -> None:
    models.QuerySet.update(Profile.objects.filter(pk=profile.pk), **changes)


def statuses(reader: columns.Reader) -> list[str]:
    return contents(reader.current())["status"]


def test_a_change_is_seen_even_when_later_ones_were_committed_before_it(reader):
    reader.current()
    profile = ProfileFactory(status="freelance")
    reader.current()
    number = Change.objects.latest("pk").pk
    Change.objects.create(pk=number + 5, profile=profile.pk)
    assert statuses(reader) == ["freelance"]
    silently(profile, status="agence")
    Change.objects.create(pk=number + 3, profile=profile.pk)
    assert statuses(reader) == ["agence"]


def test_changes_of_long_ago_are_not_read_at_every_request(reader, monkeypatch):
    ProfileFactory.create_batch(3)
    reader.current()
    assert len(reader.known) > 1
    monkeypatch.setattr(columns, "MARGIN", -1)
    reader.current()
    assert len(reader.known) == 1
    ProfileFactory(status="agence")
    assert statuses(reader).count("agence") == 1


@pytest.mark.parametrize(
    "lose",
    [
        lambda: Change.objects.all().delete(),
        lambda: Change.objects.tell_everything(),
        lambda: Change.objects.tell(range(10_000, 10_001 + Change.MANY)),
    ],
    ids=["lost", "everything", "too many"],
)
def test_everything_is_read_again_when_it_must(reader, lose):
    profile = ProfileFactory(status="freelance")
    assert statuses(reader) == ["freelance"]
    silently(profile, status="agence")
    assert statuses(reader) == ["freelance"]
    lose()
    assert statuses(reader) == ["agence"]


def test_old_changes_are_not_kept_for_ever(monkeypatch):
    monkeypatch.setattr(Change, "KEPT", 20)
    monkeypatch.setattr(Change, "MANY", 10)
    for pk in range(1, 61):
        Change.objects.tell([pk])
    assert 20 <= Change.objects.count() <= 31


def test_what_is_undone_was_never_there():
    ProfileFactory()
    with transaction.atomic():
        ProfileFactory(status="agence")
        assert Crowd.found_by(ANYONE).count() == 2
        transaction.set_rollback(True)
    assert Crowd.found_by(ANYONE).count() == 1
    assert columns.reader.columns is None  # nothing of a transaction is kept for later


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_kept_by_the_process(django_assert_num_queries):
    ProfileFactory()
    assert Crowd.found_by(ANYONE).count() == 1
    with django_assert_num_queries(1):
        assert Crowd.found_by(ANYONE).count() == 1
    ProfileFactory()
    assert Crowd.found_by(ANYONE).count() == 2
