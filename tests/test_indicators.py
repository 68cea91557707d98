"""The library of indicators: complete, in families, each with its permanent address."""

import json
import re

import pytest
from django.core.management import call_command

from cmsite.toolbox.models import Indicator, Tool
from tests.factories import EditorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    call_command("load_indicators", verbosity=0)


def test_the_library_is_whole_and_loads_once(library):
    indicators = list(Indicator.objects.published())
    assert len(indicators) >= 15
    assert {one.family for one in indicators} == set(Indicator.Family.values)
    for one in indicators:
        one.full_clean()
    changed = indicators[0]
    Indicator.objects.filter(pk=changed.pk).update(name="Revu par la rédaction", live=False)
    call_command("load_indicators", verbosity=0)
    assert Indicator.objects.count() == len(indicators)
    changed.refresh_from_db()
    assert changed.name == "Revu par la rédaction" and not changed.live


def test_the_list_has_an_anchor_for_each(client, library):
    text = client.get("/outils/indicateurs/").text
    for one in Indicator.objects.published():
        assert f'id="{one.slug}"' in text and f'href="{one.get_absolute_url()}"' in text
    terms = json.loads(re.search(r'ld\+json">(.*?)</script>', text)[1])["hasDefinedTerm"]
    assert len(terms) == Indicator.objects.count()


def test_a_page_says_how_and_what_not(client, library):
    one = Indicator.objects.get(slug="taux-d-engagement")
    text = client.get(one.get_absolute_url()).text
    assert "portée × 100" in text and "dénominateur" in text
    assert f'href="/outils/indicateurs/#{one.slug}"' in text


def test_a_draft_stays_unseen(client, library):
    Indicator.objects.filter(slug="portee").update(live=False)
    assert client.get("/outils/indicateurs/portee/").status_code == 404
    assert 'id="portee"' not in client.get("/outils/indicateurs/").text


def test_an_empty_library_says_so(client):
    assert "n’est pas encore garnie" in client.get("/outils/indicateurs/").text


def test_no_tool_takes_the_address_of_the_library(client):
    client.force_login(EditorFactory())
    form = {"name": "Indicateurs", "slug": "indicateurs", "stage": "veille", "what_for": "Rien."}
    response = client.post(
        "/admin/snippets/toolbox/tool/add/", form | {"description": "null", "status": "actif"}
    )
    assert "Cette adresse est prise" in response.text
    assert not Tool.objects.exists()
