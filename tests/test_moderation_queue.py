"""What waits for a moderator: oldest first, differences in words, one after another."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from directory.admin.review import READY, signed
from directory.models import Campaign, Profile
from directory.review import Stage
from tests.factories import EditorFactory, ProfileFactory, UserFactory, commune

pytestmark = pytest.mark.django_db
QUEUE = "/admin/annuaire/a-relire/"


@pytest.fixture
def moderator(client):
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="Modération"))
    client.force_login(user)
    return user


def waiting(live: bool = False, **changes) -> Profile:
    """A profile whose latest version waits."""
    profile = ProfileFactory(live=live)
    if not live:
        Profile.objects.filter(pk=profile.pk).update(first_published_at=None)
    version = Profile.objects.get(pk=profile.pk)
    for name, value in changes.items():
        setattr(version, name, value)
    version.submit(profile.owner)
    return Profile.objects.get(pk=profile.pk)


def url(profile: Profile) -> str:
    return reverse("directory_review:one", args=[profile.pk])


def decide(client, profile: Profile, decision: str, **data):
    revision = client.get(url(profile)).context["task"].revision_id
    return client.post(url(profile), {"decision": decision, "revision": revision, **data})


def fields(page) -> dict[str, str]:
    return {row["label"]: row["html"] for row in page.context["rows"]}


def test_the_queue_is_in_order_and_says_what_is_new(client, moderator):
    first, second = waiting(name="Première"), waiting(live=True, name="Seconde")
    page = client.get(QUEUE)
    assert [profile for profile, _ in page.context["rows"]] == [first, second]
    table = page.text[page.text.index("<tbody>") :]
    assert table.index(">Nouveau<") < table.index(">Modification<")
    home = client.get(reverse("wagtailadmin_home")).text
    assert "relire (2)" in home


def test_the_queue_costs_a_fixed_number_of_queries(
    client, moderator, django_assert_max_num_queries
):
    for count in (1, 5):
        for _ in range(count):
            waiting()
        with django_assert_max_num_queries(22):
            client.get(QUEUE)


def test_added_and_removed_words_are_marked_by_more_than_colour(client, moderator):
    profile = waiting(live=True, headline="Community manager pour le tourisme")
    page = client.get(url(profile))
    assert set(fields(page)) == {"Titre"}
    diff = fields(page)["Titre"]
    assert "<del" in diff and "retiré" in diff and "édition" in diff
    assert "<ins" in diff and "ajouté" in diff and "tourisme" in diff


def test_what_somebody_wrote_is_never_a_tag():
    assert signed('a <span class="addition">&lt;b&gt;</span> b').count("<b>") == 0
    assert signed("sans différence") == "sans différence"


def test_lists_and_links_are_compared_too(client, moderator):
    profile = waiting(
        live=True,
        campaigns=[Campaign(title="<i>Affiche</i>", year=2024)],
        links=[{"label": "Moi", "url": "https://exemple.example/"}],
        commune=commune("35238"),
    )
    page = client.get(url(profile))
    assert set(fields(page)) == {"Campagnes", "Liens", "Commune"}
    assert "&lt;i&gt;Affiche" in page.text and "<i>Affiche" not in page.text
    assert "Ajouté" in page.text and "https://exemple.example/" in fields(page)["Liens"]


def test_a_new_profile_is_shown_whole(client, moderator):
    profile = waiting(name="Inès Noël", biography="Ma vie.")
    shown = fields(client.get(url(profile)))
    assert "Inès Noël" in shown["Nom affiché"] and "Ma vie." in shown["Biographie"]
    assert not {"Disponibilité", "Qui voit le profil"} & set(shown)


def test_look_alikes_are_told(client, moderator):
    ProfileFactory(name="NOËL Inès", owner=None)
    page = client.get(url(waiting(name="Inès Noël")))
    assert "Doublon probable" in page.text and "NOËL Inès" in page.text


def test_approving_leads_to_the_next(client, moderator):
    first, second = waiting(), waiting()
    response = decide(client, first, "approve")
    assert response["Location"] == url(second)
    assert Profile.objects.get(pk=first.pk).live
    assert decide(client, second, "approve")["Location"] == QUEUE


def test_sending_back_needs_a_reason_which_reaches_the_owner(
    client, moderator, mailoutbox, django_capture_on_commit_callbacks
):
    profile = waiting()
    assert decide(client, profile, "reject").status_code == 400
    assert decide(client, profile, "reject", ready=["inventé"]).status_code == 400
    assert Profile.objects.get().stage is Stage.REVIEW
    with django_capture_on_commit_callbacks(execute=True):
        decide(client, profile, "reject", ready=[READY[0]], words="Merci.")
    sent_back = Profile.objects.get()
    assert sent_back.sent_back_because == f"{READY[0]}\nMerci."
    (mail,) = [mail for mail in mailoutbox if mail.to == [profile.owner.email]]
    assert READY[0] in mail.body


def test_nobody_approves_what_changed_while_they_read(client, moderator):
    profile = waiting(live=True, headline="Lu")
    revision = client.get(url(profile)).context["task"].revision_id
    version = profile.get_latest_revision_as_object()
    version.headline = "Pas lu"
    version.submit(profile.owner)
    client.post(url(profile), {"decision": "approve", "revision": revision})
    assert Profile.objects.get().headline not in ("Lu", "Pas lu")
    assert Profile.objects.get().stage is Stage.REVIEW


def test_what_waits_no_more_leads_back_to_the_queue(client, moderator):
    assert client.get(url(ProfileFactory()))["Location"] == QUEUE
    assert client.get(f"{QUEUE}999999/").status_code == 404
    profile = waiting()
    assert decide(client, profile, "effacer").status_code == 404


# --- Who may open what ------------------------------------------------------------------------
SCREENS = {
    # path: (moderator, editor)
    "/admin/annuaire/a-relire/": (200, 200),
    "/admin/annuaire/a-relire/{pk}/": (200, 200),
    "/admin/annuaire/doublons/": (302, 200),
    "/admin/annuaire/demandes/": (302, 200),
    "/admin/annuaire/demandes/inviter/{free}/": (302, 200),
    "/admin/annuaire/importer/": (302, 200),
    "/admin/annuaire/importer/{run}/": (302, 200),
    "/admin/annuaire/importer/{run}/rapport.csv": (302, 200),
    "/admin/snippets/directory/profile/": (200, 200),
    "/admin/snippets/directory/skill/": (302, 200),
    "/admin/snippets/directory/skill/merge/{skill}/": (302, 200),
    "/admin/snippets/directory/sector/": (302, 200),
}


def test_each_screen_is_open_to_the_right_people(client):
    from directory.models import ImportRun
    from tests.factories import SkillFactory

    keys = {
        "pk": waiting().pk,
        "free": ProfileFactory(owner=None).pk,
        "skill": SkillFactory().pk,
        "run": ImportRun.objects.create(filename="p.csv", stored="x", state="fini").pk,
    }
    moderator = UserFactory(is_staff=True)
    moderator.groups.add(Group.objects.get(name="Modération"))
    people = {"visiteur": None, "membre": UserFactory(), "modération": moderator}
    people["rédaction"] = EditorFactory()
    found, expected = {}, {}
    for who, user in people.items():
        client.logout()
        if user:
            client.force_login(user)
        for path, (for_moderator, for_editor) in SCREENS.items():
            statuses = {"modération": for_moderator, "rédaction": for_editor}
            expected[who, path] = statuses.get(who, 302)
            found[who, path] = client.get(path.format(**keys)).status_code
            if expected[who, path] == 302:
                posted = client.post(path.format(**keys)).status_code
                assert posted in (302, 405), (who, path, posted)
    assert found == expected
