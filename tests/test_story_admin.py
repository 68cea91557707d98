"""Writing in the administration: what is checked, when it appears, what changed."""

import json
import re
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from wagtail.admin.icons import get_icons
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cmsite.editorial import checks, schedule
from cmsite.editorial.models import Article, ArticleIndexPage, HomePage, Interview
from tests.factories import EditorFactory
from tests.pictures import picture
from tests.stories import article, stored

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def editor(client):
    user = EditorFactory(is_superuser=True)
    client.force_login(user)
    return user


def form(*body, **fields) -> dict:
    """What the page of an article sends."""
    return nested_form_data(
        {
            **{"title": "Un titre", "slug": "un-titre", "standfirst": "Deux phrases."},
            **{"author_name": "Solène", "author_profile": "", "section": "methode", "tags": ""},
            **{"series": "", "replies_to": "", "published_on": "2026-06-01"},
            **{"drawing": "phare", "comments_allowed": "on", "comments_days": "90"},
            **{"seo_title": "", "search_description": "", "cosigners": inline_formset([])},
            "body": streamfield(body),
            **fields,
        }
    )


def text(words: str = "Bonjour") -> tuple:
    return ("text", rich_text(f"<p>{words}</p>"))


# --- Checks -----------------------------------------------------------------------------------
def test_what_is_worth_a_look_is_told_and_holds_nothing_back(client, editor):
    index = ArticleIndexPage.objects.get()
    url = f"/admin/pages/add/editorial/article/{index.pk}/"
    body = [("subheading", "Trop tôt"), ("heading", "Partie"), ("heading", "Partie"), text()]
    answer = client.post(url, form(*body, search_description="Court."), follow=True)
    assert Article.objects.get().slug == "un-titre"
    for words in ("avant le premier intertitre", "là deux fois", "très courte"):
        assert answer.text.count(words) >= 2  # said at once, and in the page


def test_a_picture_without_alternative_text_is_refused_at_its_field(client, editor):
    index = ArticleIndexPage.objects.get()
    shown = {"image": picture().pk, "alternative": "", "caption": "", "credit": "Nous"}
    answer = client.post(
        f"/admin/pages/add/editorial/article/{index.pk}/",
        form(("picture", shown), **{"action-publish": "1"}),
    )
    assert answer.status_code == 200 and not Article.objects.exists()
    assert "pour qui ne la voit pas" in answer.text


def test_warnings():
    told = checks.warnings(title="t" * 71, description="d" * 161, body=[])
    assert "71 caractères" in told[0] and "161 caractères" in told[1]
    assert not checks.warnings(title="t" * 70, description="d" * 160, body=[("heading", "A")])
    assert not checks.warnings(title="t", description="", body=[("text", ""), ("heading", "A")])


def test_a_text_does_not_answer_itself():
    page = article()
    page.replies_to = page
    with pytest.raises(Exception, match="pas à lui-même"):
        page.full_clean()


# --- When it appears --------------------------------------------------------------------------
def test_dates_are_said_plainly():
    at = datetime(2026, 12, 3, 8, tzinfo=PARIS)
    said = {"wished_at": None, "leaves_at": None, "live": False, "now": at - timedelta(days=1)}

    def plain(**more) -> str:
        words = schedule.in_words(**{"appears_at": None, **said, **more})
        return words.replace("\xa0", " ")

    assert plain(appears_at=at) == "Sera publié le 3 décembre 2026 à 8 h."
    assert plain(appears_at=at, live=True).startswith("Une nouvelle version sera publiée le 3")
    assert "confirmée" in plain(wished_at=at)
    assert plain(leaves_at=at + timedelta(minutes=5)) == "Sera retiré le 3 décembre 2026 à 8 h 05."
    assert plain() == ""


