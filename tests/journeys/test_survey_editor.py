"""An editor copies last year’s survey, looks at it as it will be, announces it; then it opens."""

from datetime import timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from surveys.models import Edition, Response
from tests.edition_forms import EDITIONS, local
from tests.factories import EditorFactory
from tests.journeys.hands import Pointer, sign_in
from tests.respondents import core_edition


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("footer").get_by_role("button", name="Enregistrer").click()


def test_last_years_survey_is_copied_looked_at_announced_and_opens(new_context, mailoutbox):
    last = core_edition(year=timezone.now().year, published=True)
    page = new_context().new_page()
    page.goto(reverse(f"{EDITIONS}:edit", args=[last.pk]))
    sign_in(Pointer(page), mailoutbox, EditorFactory(is_superuser=True).email)
    page.get_by_role("link", name=f"Copier pour {last.year + 1}").click()
    page.get_by_role("button", name=f"Copier pour {last.year + 1}").click()
    expect(page.locator("#id_year")).to_have_value(str(last.year + 1))
    form = page.url
    edition = Edition.objects.get(year=last.year + 1)
    assert edition.state() == "draft"

    page.get_by_role("link", name="Aperçu").first.click()
    for link in ("Ouverte", "Personnes à leur compte"):
        page.get_by_label("Aperçu", exact=True).get_by_role("link", name=link).click()
    page.get_by_role("link", name="Relecture").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Relisez, puis envoyez")
    expect(page.get_by_text("Quel est votre tarif journalier")).to_be_visible()
    assert not Response.objects.exists()

    page.goto(form)
    opens = timezone.now() + timedelta(days=3)
    for name, moment in {
        "opens_at": opens,
        "closes_at": opens + timedelta(days=30),
        "results_at": opens + timedelta(days=60),
    }.items():
        page.locator(f"#id_{name}").fill(local(moment))
        page.keyboard.press("Escape")
    save(page)
    expect(page.get_by_text("sera annoncée aussitôt")).to_be_visible()
    page.get_by_label("Je confirme ces dates").check()
    save(page)
    page.goto(edition.get_absolute_url())
    expect(page.get_by_role("main")).to_contain_text("L’enquête ouvrira le")
    expect(page.get_by_role("link", name="Répondre à l’enquête")).to_have_count(0)

    with time_machine.travel(opens + timedelta(minutes=1)):
        page.reload()
        expect(page.get_by_role("link", name="Répondre à l’enquête").first).to_be_visible()
        # What is asked stands from now on.
        page.goto(form)
        page.locator("#id_edition_questions-0-step").fill("9")
        save(page)
        expect(page.get_by_text("ne se changent plus").first).to_be_visible()
