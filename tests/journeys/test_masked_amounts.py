"""Somebody answers with a neighbour looking on: amounts are hidden on the screen, everywhere."""

import pytest
from playwright.sync_api import expect

from surveys.models import Draft
from tests.journeys.hands import Pointer
from tests.journeys.test_respondent import go_on
from tests.respondents import SALARIED, core_edition

BEFORE_PAY = SALARIED[:5]


@pytest.fixture
def page(new_context):
    return new_context().new_page()


def choose(page, edition, screens) -> None:
    """Tick or write what the names of inputs say, and go on, up to the screen of pay."""
    page.goto(f"/enquete/{edition.year}/repondre/")
    for number, screen in enumerate(screens, start=2):
        for name, value in screen.items():
            field = page.locator(f'[name="{name}"]')
            if field.first.get_attribute("type") == "radio":
                page.locator(f'[name="{name}"][value="{value}"]').check()
            elif name == "region":
                field.select_option(value)
            else:
                field.fill(value)
        go_on(Pointer(page))
        page.wait_for_url(f"**/repondre/{number}/")


def seen(page) -> str:
    """What a neighbour reads: the text of the page and of its inputs, dots where it is masked."""
    return page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const masked = (element) => getComputedStyle(element).webkitTextSecurity === "disc";
          let read = "";
          while (walker.nextNode()) {
            const text = walker.currentNode;
            if (!text.parentElement.checkVisibility()) continue;
            read += masked(text.parentElement) ? "•" : text.data;
          }
          for (const field of document.querySelectorAll("input[type=text]"))
            read += masked(field) ? "•" : field.value;
          return read.replace(/[\\u202f\\u00a0]/g, " ");
        }"""
    )


def test_amounts_are_hidden_wherever_they_are_said_and_shown_on_demand(page):
    edition = core_edition()
    choose(page, edition, BEFORE_PAY)
    page.get_by_label("Temps plein").check()
    page.get_by_label("par mois").check()
    page.get_by_label("Montant en euros").fill("217")
    button = page.get_by_role("button", name="Masquer à l’écran")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert "217" in seen(page)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert "217" not in seen(page)
    assert page.get_by_label("Montant en euros").input_value() == "217"

    # Said back to be confirmed: masked from the first paint on, the rest of the sentence read.
    go_on(Pointer(page))
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Je confirme ce montant")).to_be_visible()
    said = seen(page)
    assert "Vous avez écrit" in said and "gardé à 500 € près" in said
    assert not [amount for amount in ("217", "2 604", "2 500") if amount in said]
    expect(page.get_by_role("button", name="Masquer à l’écran")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_label("Montant en euros").fill("2 400")
    go_on(Pointer(page))

    page.wait_for_url("**/relecture/")
    assert Draft.objects.get().answers["salaire"] == 29000
    show = page.get_by_role("button", name="Afficher les montants")
    expect(show).to_be_visible()
    said = seen(page)
    assert "brut par an" in said and "29 000" not in said and "2 420" not in said
    show.click()
    assert "29 000 €" in seen(page)
    page.reload()
    assert "29 000 €" in seen(page)
    page.get_by_role("button", name="Masquer à l’écran").click()
    assert "29 000" not in seen(page)


def test_what_was_hidden_is_hidden_before_the_page_is_whole(page):
    """The class is there as soon as there is a body, so before anything can be painted."""
    edition = core_edition()
    choose(page, edition, BEFORE_PAY)
    page.get_by_role("button", name="Masquer à l’écran").click()
    page.add_init_script(
        """new MutationObserver((_, watcher) => {
          if (!document.body) return;
          watcher.disconnect();
          window.early = document.documentElement.className;
        }).observe(document, { childList: true, subtree: true });"""
    )
    page.reload()
    assert page.evaluate("window.early") == "montants-caches"


def test_without_a_script_nothing_of_it_is_shown(new_context):
    edition = core_edition()
    page = new_context(java_script_enabled=False).new_page()
    choose(page, edition, BEFORE_PAY)
    expect(page.get_by_label("Montant en euros")).to_be_visible()
    assert page.get_by_role("button", name="Masquer").count() == 0
