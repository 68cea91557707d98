"""A remark on a question is written where it is folded, counted, and found again."""

from playwright.sync_api import expect

from surveys.models import Draft
from tests.journeys.test_respondent import go_on
from tests.respondents import short_edition


def test_a_remark_is_written_counted_and_found_again(hand):
    edition = short_edition()
    page = hand.page
    page.goto(f"/enquete/{edition.year}/repondre/")
    hand.choose(page.get_by_label("Oui, aujourd’hui"))
    remark = page.get_by_label("Votre remarque")
    expect(remark).to_be_hidden()
    hand.press(page.get_by_text("Une remarque sur cette question"))
    hand.write(remark, "é" * 299)
    expect(page.get_by_text("Encore 1 caractère.")).to_be_visible()
    # What a browser without the limit would send.
    remark.evaluate("field => field.removeAttribute('maxlength')")
    hand.write(remark, "é" * 312)
    go_on(hand)
    expect(page.get_by_role("alert")).to_contain_text("312 caractères, pour 300 au plus")
    expect(remark).to_be_visible()
    expect(page.get_by_text("12 caractères de trop.")).to_be_visible()
    hand.write(remark, "Et si l’on a exercé hier ?")
    go_on(hand)
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre poste")
    assert Draft.objects.get().answers["exercice.remarque"] == "Et si l’on a exercé hier ?"
    hand.press(page.get_by_role("button", name="Précédent"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Votre poste")
    expect(remark).to_have_value("Et si l’on a exercé hier ?")
