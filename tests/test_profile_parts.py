"""Every part of a profile × who may see it × who looks × every form that it is read in.

One table: what is kept from somebody leaves no trace anywhere; what is shown to them is there.
"""

import re
from inspect import unwrap
from io import BytesIO
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from PIL import Image

from cmsite.editorial.sitemaps import ProfileSitemap
from directory import pages, record, share_picture, terms, vcard
from directory.models import HiddenFrom, Profile
from directory.viewers import Member
from directory.visibility import ANYONE, MEMBERS, NOBODY, PUBLIC, Moderator, Part
from tests.rich_profiles import MARKS, rich_profile

pytestmark = pytest.mark.django_db
SITE = "https://carte.example"
SHUNNED = "zinfandel.example"
AUDIENCES = (PUBLIC, MEMBERS, NOBODY)
VIEWERS = ("visitor", "member", "shunned member", "owner", "moderator")

# The forms that a part appears in when it is shown; absent from the others whoever looks.
EVERYWHERE = {"page", "print", "json"}
FORMS = {
    Part.PORTRAIT: EVERYWHERE | {"vcard", "schema", "picture"},
    Part.EMPLOYER: EVERYWHERE | {"vcard", "schema", "search"},
    Part.AVAILABILITY: EVERYWHERE,
    Part.PATH: EVERYWHERE | {"search"},
    Part.DEGREES: EVERYWHERE | {"schema", "search"},
    Part.CAMPAIGNS: EVERYWHERE | {"search"},
    Part.CLIENTS: EVERYWHERE | {"search"},
    Part.NETWORKS: EVERYWHERE,
    Part.LINKS: EVERYWHERE | {"vcard", "schema"},
    Part.CV: EVERYWHERE - {"print"},
}
# What leaves the site holds what any visitor may read, whoever looks.
FOR_ANYONE = {"schema", "picture", "search", "feed", "sitemap", "tags"}
ALL_FORMS = ("page", "print", "json", "vcard", *sorted(FOR_ANYONE))


def expected(part: Part, audience: str, viewer: str, form: str) -> bool:
    """Written anew from the promise, not from the code."""
    if form not in FORMS[part]:
        return False
    if form in FOR_ANYONE:
        viewer = "visitor"
    if viewer in ("owner", "moderator"):
        return True
    if viewer == "visitor" or audience == NOBODY:
        return audience == PUBLIC
    return not (viewer == "shunned member" and part is Part.AVAILABILITY and audience == MEMBERS)


def viewer_named(name: str, profile: Profile):
    return {
        "visitor": ANYONE,
        "member": Member(-1, "lea@ailleurs.example"),
        "shunned member": Member(-2, f"chef@mail.{SHUNNED}"),
        "owner": Member(profile.owner_id, "ines@exemple.example"),
        "moderator": Moderator(),
    }[name]


def page(view, shown) -> str:
    """What a view answers to this viewer, once past its door."""
    request = RequestFactory().get(shown.get_absolute_url())
    request.user = AnonymousUser()
    return unwrap(view)(request, shown).content.decode()


def split_head(text: str) -> tuple[str, str]:
    """(the page without what leaves the site, the tags that networks read)."""
    tags = "".join(re.findall(r"<meta[^>]*>", text))
    return re.sub(r"<meta[^>]*>|<script.*?</script>", "", text, flags=re.S), tags


def forms(profile: Profile, viewer_name: str) -> dict[str, str]:
    """{form: its text} as this viewer reads them."""
    shown = profile.shown_to(viewer_named(viewer_name, profile))
    html, tags = split_head(page(pages.profile, shown))
    return {
        "page": html,
        "tags": tags,
        "print": page(pages.printed, shown),
        "json": str(record.of(shown, SITE)),
        "vcard": vcard.of(shown, SITE).replace("\r\n ", ""),
        "schema": str(record.schema(shown.for_anyone(), SITE)),
        "search": profile.public_words,
        "feed": pages.newest(RequestFactory().get("/")).content.decode(),
        "sitemap": str([profile.get_absolute_url() for profile in ProfileSitemap().items()]),
        "picture": MARKS[Part.PORTRAIT] if shows_portrait(shown) else "",
    }


def shows_portrait(shown) -> bool:
    drawn = Image.open(BytesIO(share_picture.png(shown.for_anyone())))
    red, green, blue = drawn.convert("RGB").getpixel((220, 180))
    return red < 40 and abs(green - 128) < 30 and abs(blue - 128) < 30  # « teal »


@pytest.fixture
def ines():
    profile = rich_profile()
    HiddenFrom.objects.create(profile=profile, organisation="Zut", domain=SHUNNED)
    return profile


def loaded(profile: Profile, audience: str) -> Profile:
    """With every part for this audience, as the views load it."""
    profile.audiences = {part: audience for part in Part if part is not Part.AVAILABILITY}
    profile.availability_audience = audience
    profile.save()
    profile = pages.whole(Profile.objects.all()).get(pk=profile.pk)
    terms.gather([profile])
    return profile


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_part_is_where_it_may_be_and_nowhere_else(ines, audience, monkeypatch):
    monkeypatch.setattr("directory.badges.providers", [])
    profile, wrong = loaded(ines, audience), []
    for viewer in VIEWERS:
        texts = forms(profile, viewer)
        assert set(texts) == set(ALL_FORMS)
        for part, form in product(Part, ALL_FORMS):
            found = MARKS[part] in texts[form]
            if found != expected(part, audience, viewer, form):
                wrong.append(f"{part} pour {viewer}, {form} : {'présent' if found else 'absent'}")
    assert not wrong, "\n".join(wrong)


def test_the_table_names_every_part():
    assert set(MARKS) == set(FORMS) == set(Part)


def test_one_part_kept_does_not_hide_the_others(ines):
    profile = loaded(ines, PUBLIC)
    for part in Part:
        kept = part is Part.AVAILABILITY
        profile.availability_audience = NOBODY if kept else PUBLIC
        profile.audiences = {} if kept else {part: NOBODY}
        text = str(record.of(profile.shown_to(ANYONE), SITE))
        assert {one for one in Part if MARKS[one] not in text} == {part}


def test_what_is_kept_reads_in_the_data_like_what_was_never_written(ines):
    kept = record.of(loaded(ines, NOBODY).shown_to(ANYONE), SITE)
    for name in ("portrait", "employer", "employed_since", "availability", "cv"):
        assert kept[name] is None, name
    for name in ("posts", "degrees", "campaigns", "clients", "networks", "links"):
        assert kept[name] == [], name


def test_only_those_who_see_all_read_who_else_sees_each_part(ines):
    profile = loaded(ines, MEMBERS)
    said = "Vu par"
    for viewer in VIEWERS:
        text = page(pages.profile, profile.shown_to(viewer_named(viewer, profile)))
        assert (said in text) == (viewer in ("owner", "moderator")), viewer
        assert ("sauf Zut" in text) == (viewer in ("owner", "moderator")), viewer


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_somebody_looks_for_goes_with_their_availability(audience):
    """« Cherche : CDI » would tell an employer as much."""
    profile = rich_profile(files=False, availability_audience=audience)
    profile.hidden_from.create(organisation="Atelier", domain=SHUNNED)
    audience = profile.availability_audience
    for name in VIEWERS:
        shown = profile.shown_to(viewer_named(name, profile))
        told = expected(Part.AVAILABILITY, audience, name, "page")
        assert shown.engagement_labels == (["CDI", "Mission freelance"] if told else []), name
        assert ("CDI" in str(record.of(shown, SITE))) == told
