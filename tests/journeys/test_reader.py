"""A reader opens the results just before and just after their instant."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.survey_rows import answered

RESULTS_AT = datetime(2027, 6, 28, 7, 0, tzinfo=UTC)  # 9 h in Paris


def test_results_appear_at_their_instant_without_anyone(hand, time_machine):
    edition = answered(
        300,
        year=2027,
        opens_at=RESULTS_AT - timedelta(days=60),
        closes_at=RESULTS_AT - timedelta(days=10),
        results_at=RESULTS_AT,
        closed=False,
    )
    page = hand.page
    time_machine.move_to(RESULTS_AT - timedelta(seconds=1), tick=False)
    page.goto(edition.get_results_url())
    expect(page.get_by_role("main")).to_contain_text("28 juin 2027")
    assert "€" not in page.get_by_role("main").inner_text()

    time_machine.move_to(RESULTS_AT, tick=False)
    page.goto("/")
    hand.press(page.get_by_role("link", name="Lire les résultats").first)
    expect(page.get_by_role("main")).to_contain_text("Médiane")
    expect(page.get_by_role("main")).to_contain_text("moins de 11 réponses")
    table = page.locator("details").filter(has=page.locator("table")).first
    assert not table.get_by_role("table").is_visible()
    hand.press(table.locator("summary"))
    expect(table.get_by_role("table")).to_be_visible()


def test_an_interview_is_read_from_the_front_page(hand):
    from tests.stories import interview

    interview(title="Cette nuit-là, le compte est devenu le standard")
    page = hand.page
    page.goto("/")
    hand.press(page.get_by_role("main").get_by_role("link", name="Cette nuit-là").last)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cette nuit-là")
