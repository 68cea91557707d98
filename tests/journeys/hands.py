"""Two ways of using a page, with the same words: a finger on a phone, or the keyboard alone."""

import re

from playwright.sync_api import Locator, Page

MOST_TABS = 250


class Pointer:
    """Touches or clicks."""

    def __init__(self, page: Page):
        self.page = page

    def press(self, button: Locator) -> None:
        button.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def choose(self, option: Locator) -> None:
        """A radio button or a checkbox."""
        option.check()

    def select(self, field: Locator, label: str) -> None:
        field.select_option(label=label)


class Keyboard:
    """Tab, the arrows, space and enter; never a pointer."""

    def __init__(self, page: Page):
        self.page = page

    def reach(self, target: Locator) -> None:
        """Tab until `target` has the focus; a page where that never happens fails."""
        target.wait_for()
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"le clavier n’atteint jamais {target}")

    def press(self, button: Locator) -> None:
        self.reach(button)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, option: Locator) -> None:
        """Radio buttons are one stop of the Tab key: the arrows go on from there."""
        option.wait_for(state="attached")
        if option.get_attribute("type") == "checkbox":
            self.reach(option)
            if not option.is_checked():
                self.page.keyboard.press("Space")
            return
        name = option.get_attribute("name")
        group = self.page.locator(f'input[type=radio][name="{name}"]')
        for _ in range(MOST_TABS):
            if group.evaluate_all("all => all.includes(document.activeElement)"):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"le clavier n’atteint jamais {name}")
        for _ in range(group.count() + 1):
            if option.evaluate("element => element === document.activeElement"):
                if not option.is_checked():
                    self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"les flèches n’atteignent jamais {option}")

    def select(self, field: Locator, label: str) -> None:
        self.reach(field)
        self.page.keyboard.type(label)


def sign_in(hand: Pointer | Keyboard, mailbox: list, email: str) -> None:
    """From the page that asks for an address, through the code sent to it."""
    page = hand.page
    hand.write(page.get_by_label("Votre adresse électronique"), email)
    hand.press(page.get_by_role("button", name="Recevoir un code"))
    page.get_by_label("Code reçu par courriel").wait_for()
    [code] = re.findall(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mailbox[-1].body, re.MULTILINE)
    assert mailbox[-1].to == [email]
    hand.write(page.get_by_label("Code reçu par courriel"), code)
    hand.press(page.get_by_role("button", name="Se connecter"))
