"""Reading results: where one’s pay stands stays in the page; the explorer by keyboard; paper."""

import pytest

from tests.published import published

YEAR = 2031
URL = f"/enquete/{YEAR}/resultats/"


@pytest.fixture
def edition(live_server):
    return published(year=YEAR)


def test_where_a_pay_stands_never_leaves_the_page(new_context, edition):
    page = new_context().new_page()
    page.goto(URL)
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    address = page.url
    amount = page.get_by_label("Salaire brut annuel", exact=True)
    amount.fill("29,5 k€")
    amount.press("Enter")
    told = page.locator("[data-position]")
    told.wait_for()
    assert "Parmi" in told.inner_text() and "Tous les salariés" in told.inner_text()
    page.get_by_label("Parmi").select_option(label="De 5 à 9 ans")
    assert "De 5 à 9 ans" in told.inner_text()
    amount.fill("beaucoup")
    page.get_by_role("button", name="Me situer").click()
    assert "Écrivez un montant" in told.inner_text()
    assert amount.get_attribute("aria-invalid") == "true"
    assert sent == []
    assert page.url == address
    assert page.evaluate("Object.keys(localStorage).length + document.cookie.length") == 0
    for field in page.locator("[data-situer] :is(input, select)").all():
        assert field.get_attribute("name") is None


def test_without_scripts_one_reads_the_table_oneself(new_context, edition):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(URL)
    assert not page.get_by_role("button", name="Me situer").is_visible()
    page.get_by_text("Lire soi-même le tableau").click()
    assert page.get_by_role("table").filter(has_text="Tous les salariés").is_visible()


def test_the_explorer_by_keyboard_keeps_its_state_in_the_address(new_context, edition):
    page = new_context().new_page()
    page.goto(f"/enquete/{YEAR}/explorer/?mesure=salaire&selon=genre")
    assert page.locator("#salaire-genre").is_visible()
    page.get_by_label("Selon", exact=True).focus()
    with page.expect_response(lambda response: "selon=region" in response.url):
        page.get_by_label("Selon", exact=True).select_option("region")
    page.locator("#salaire-region").wait_for()
    assert "selon=region" in page.url
    assert page.evaluate("document.activeElement.id") == "e-selon"
    page.go_back()
    page.locator("#salaire-genre").wait_for()
    assert "selon=genre" in page.url


def test_the_explorer_works_without_scripts(new_context, edition):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"/enquete/{YEAR}/explorer/")
    page.get_by_label("Mesure").select_option("salaire")
    page.get_by_label("Selon", exact=True).select_option("anciennete")
    page.get_by_role("button", name="Montrer").click()
    assert page.locator("#salaire-anciennete").is_visible()
    assert "selon=anciennete" in page.url


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_overflows(new_context, edition, width):
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    for url in (URL, f"{URL}salaire-region/", f"/enquete/{YEAR}/explorer/", "/enquete/api/"):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
