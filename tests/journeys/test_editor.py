"""An editor writes an article, previews it, plans it, publishes it, compares and goes back."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from cmsite.editorial.models import Article, ArticleIndexPage
from tests.factories import EditorFactory
from tests.journeys.hands import Pointer, sign_in


def press(page: Page, name: str) -> None:
    """An action of the bar at the bottom: the first one shows, the others are behind an arrow."""
    button = page.get_by_role("button", name=name, exact=True).locator("visible=true")
    if not button.count():
        page.locator("footer [data-w-dropdown-target=toggle]").click()
    button.first.click()


def save(page: Page) -> None:
    press(page, "Enregistrer le brouillon")
    expect(page.get_by_text("enregistré").first).to_be_visible()


def test_an_article_is_written_planned_published_compared_and_put_back(new_context, mailoutbox):
    page = new_context().new_page()
    editor = EditorFactory(is_superuser=True)
    index = ArticleIndexPage.objects.get()
    page.goto("/admin/")
    sign_in(Pointer(page), mailoutbox, editor.email)
    page.wait_for_url("**/admin/")
    page.goto(f"/admin/pages/add/editorial/article/{index.pk}/")
    page.get_by_label("Titre*", exact=False).first.fill("Un premier titre")
    page.get_by_label("Chapô").fill("Deux phrases pour commencer.")
    page.get_by_label("Signature").first.fill("Solène")
    page.locator("[data-streamfield-stream-container] button[title]").first.click()
    page.get_by_role("option", name="intertitre", exact=True).first.click()
    page.locator("[name='body-0-value']").fill("Pourquoi écrire")
    save(page)
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
    expect(page.get_by_text("publié").first).to_be_visible()
    reader = new_context().new_page()
    reader.goto("/articles/un-premier-titre/")
    expect(reader.get_by_role("heading", name="Pourquoi relire")).to_be_visible()

    story.refresh_from_db()
    page.goto(f"/admin/pages/{story.pk}/revisions/compare/{first.pk}...{story.latest_revision_id}/")
    expect(page.get_by_text("relire").first).to_be_visible()
    expect(page.get_by_text("écrire").first).to_be_visible()

    page.goto(f"/admin/pages/{story.pk}/revisions/{first.pk}/revert/")
    press(page, "Publier cette version") if page.get_by_role(
        "button", name="Publier cette version"
    ).count() else press(page, "Remplacer le brouillon actuel")
    reader.reload()
