"""A reader comments, confirms by a code, is read and published, is answered, then erases."""

from django.utils import timezone
from playwright.sync_api import expect

from cmsite.editorial.models import Comment
from tests.comments import ADDRESS, code_in
from tests.factories import EditorFactory
from tests.journeys.hands import Pointer, sign_in
from tests.stories import article

WORDS = "Il manque la septième étape : prévenir le standard."


def test_a_comment_from_its_first_word_to_its_last(hand, new_context, mailoutbox):
    story = article(title="Le rond-point", published_on=timezone.localdate())
    page = hand.page
    page.goto(story.url)
    hand.press(page.get_by_role("link", name="Écrire un commentaire"))
    hand.write(page.get_by_label("Votre nom"), "Honorine")
    hand.write(page.get_by_role("textbox", name="Votre commentaire"), WORDS)
    hand.write(page.get_by_label("Votre adresse électronique"), ADDRESS)
    hand.press(page.get_by_role("button", name="Continuer"))
    page.get_by_label("Code reçu").wait_for()
    hand.write(page.get_by_label("Code reçu"), code_in(mailoutbox[-1]))
    hand.press(page.get_by_role("button", name="Confirmer mon commentaire"))
    expect(page.get_by_role("status").first).to_contain_text("une fois relu")
    expect(page.get_by_text(WORDS)).to_have_count(0)

    moderator = new_context().new_page()
    editor = EditorFactory()
    moderator.goto("/admin/")
    sign_in(Pointer(moderator), mailoutbox, editor.email)
    moderator.wait_for_url("**/admin/")
    moderator.goto("/admin/magazine/commentaires/")
    moderator.get_by_role("checkbox", name="Honorine").check()
    moderator.get_by_role("button", name="Publier", exact=True).last.click()
    expect(moderator.get_by_text("1 commentaire publié.")).to_be_visible()

    page.context.clear_cookies()
    page.goto(story.url)
    expect(page.get_by_text(WORDS)).to_be_visible()
    hand.press(page.get_by_role("link", name="L’effacer, s’il est de vous"))
    hand.write(page.get_by_label("Votre adresse électronique"), ADDRESS)
    hand.press(page.get_by_role("button", name="Recevoir un code"))
    expect(page.get_by_role("status").first).to_contain_text("un code y est parti")
    hand.write(page.get_by_label("Code reçu"), code_in(mailoutbox[-1]))
    hand.press(page.get_by_role("button", name="Effacer définitivement"))
    expect(page.get_by_role("status").first).to_contain_text("est effacé")
    assert not Comment.objects.exists()