def test_a_scheduled_article_says_when_everywhere_then_appears(client, editor, time_machine):
    time_machine.move_to(datetime(2026, 6, 15, 10, tzinfo=PARIS), tick=False)
    page = article(title="À venir", live=False)
    page.go_live_at = datetime(2026, 6, 20, 8, 30, tzinfo=PARIS)
    page.save_revision().publish()
    words = "publié le 20\xa0juin 2026 à 8\xa0h\xa030"
    listed = client.get(f"/admin/pages/{page.get_parent().pk}/").text
    edited = client.get(f"/admin/pages/{page.pk}/edit/").text
    preview = client.get(f"/admin/pages/{page.pk}/view_draft/").text
    for html in (listed, edited, preview):
        assert words in html.replace("&nbsp;", "\xa0"), html[:200]
    assert client.get(page.get_url()).status_code == 404
    time_machine.move_to(datetime(2026, 6, 20, 8, 31, tzinfo=PARIS), tick=False)
    call_command("publish_scheduled", stdout=StringIO())
    assert client.get(page.get_url()).status_code == 200
    assert words not in client.get(f"/admin/pages/{page.pk}/edit/").text


# --- What changed -----------------------------------------------------------------------------
def test_two_versions_are_compared_block_by_block_in_french(client, editor):
    page = article(body=[("text", "<p>Avant.</p>"), ("quote", {"text": "Ancienne"})])
    first = page.save_revision()
    raw = list(page.body.raw_data)
    raw[0]["value"] = "<p>Après.</p>"
    raw[1]["value"] = {**raw[1]["value"], "text": "Nouvelle"}
    page.body = json.dumps([dict(one) for one in raw])
    page.tags.add("veille")
    second = page.save_revision()
    html = client.get(f"/admin/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/").text
    for words in ("Avant", "Après", "Ancienne", "Nouvelle", "Texte", "Comparer"):
        assert words in html, words
    assert "Comparing" not in html and "Fields" not in html


def test_a_version_keeps_who_signs_and_the_subjects():
    page = article()
    page.cosigners.create(name="Hugo", sort_order=0)
    page.tags.add("veille")
    draft = page.save_revision().as_object()
    assert [one.name for one in draft.cosigners.all()] == ["Hugo"]
    assert [tag.name for tag in draft.tags.all()] == ["veille"]
    page.save_revision().publish()
    page.save_revision().publish()
    assert [tag.name for tag in Article.objects.get().tags.all()] == ["veille"]


def test_every_word_of_the_editing_page_is_french(client, editor):
    page = article(body=[("text", "<p>Un.</p>")])
    html = client.get(f"/admin/pages/{page.pk}/edit/").text
    for words in ("Cosignataire", "en réponse à", "sujets", "Commentaires", "Qui signe"):
        assert words.lower() in html.lower(), words


def test_reading_time_is_kept_with_the_page():
    page = article(body=[("text", "<p>" + "mot " * 221 + "</p>")])
    assert page.words == 221 and page.reading_minutes == 2
    page.body = stored([("text", "<p>Un mot.</p>")])
    page.save()
    assert Article.objects.defer("body").get().reading_minutes == 1


@pytest.mark.parametrize("model", [Article, HomePage, Interview])
def test_every_block_that_may_be_chosen_has_an_icon_that_exists(model):
    sprite = str(get_icons())
    blocks = model._meta.get_field("body").stream_block.child_blocks
    wanted = {name: block.meta.icon for name, block in blocks.items()}
    assert not {name for name, icon in wanted.items() if f'id="icon-{icon}"' not in sprite}


def test_a_draft_tells_by_which_buttons_it_is_planned(client, editor):
    """The names of Wagtail’s own buttons, in the language of the administration."""
    page = article(live=False)
    page.save_revision()
    text = client.get(f"/admin/pages/{page.pk}/edit/").text
    told = text.partition("personne ne le lit encore.")[2].partition("</p>")[0]
    rest = text.replace(told, "")
    assert "Programmer pour publication" in told
    assert re.search(r">\s*Programmer\s*</button>", rest)
