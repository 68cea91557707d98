"""The frame of every page, by keyboard and on a phone."""

import pytest


def test_the_skip_link_leads_to_the_content_by_keyboard(page):
    page.goto("/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Aller au contenu")
    assert link.evaluate("element => element === document.activeElement")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_the_home_page_never_scrolls_sideways_on_a_phone(phone):
    phone.goto("/")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_home_page_opens_without_javascript(without_javascript):
    response = without_javascript.goto("/")
    assert response.status == 200
    assert without_javascript.get_by_role("heading", level=1).count() == 1


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: red">x</p>',
        '<img src="http://ailleurs.example/x.png" alt="">',
        '<iframe src="http://ailleurs.example/"></iframe>',
    ],
)
def test_a_page_that_breaks_the_policy_is_noticed(page, faults, markup):
    page.goto("/")
    assert not faults
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate("markup => document.body.insertAdjacentHTML('beforeend', markup)", markup)
    assert faults
    faults.clear()
