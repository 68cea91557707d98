"""The front page gathers what there is and hides what there is not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cmsite.editorial.models import HomePage
from tests.factories import EditionFactory, EditorFactory, ProfileFactory, UserFactory, commune
from tests.stories import article, interview
from tests.test_toolbox import make

pytestmark = pytest.mark.django_db


def main(client):
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def test_empty_site_has_a_front_page_without_empty_sections(client):
    page = main(client)
    assert "La carte de France des community managers" in page
    for absent in ("Au magazine", "Repères", "arriver en ville", "directions", "jalons"):
        assert absent not in page


def test_search_box_leads_to_the_map(client):
    assert 'action="/carte/"' in main(client)


@pytest.mark.parametrize(
    ("opens_in", "expected"),
    [
        (10, "L’enquête ouvrira le"),
        (-10, "Répondre à l’enquête"),
        (-60, "Les résultats paraîtront le"),
        (-120, "Lire les résultats"),
    ],
)
def test_call_follows_the_clock_of_the_edition(client, opens_in, expected):
    edition = EditionFactory(opens_at=timezone.now() + timedelta(days=opens_in))
    page = main(client)
    assert expected in page
    assert str(edition.year) in page
    assert page.count("<li", page.index("jalons"), page.index("</ol>")) == 3


def test_open_edition_is_called_before_a_published_one(client):
    EditionFactory(year=2031, published=True)
    EditionFactory(year=2030)
    page = main(client)
    assert 'href="/enquete/2030/"' in page
    assert "Répondre à l’enquête" in page


def test_draft_edition_is_not_shown(client):
    EditionFactory(year=2040, opens_at=None, closes_at=None, results_at=None)
    assert "2040" not in main(client)


def test_fictitious_edition_says_so(client):
    EditionFactory(fictitious=True)
    assert "données sont fictives" in main(client)


def test_dates_are_those_of_paris(client):
    EditionFactory(
        year=2026,
        opens_at=datetime(2026, 1, 31, 23, 30, tzinfo=UTC),
        closes_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
        results_at=datetime(2199, 1, 1, 12, tzinfo=UTC),
    )
    page = main(client)
    assert "1er février" in page
    assert "31 janvier" not in page


def test_a_date_of_another_year_says_which(client):
    EditionFactory(
        year=2026,
        opens_at=datetime(2026, 1, 10, 12, tzinfo=UTC),
        closes_at=datetime(2026, 2, 10, 12, tzinfo=UTC),
        results_at=datetime(2199, 3, 1, 12, tzinfo=UTC),
    )
    page = main(client)
    assert "<b>10 janvier</b>" in page
    assert "<b>1er mars 2199</b>" in page


def test_latest_stories_lead(client):
    article(title="Ancien article", published_on="2026-01-01")
    interview(title="Entretien du jour", published_on="2027-02-01")
    page = main(client)
    assert page.index("Entretien du jour") < page.index("Ancien article")


def test_newest_profiles_and_busiest_regions(client):
    ProfileFactory(name="Inès Cherfaoui")
    ProfileFactory(name="Sacha Bertin")
    ProfileFactory(name="Gwenaël Le Bihan", commune=commune("29232"))
    ProfileFactory(name="Pas En Ligne", live=False)
    page = main(client)
    assert "3 professionnels sur la carte" in page
    assert page.index("Auvergne-Rhône-Alpes") < page.index("Bretagne")
    assert 'href="/community-managers/bretagne/"' in page
    assert "Pas En Ligne" not in page


@pytest.mark.parametrize("count", [1, 12])
def test_few_queries_however_much_there_is(client, reader, count, django_assert_max_num_queries):
    for _ in range(count):
        article()
        interview()
        ProfileFactory()
        EditionFactory()
    client.get("/")
    with django_assert_max_num_queries(15):
        client.get("/")


def test_signed_in_visitor_sees_the_same_page(client):
    anonymous = main(client)
    client.force_login(UserFactory())
    assert main(client) == anonymous


# --- Composed by an editor --------------------------------------------------------------------
def compose(*blocks) -> HomePage:
    page = HomePage.objects.get()
    page.body = [{"type": name, "value": value} for name, value in blocks]
    page.save_revision().publish()
    return page


def test_blocks_stand_in_the_order_given_under_the_titles_given(client):
    article(title="Un article")
    ProfileFactory()
    compose(("profiles", {"heading": "Les nouveaux"}), ("latest", {"count": 1, "heading": "Lire"}))
    page = main(client)
    assert page.index("Les nouveaux") < page.index("Lire") < page.index("Un article")
    assert "Au magazine" not in page and "arriver en ville" not in page


def test_without_any_block_the_page_is_the_usual_one(client):
    article(title="Un article")
    compose()
    page = main(client)
    assert "Un article" in page and "Posez votre panneau" in page


def test_the_interview_is_the_one_chosen_or_the_next_not_yet_shown(client):
    chosen = interview(title="Choisi", published_on="2025-01-01")
    interview(title="Dernier", published_on="2027-01-01")
    compose(("interview", {"page": chosen.pk}))
    assert "Choisi" in main(client) and "Dernier" not in main(client)
    chosen.unpublish()
    assert "Choisi" not in main(client)
    compose(("latest", {"count": 1}), ("interview", {}))
    assert main(client).count(">Dernier<") == 1


def test_tools_show_when_there_are_some(client):
    assert "Nouveaux dans la boîte" not in main(client)
    make("Écholoc")
    assert "Nouveaux dans la boîte" in main(client) and "Écholoc" in main(client)


def test_an_editor_composes_it_in_the_admin(client):
    client.force_login(EditorFactory())
    page = client.get(f"/admin/pages/{HomePage.objects.get().pk}/edit/").text.lower()
    for label in ("nouveaux profils", "derniers articles et entretiens", "revue de web"):
        assert label in page
