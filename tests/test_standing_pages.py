"""Pages that stay are there from the start, linked from everywhere, editable, and true."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from cmsite.accounts.models import UNCONFIRMED_LIFE, Takeout
from cmsite.demo import standing
from cmsite.editorial.models import Comment, ContactPage, StandardPage
from cmsite.toolbox import votes
from cmsite.toolbox.models.suggestion import KEPT as SUGGESTION_KEPT
from directory import freshness, importing, waiting
from directory.models import Conversation
from surveys import clock, tickets
from surveys.anonymity import RESUMING_LENGTH
from surveys.models.response import DRAFT_LASTS
from surveys.visit import DRAFT_COOKIE, START_COOKIE
from tests.factories import EditorFactory, UserFactory

pytestmark = pytest.mark.django_db
SLUGS = (
    "a-propos",
    "mentions-legales",
    "confidentialite",
    "accessibilite",
    "charte-de-moderation",
    "contact",
)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_is_there_and_leads_nowhere_dead(client, slug):
    response = client.get(f"/{slug}/")
    assert response.status_code == 200
    main = response.text.partition("<main")[2].partition("</main>")[0]
    assert len(main) > 1500
    assert f'href="/{slug}/"' in client.get("/").text.partition("<footer")[2]
    for url in set(re.findall(r'href="(/[^"#?]*)"', main)):
        assert client.get(url).status_code in (200, 302), url


def test_an_editor_changes_one(client):
    page = StandardPage.objects.get(slug="a-propos")
    client.force_login(EditorFactory())
    form = client.get(f"/admin/pages/{page.pk}/edit/")
    assert form.status_code == 200 and "Chapô" in form.text
    page.title = "Qui nous sommes"
    page.save_revision().publish()
    assert "Qui nous sommes" in client.get("/a-propos/").text
    assert ContactPage.objects.count() == 1


def test_the_privacy_page_says_the_durations_of_the_code(client):
    """Whoever changes one of these changes the page too."""
    text = client.get("/confidentialite/").text.replace("\u00a0", " ").replace("\u202f", " ")
    said = {
        "bon quinze minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT == 15 * 60,
        "deux semaines": settings.SESSION_COOKIE_AGE == 14 * 24 * 3600,
        "disparaît sous un jour": timedelta(days=1) == UNCONFIRMED_LIFE,
        "disparaît au bout d’un jour": timedelta(days=1) == Takeout.LIFE,
        "douze mois après son dernier message": timedelta(days=365) == Conversation.KEPT,
        "au bout de douze heures": timedelta(hours=12) == waiting.LIFETIME,
        "au bout de trente jours": timedelta(days=30) == importing.LIFETIME,
        "trente jours au plus": timedelta(days=30) == DRAFT_LASTS,
        "un quart d’heure après la clôture": timedelta(minutes=15) == clock.GRACE,
        "six mots, qui retrouvent": RESUMING_LENGTH == 6,
        "à l’invitation et à ses rappels, puis": True,
        "quarante-cinq jours plus tard": timedelta(days=45) == freshness.SECOND_REMINDER,
        "soixante jours après le premier": timedelta(days=60) == freshness.SILENCE,
        "deux semaines au moins après le second": timedelta(days=14) == freshness.LAST_NOTICE,
        "Un an après sa dernière mise à jour": timedelta(days=365) == freshness.FRESH,
        "six mois après avoir été traitée": timedelta(days=180) == SUGGESTION_KEPT,
        "deux ans, et seulement": votes.LIFETIME == 2 * 365 * 24 * 3600,
        "est effacé sous un jour": timedelta(days=1) == Comment.UNCONFIRMED_LIFE,
        "moins de onze réponses": settings.SURVEY_MINIMUM == 11,
    }
    assert [words for words, true in said.items() if not true or words not in text] == []
    for cookie in (
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        *(DRAFT_COOKIE, START_COOKIE, tickets.DEVICE_COOKIE, tickets.COOKIE),
        votes.COOKIE,
    ):
        assert f">{cookie}</b>" in text


def test_what_is_left_to_complete_is_told_to_who_may_complete_it(client):
    page = StandardPage.objects.get(slug="mentions-legales")
    assert len(page.to_complete) == 3 and all("à compléter" in one for one in page.to_complete)
    client.force_login(EditorFactory())
    told = "page fixe où il reste à compléter entre crochets"
    assert told in client.get("/admin/").text
    form = client.get(reverse("editorial_unfinished"))
    assert form.status_code == 302 and form.url == f"/admin/pages/{page.pk}/edit/"
    moderator = UserFactory()
    moderator.groups.add(Group.objects.get(name="Modération"))
    client.force_login(moderator)
    assert told not in client.get("/admin/").text
    standing.load()
    client.force_login(EditorFactory())
    assert told not in client.get("/admin/").text
    assert client.get(reverse("editorial_unfinished")).url == "/admin/"


def test_the_legal_notice_of_the_demonstration_says_that_it_is_invented(client):
    assert standing.load() == 3
    text = client.get("/mentions-legales/").text
    assert "[" not in text.partition("<main")[2].partition("</main>")[0]
    assert "inventée pour cette démonstration" in text and "hébergeur inventé" in text
    assert standing.load() == 0, "an editor’s words are left alone"


def test_saving_a_page_tells_what_is_left_to_complete(client):
    page = StandardPage.objects.get(slug="mentions-legales")
    client.force_login(EditorFactory())
    form = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "introduction": page.introduction,
            "body": rich_text("<p>Éditée par [nom : à compléter] &lt;[autre]&gt;.</p>"),
            "comments": inline_formset([]),
        }
    )
    saved = client.post(f"/admin/pages/{page.pk}/edit/", form, follow=True)
    assert "Il reste à compléter\u00a0: [nom : à compléter]" in saved.text
