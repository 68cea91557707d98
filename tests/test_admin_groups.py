"""Each group reaches what is its own in the admin and nothing else; no entry is a dead end."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Workflow

from cmsite.toolbox.models import Suggestion
from tests.factories import EditorFactory, UserFactory
from tests.stories import article
from tests.test_toolbox import make

pytestmark = pytest.mark.django_db

# address: the groups that it opens to
ADDRESSES = {
    "/admin/": {"Rédaction", "Modération", "Contribution"},
    "/admin/pages/": {"Rédaction", "Contribution"},
    "/admin/snippets/toolbox/tool/": {"Rédaction"},
    "/admin/snippets/toolbox/indicator/add/": {"Rédaction"},
    "/admin/outils/suggestions/": {"Rédaction"},
    "/admin/snippets/editorial/link/": {"Rédaction"},
    "/admin/redirects/": {"Rédaction"},
    "/admin/images/": {"Rédaction", "Contribution"},
    "/admin/snippets/directory/report/": {"Modération"},
    "/admin/users/": set(),
    "/admin/groups/": set(),
    "/admin/sites/": set(),
    "/admin/snippets/surveys/edition/": {"Rédaction"},
}


def member(client, group: str):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return user


def doors() -> dict[str, set[str]]:
    return ADDRESSES | {
        reverse("editorial_comments:index"): {"Rédaction", "Modération"},
        reverse("directory_review:index"): {"Modération"},
    }


@pytest.mark.parametrize("group", ["Rédaction", "Modération", "Contribution"])
def test_every_group_opens_its_own_doors_only(client, group):
    member(client, group)
    opened = {url for url in doors() if client.get(url).status_code == 200}
    assert opened == {url for url, groups in doors().items() if group in groups}


def test_a_reader_opens_none(client):
    client.force_login(UserFactory())
    assert not [url for url in ADDRESSES if client.get(url).status_code == 200]


def test_an_editor_publishes_and_a_contributor_does_not(client):
    story = article(live=False)
    url = f"/admin/pages/{story.pk}/edit/"
    member(client, "Contribution")
    page = client.get(url).text
    assert 'name="action-publish"' not in page and "action-submit" in page
    member(client, "Rédaction")
    assert 'name="action-publish"' in client.get(url).text


def test_groups_and_workflows_have_french_names():
    assert {"Rédaction", "Contribution", "Modération"} == set(
        Group.objects.values_list("name", flat=True)
    )
    assert not [name for name in Workflow.objects.values_list("name", flat=True) if "oder" in name]


# --- The first page ---------------------------------------------------------------------------
def test_the_first_page_says_what_waits_with_one_click_each(client):
    make()
    for name in ("Un", "Deux"):
        Suggestion(name=name, stage="veille", what_for="Sert.").wait()
    client.force_login(EditorFactory())
    page = client.get("/admin/").text
    assert "Ce qui vous attend" in page
    assert re.search(r'href="/admin/outils/suggestions/"[^>]*>2 suggestions pour', page)
    assert "Tous les profils sont relus" in page and "Tous les liens répondent" in page


def test_the_first_page_tells_each_group_its_own(client):
    member(client, "Modération")
    page = client.get("/admin/").text
    assert "Tous les profils sont relus" in page and "suggestion" not in page
    member(client, "Contribution")
    assert "Ce qui vous attend" not in client.get("/admin/").text


@pytest.mark.parametrize(
    ("group", "offered"), [("Rédaction", True), ("Contribution", True), ("Modération", False)]
)
def test_pages_are_searched_from_the_first_page_by_who_may_see_some(client, group, offered):
    member(client, group)
    page = client.get("/admin/").text
    assert ("without-pages.css" not in page) is offered
    answer = client.get("/admin/pages/", {"q": "rond"}, follow=True)
    assert ("pas les autorisations" not in answer.text) is offered


# --- No dead end ------------------------------------------------------------------------------
def links_of(page: str) -> set[str]:
    """Addresses of the menu, which Wagtail hands to its script as data, and of the page."""
    found = set(re.findall(r'"url": ?"(/admin/[^"]*)"', page.replace("&quot;", '"')))
    return found | set(re.findall(r'href="(/admin/[^"#]*)"', page))


ENGLISH = re.compile(r"\b(the|and|add|edit|delete|settings|users|groups|search for)\b", re.I)


def test_no_entry_of_the_menu_is_a_dead_end(client):
    client.force_login(EditorFactory())
    seen, wrong = set(), []
    waiting = links_of(client.get("/admin/").text)
    assert len(waiting) > 20
    for url in sorted(waiting):
        if "logout" in url or url in seen:
            continue
        seen.add(url)
        response = client.get(url, follow=True)
        title = re.search(r"<title>(.*?)</title>", getattr(response, "text", ""), re.S)
        said = " ".join(title[1].split()) if title else ""
        if response.status_code != 200 or ENGLISH.search(said):
            wrong.append((url, response.status_code, said))
    assert not wrong
