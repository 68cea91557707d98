"""An editor writes an article, previews it, plans it, publishes it, compares and goes back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cmsite.editorial.models import Article, ArticleIndexPage
from tests.factories import EditorFactory
from tests.journeys.hands import Pointer, sign_in


def press(page: Page, name: str) -> None:
    """An action of the bar at the bottom: the first one shows, the others are behind an arrow."""
    bar = page.locator("footer")
    button = bar.get_by_role("button", name=name)
    if not button.first.is_visible():
        bar.get_by_role("button", name="Plus d’actions").or_(
            bar.locator("[data-w-dropdown-target=toggle]")
        ).first.click()
    button.first.click()


@pytest.mark.each_database
def test_an_article_is_written_planned_published_compared_and_put_back(new_context, mailoutbox):
    page = new_context().new_page()
    editor = EditorFactory(is_superuser=True)
    index = ArticleIndexPage.objects.get()
    page.goto("/admin/")
    sign_in(Pointer(page), mailoutbox, editor.email)
    page.wait_for_url("**/admin/")
    page.goto(f"/admin/pages/add/editorial/article/{index.pk}/")
    page.locator("#id_title").fill("Un premier titre")
    page.locator("#id_standfirst").fill("Deux phrases pour commencer.")
    page.locator("#id_author_name").fill("Solène")
    page.locator("[data-streamfield-stream-container] button[title]").first.click()
    page.get_by_role("option", name="intertitre", exact=True).first.click()
    page.locator("[name='body-0-value']").fill("Pourquoi écrire")
    press(page, "Enregistrer le brouillon")
    page.wait_for_url("**/edit/")
    story = Article.objects.get()
    assert not story.live and story.latest_revision.content["title"] == "Un premier titre"

    page.goto(f"/admin/pages/{story.pk}/view_draft/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Un premier titre")
    expect(page.get_by_role("heading", name="Pourquoi écrire")).to_be_visible()

    # Planned, as the panel of dates does: the page then says when, in so many words.
    story.go_live_at = timezone.now() + timedelta(days=3)
    story.save_revision(user=editor).publish(user=editor)
    page.goto(f"/admin/pages/{story.pk}/edit/")
    expect(page.get_by_text("Sera publié le").first).to_be_visible()
    page.goto(f"/admin/pages/{index.pk}/")
    expect(page.get_by_text("sera publié le").first).to_be_visible()

    story = Article.objects.get()
    story.go_live_at = None
    first = story.save_revision(user=editor)
    first.publish(user=editor)
    page.goto(f"/admin/pages/{story.pk}/edit/")
    page.locator("[name='body-0-value']").fill("Pourquoi relire")
    press(page, "Publier")
    expect(page.locator(".messages")).to_contain_text("publié")
    reader = new_context().new_page()
    reader.goto("/articles/un-premier-titre/")
    expect(reader.get_by_role("heading", name="Pourquoi relire")).to_be_visible()

    story.refresh_from_db()
    latest = story.latest_revision_id
    page.goto(f"/admin/pages/{story.pk}/revisions/compare/{first.pk}...{latest}/")
    expect(page.locator("main").get_by_text("relire").first).to_be_visible()
    expect(page.locator("main").get_by_text("écrire").first).to_be_visible()

    page.goto(f"/admin/pages/{story.pk}/revisions/{first.pk}/revert/")
    expect(page.locator("[name='body-0-value']")).to_have_value("Pourquoi écrire")
    press(page, "Publier cette version")
    expect(page.locator(".messages")).to_contain_text("publié")
    reader.reload()
    expect(reader.get_by_role("heading", name="Pourquoi écrire")).to_be_visible()
