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


def test_a_video_plays_in_place_of_its_picture_once_asked(hand, faults):
    from tests.pictures import picture
    from tests.stories import article

    value = {
        "title": "Une leçon",
        "poster": picture().pk,
        "address": "https://youtu.be/abcdef12345",
    }
    story = article(body=[("video", value)])
    player = "https://www.youtube-nocookie.com/embed/abcdef12345?autoplay=1"
    page = hand.page
    page.context.route(
        "https://www.youtube-nocookie.com/**",
        lambda route: route.fulfill(
            body="<p>Ça tourne.</p>", content_type="text/html; charset=utf-8"
        ),
    )
    page.goto(story.url)
    page.wait_for_load_state("networkidle")
    assert faults == []
    hand.press(page.get_by_role("link", name="Voir « Une leçon »"))
    playing = page.frame_locator(".video iframe").frame_locator("iframe")
    expect(playing.get_by_text("Ça tourne.")).to_be_visible()
    assert page.get_by_role("link", name="L’ouvrir sur youtu.be").is_visible()
    # Nobody else was asked for anything, and by that press alone.
    assert faults == [f"requête vers un autre hôte : {player}"]
    faults.clear()
