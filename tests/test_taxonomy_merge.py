"""Two words made one: nobody loses it, and the former one is still understood."""

import pytest
from django.urls import reverse

from directory import taxonomy
from directory.models import Occupation, Profile, Sector, Skill, Synonym
from tests.factories import EditorFactory, OccupationFactory, ProfileFactory, SkillFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def skills():
    return (
        SkillFactory(name="Community building", slug="community-building"),
        SkillFactory(name="Animation", slug="animation"),
    )


def test_every_use_moves_without_counting_twice(skills):
    lost, kept = skills
    one, both = ProfileFactory(skills=[lost]), ProfileFactory(skills=[lost, kept])
    assert taxonomy.merge(lost, kept, None) == 2
    for profile in (one, both):
        assert list(Profile.objects.get(pk=profile.pk).skills.all()) == [kept]
    assert taxonomy.uses(Skill).get().uses == 2


def test_publishing_a_draft_written_before_keeps_the_word(skills):
    lost, kept = skills
    profile = ProfileFactory(headline="En ligne")
    draft = Profile.objects.get(pk=profile.pk)
    draft.skills.set([lost])
    draft.save_revision()
    taxonomy.merge(lost, kept, None)
    Profile.objects.get(pk=profile.pk).latest_revision.publish()
    assert list(Profile.objects.get(pk=profile.pk).skills.all()) == [kept]


def test_versions_of_other_words_stay_as_they_are(skills):
    lost, kept = skills
    other = SkillFactory(pk=int(f"{lost.pk}0"), name="Autre", slug="autre")
    revision = ProfileFactory(skills=[other]).save_revision()
    taxonomy.merge(lost, kept, None)
    revision.refresh_from_db()
    assert revision.content["skills"] == [other.pk]


@pytest.mark.parametrize("model", [Occupation, Skill, Sector])
def test_the_former_name_and_its_synonyms_are_still_understood(model):
    code = taxonomy.WORDS[model][2]
    first, second, third = (
        model.objects.create(name=name, **{code: name.lower()}) for name in ("Un", "Deux", "Trois")
    )
    taxonomy.merge(first, second, None)
    taxonomy.merge(second, third, None)
    assert {taxonomy.known(model)[word] for word in ("un", "deux", "trois")} == {third}
    assert Synonym.objects.count() == 2


def test_the_search_finds_by_the_word_that_stays(skills):
    lost, kept = skills
    profile = ProfileFactory(skills=[lost])
    taxonomy.merge(lost, kept, None)
    assert list(Profile.objects.matching("animation")) == [profile]


def test_a_word_is_not_merged_into_itself_nor_into_another_kind(skills):
    with pytest.raises(ValueError, match="autre mot"):
        taxonomy.merge(skills[0], skills[0], None)
    with pytest.raises(ValueError, match="même sorte"):
        taxonomy.merge(skills[0], OccupationFactory(), None)


def test_editors_merge_from_the_list(client, skills):
    lost, kept = skills
    ProfileFactory(skills=[lost])
    client.force_login(EditorFactory())
    listing = client.get(reverse("wagtailsnippets_directory_skill:list"))
    assert "Fusionner dans…" in listing.text
    assert {one.name: one.uses for one in listing.context["object_list"]} == {
        "Community building": 1,
        "Animation": 0,
    }
    url = reverse("wagtailsnippets_directory_skill:merge", args=[lost.pk])
    assert client.post(url, {"into": lost.pk}).status_code == 400
    assert client.post(url, {"into": kept.pk}).status_code == 302
    assert list(Skill.objects.all()) == [kept]
