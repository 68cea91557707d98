"""A portrait in the sizes and formats that browsers choose from: clean, and gone with it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from directory import upkeep, uploads
from directory.models import Profile
from directory.models.portrait import files_of
from directory.preferences import keep_visibility
from tests.factories import ProfileFactory

SPY = b"espion"


def photograph(side: int = 900) -> bytes:
    """A JPEG that tells where it was taken, with what, and by whom."""
    exif = Image.Exif()
    exif[0x010F] = "Marque-espion"
    exif[0x013B] = "Auteur-espion"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (45.0, 45.0, 0.0), "E", (4.0, 50.0, 0.0)
    output = BytesIO()
    Image.new("RGB", (side, side), "teal").save(output, "JPEG", exif=exif, comment=SPY)
    return output.getvalue()


def kept(side: int = 900) -> bytes:
    sent = photograph(side)
    return uploads.portrait(BytesIO(sent), len(sent))


def with_portrait(**columns) -> Profile:
    profile = ProfileFactory(**columns)
    profile.portrait.save("vacances.webp", ContentFile(kept(400)))
    return profile


def stored(profile: Profile) -> set[str]:
    return set(profile.portrait.storage.listdir("profils")[1])


def test_the_photograph_of_these_tests_says_where_it_was_taken():
    image = Image.open(BytesIO(photograph()))
    assert image.getexif().get_ifd(0x8825) and SPY in photograph()


@pytest.mark.parametrize("kind", ["avif", "webp"])
@pytest.mark.parametrize("side", uploads.SIDES)
def test_no_rendition_says_where_the_photograph_was_taken(kind, side):
    drawn = uploads.renditions(kept())[side, kind]
    image = Image.open(BytesIO(drawn))
    assert (image.format, image.size) == (kind.upper(), (side, side))
    assert not image.getexif() and not image.getexif().get_ifd(0x8825)
    for name in ("exif", "xmp", "comment", "icc_profile", "XML:com.adobe.xmp"):
        assert not image.info.get(name)
    assert SPY not in drawn and b"Exif" not in drawn


def test_a_small_photograph_is_never_enlarged():
    assert {side for side, _ in uploads.renditions(kept(330))} == {160, 320}


@pytest.mark.django_db
def test_browsers_choose_among_renditions_that_are_there(client):
    profile = with_portrait()
    text = client.get(profile.get_absolute_url()).text
    assert '<source type="image/avif" srcset="/media/profils/' in text
    assert "160w" in text and "320w" in text and "640w" not in text
    assert 'width="400" height="400"' in text
    for kind in ("avif", "webp"):
        for candidate in getattr(profile.portrait, kind).split(", "):
            name = candidate.split(" ")[0].removeprefix("/media/")
            assert profile.portrait.storage.exists(name)


@pytest.mark.django_db
def test_names_tell_nothing_and_are_all_different():
    first, second = with_portrait(), with_portrait()
    assert first.portrait.name != second.portrait.name
    assert len(stored(first)) == 2 * 5
    assert not any("vacances" in name or "camille" in name for name in stored(first))


@pytest.mark.django_db
def test_a_picture_from_before_renditions_is_shown_alone(client):
    profile = with_portrait()
    assert Profile.objects.values_list("portrait_width", "portrait_height").get() == (400, 400)
    Profile.objects.update(portrait="profils/ancien.webp")
    text = client.get(profile.get_absolute_url()).text
    assert 'src="/media/profils/ancien.webp"' in text and "<picture>" not in text
    assert files_of("profils/ancien.webp") == ["profils/ancien.webp"]


@pytest.mark.django_db
def test_all_of_a_portrait_goes_with_the_profile(django_capture_on_commit_callbacks):
    profile = with_portrait()
    profile.save_revision()
    with django_capture_on_commit_callbacks(execute=True):
        profile.delete()
    assert stored(profile) == set()


@pytest.mark.django_db
def test_a_replaced_portrait_goes_when_the_new_one_is_online(django_capture_on_commit_callbacks):
    profile = with_portrait()
    first = profile.save_revision()
    former = profile.portrait.name
    version = Profile.objects.get().get_latest_revision_as_object()
    version.portrait.save("autre.webp", ContentFile(kept(400)), save=False)
    replaced = version.save_revision()
    assert len(stored(profile)) == 10  # the former is still what is online
    with django_capture_on_commit_callbacks(execute=True):
        replaced.publish()
    assert len(stored(profile)) == 5
    assert not any(profile.portrait.storage.exists(name) for name in files_of(former))
    first.refresh_from_db()
    assert first.content["portrait"] == ""  # restored, it would show no broken picture
    assert profile.portrait.storage.exists(Profile.objects.get().portrait.name)


@pytest.mark.django_db
def test_a_version_that_awaits_keeps_its_portrait(django_capture_on_commit_callbacks):
    profile = ProfileFactory()
    online = profile.save_revision()
    version = Profile.objects.get().get_latest_revision_as_object()
    version.portrait.save("autre.webp", ContentFile(kept(400)), save=False)
    version.save_revision()
    with django_capture_on_commit_callbacks(execute=True):
        online.publish()
    assert version.portrait.storage.exists(version.portrait.name)


@pytest.mark.django_db
def test_a_portrait_deleted_by_itself_takes_its_renditions():
    profile = with_portrait()
    profile.portrait.delete()
    assert stored(profile) == set()


def hide_by_preference(profile: Profile) -> None:
    keep_visibility(profile, Profile.Visibility.HIDDEN)


def fall_asleep(profile: Profile) -> None:
    long_ago = timezone.now() - timedelta(days=100)
    Profile.objects.update(reminded_at=long_ago, reminded_again_at=long_ago)
    assert upkeep.put_to_sleep() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "leave",
    [hide_by_preference, fall_asleep, lambda profile: profile.withdraw(profile.owner)],
    ids=["hidden", "asleep", "withdrawn"],
)
@pytest.mark.parametrize("visibility", ["public", "inscrits"])
def test_whoever_noted_the_address_loses_the_picture_with_the_page(
    leave, visibility, django_capture_on_commit_callbacks
):
    profile = with_portrait(visibility=visibility)
    profile.save_revision()
    former = profile.portrait.name
    with django_capture_on_commit_callbacks(execute=True):
        leave(Profile.objects.get())
    profile.refresh_from_db()
    assert profile.seen_by is None and profile.portrait.name != former
    assert not any(profile.portrait.storage.exists(name) for name in files_of(former))
    assert profile.portrait.storage.exists(profile.portrait.name)
    assert profile.get_latest_revision_as_object().portrait.name == profile.portrait.name
