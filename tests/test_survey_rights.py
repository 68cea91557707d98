"""Who may open which screen of the survey’s admin: every address, every role."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.template import engines
from django.urls import get_resolver, reverse

from surveys.models import ArchivedFigure, Import
from tests.edition_forms import EDITIONS, QUESTIONS
from tests.factories import EditorFactory, UserFactory
from tests.respondents import core_edition

pytestmark = pytest.mark.django_db
NAMESPACES = ("surveys_editions", "surveys_questions", "surveys_preview", "surveys_imports",
              "surveys_remarks")  # fmt: skip


@pytest.fixture(autouse=True)
def wagtail_templates(monkeypatch):
    """Wagtail’s own templates count on `{{ unknown|default:… }}`."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


def addresses() -> dict[str, str]:
    """Every screen, by the name of its url."""
    edition = core_edition(year=2027)
    archive = core_edition(year=2014, archived=True)
    ArchivedFigure.objects.create(edition=archive, label="a", value="1", source="b")
    question = edition.edition_questions.first().question
    responses = Import.objects.create(
        edition=edition, kind="reponses", digest="1", headers=["#jour", "genre"],
        rows=[["2", "", "Femme"]],
    )  # fmt: skip
    figures = Import.objects.create(
        edition=archive, kind="chiffres", digest="2", headers=["mesure", "valeur", "source"],
        rows=[["2", "c", "1", "d"]],
    )  # fmt: skip
    args = {
        "surveys_editions:copy": [edition.pk],
        "surveys_editions:board": [edition.pk],
        "surveys_questions:version": [question.pk],
        "surveys_questions:typo": [question.pk],
        "surveys_preview:home": [edition.pk],
        "surveys_preview:front": [edition.pk, "ouverte", "tous"],
        "surveys_preview:page": [edition.pk, "ouverte", "tous", "repondre/1/"],
        "surveys_imports:responses": [edition.pk],
        "surveys_imports:run": [responses.pk],
        "surveys_imports:refused": [responses.pk],
        "surveys_imports:figures": [archive.pk],
        "surveys_imports:figures_run": [figures.pk],
        "surveys_imports:figures_export": [archive.pk, "csv"],
        "surveys_remarks:index": [],
        "surveys_remarks:export": [],
        f"{EDITIONS}:list": [],
        f"{EDITIONS}:add": [],
        f"{EDITIONS}:edit": [edition.pk],
        f"{EDITIONS}:history": [edition.pk],
        f"{QUESTIONS}:list": [],
        f"{QUESTIONS}:add": [],
        f"{QUESTIONS}:edit": [question.pk],
    }
    return {name: reverse(name, args=values) for name, values in args.items()}


def member(group: str):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


def reader():
    """Somebody who may enter the admin, and nothing of the survey."""
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def test_the_table_of_addresses_forgets_none():
    known = {name for name in addresses() if name.startswith("surveys_")}
    resolver = get_resolver()
    found = set()
    for pattern in resolver.url_patterns:
        for inner in getattr(pattern, "url_patterns", []):
            if getattr(inner, "namespace", None) in NAMESPACES:
                found |= {f"{inner.namespace}:{one.name}" for one in inner.url_patterns}
    assert found == known


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        (lambda: member("Rédaction"), True),
        (EditorFactory, True),
        (lambda: member("Modération"), False),
        (reader, False),
        (UserFactory, False),
        (lambda: None, False),
    ],
    ids=["rédaction", "administration", "modération", "sans droit", "membre", "visiteur"],
)
def test_each_screen_opens_to_editors_and_to_nobody_else(client, who, allowed):
    urls = addresses()
    user = who()
    if user:
        client.force_login(user)
    for name, url in urls.items():
        response = client.get(url, follow=allowed)
        if allowed:
            assert response.status_code == 200, name
        else:
            assert response.status_code in (302, 403), name


@pytest.mark.parametrize("who", [reader, UserFactory, lambda: member("Modération")])
def test_nobody_else_changes_anything(client, who):
    urls = addresses()
    client.force_login(who())
    before = list(Import.objects.values())
    for name, url in urls.items():
        response = client.post(url, {"action": "confirm", "year": "2028"})
        assert response.status_code in (302, 403, 405), name
    from surveys.models import Edition, Question

    assert list(Import.objects.values()) == before
    assert set(Edition.objects.values_list("year", flat=True)) == {2014, 2027}
    assert not Question.objects.filter(version__gt=1).exists()
