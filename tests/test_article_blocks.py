"""Each kind of block in an article, as read."""

import json
import re

import html5lib
import pytest
from django.core.exceptions import ValidationError

from cmsite.editorial.blocks.links import check_address
from cmsite.editorial.models import Article
from cmsite.toolbox.models import Indicator, Tool
from tests.factories import ProfileFactory
from tests.pictures import picture
from tests.stories import article

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


def tool(**fields) -> Tool:
    defaults = {"name": "Veilleuse", "slug": "veilleuse", "stage": "veille", "what_for": "Lire."}
    return Tool.objects.create(**{**defaults, "live": True, **fields})


def indicator(**fields) -> Indicator:
    defaults = {
        **{"name": "Portée", "slug": "portee", "family": "visibilite"},
        **{"definition": "Combien voient.", "source": "L’outil.", "pitfalls": "Voir n’est rien."},
    }
    return Indicator.objects.create(**{**defaults, "live": True, **fields})


def points(*titles: str) -> tuple:
    return ("points", {"points": [{"title": title, "text": "<p>Suite.</p>"} for title in titles]})


TABLE = (
    "table",
    {
        "caption": "Critères",
        "columns": [{"type": "text", "heading": "Outil"}, {"type": "text", "heading": "Prix"}],
        "rows": [{"values": ["Veilleuse", "Gratuit"]}],
    },
)
COMPARISON = (
    "comparison",
    {
        **{"left_title": "Interne", "left": ["La voix", "Les accès"]},
        **{"right_title": "Externe", "right": ["Le regard"]},
    },
)


def read(client, *body, **fields) -> str:
    response = client.get(article(body=list(body), **fields).url)
    assert response.status_code == 200
    return response.text


def test_headings_have_anchors_and_long_texts_a_table_of_contents(client):
    html = read(client, *[("heading", name) for name in ("L’été", "Après", "Après")])
    for anchor in ("l-ete", "apres", "apres-2"):
        assert f'<h2 id="{anchor}">' in html and f'href="#{anchor}"' in html
    assert "Dans cet article" in html
    assert "Dans cet article" not in read(client, ("heading", "Seul"))


def test_points_are_numbered_through_the_page_and_each_has_an_address(client):
    html = read(client, points("Un", "Deux"), ("heading", "Suite"), points("Trois"))
    assert re.findall(r'<li id="point-(\d)">', html) == ["1", "2", "3"]
    assert 'href="#point-3"' in html and '<ol class="points" start="3">' in html


def test_two_columns_tables_and_lists_to_tick(client):
    html = read(
        client,
        COMPARISON,
        TABLE,
        ("checklist", {"title": "Avant d’ouvrir", "items": ["Un but", "Un règlement"]}),
    )
    for words in ("Interne", "Les accès", "Externe", "Le regard", "Avant d’ouvrir"):
        assert words in html
    assert html.count('type="checkbox"') == 2
    assert '<th scope="col">Prix</th>' in html and "<td>Gratuit</td>" in html


def test_pictures_are_sized_lazy_and_modern(client):
    image = picture()
    html = read(
        client,
        (
            "picture",
            {"image": image.pk, "alternative": "Un plan", "caption": "Le plan", "credit": "CC BY"},
        ),
    )
    tag = re.search(r"<picture>.*?</picture>", html, re.S)[0]
    assert 'type="image/avif"' in tag and 'type="image/webp"' in tag
    shown = re.search(r"<img[^>]*>", tag)[0]
    for attribute in ('alt="Un plan"', 'width="', 'height="', 'loading="lazy"', "sizes="):
        assert attribute in shown
    assert "CC BY" in html and "Le plan" in html


def test_a_video_asks_nothing_of_anybody_before_the_click(client):
    html = read(
        client,
        (
            "video",
            {
                **{"title": "Une leçon", "poster": picture().pk, "duration": "4 min"},
                "address": "https://www.videos.example/42",
                "summary": "Quelqu’un parle.",
            },
        ),
    )
    loaded = re.findall(
        r'<(?:img|source|iframe|script|link|video)[^>]*(?:src|srcset|href)="([^"]*)', html
    )
    assert loaded and all("videos.example" not in address for address in loaded)
    link = re.search(r'<a href="https://www.videos.example/42"[^>]*>', html)[0]
    assert 'target="_blank"' in link and "noopener noreferrer" in link
    assert "sur videos.example" in html and "Quelqu’un parle." in html


def test_cards_of_tools_and_indicators_leave_with_what_they_show(client):
    one, two = tool(), indicator()
    cards = [("tool", {"tool": one.pk, "comment": "Sobre."}), ("indicator", {"indicator": two.pk})]
    page = article(body=cards)
    html = client.get(page.url).text
    for words in ("Veilleuse", "Sobre.", "Portée", "Voir n’est rien."):
        assert words in html
    type(one).objects.update(live=False)
    type(two).objects.update(live=False)
    html = client.get(page.url).text
    assert "Veilleuse" not in html and "Portée" not in html
    one.delete()
    two.delete()
    assert client.get(page.url).status_code == 200


def test_the_card_of_a_profile_shows_what_a_visitor_may_see_and_disappears(client):
    profile = ProfileFactory(name="Awa Morel")
    page = article(body=[("profile", {"profile": profile.pk})])
    assert profile.get_absolute_url() in client.get(page.url).text
    profile.visibility = "inscrits"
    profile.save()
    html = client.get(page.url).text
    assert profile.get_absolute_url() not in html and "Awa Morel" not in html
    profile.delete()
    assert client.get(page.url).status_code == 200


def test_a_call_leads_only_to_pages(client):
    html = read(
        client,
        ("call", {"title": "À vous", "text": "", "label": "Répondre", "address": "/enquete/"}),
    )
    assert '<a class="bouton" href="/enquete/">Répondre</a>' in html
    check_address("https://exemple.fr/x")
    for wrong in (
        "javascript:alert(1)",
        "//ailleurs.example",
        "data:text/html,x",
        "/\\ailleurs",
        "x",
    ):
        with pytest.raises(ValidationError):
            check_address(wrong)


def typed(text: str, link: str = "https://exemple.fr/") -> str:
    """What the editor of rich text stores when somebody types this, linked."""
    state = {
        "blocks": [
            {
                **{"key": "a", "type": "unstyled", "depth": 0, "text": text},
                "inlineStyleRanges": [],
                "entityRanges": [{"key": 0, "offset": 0, "length": 3}],
            }
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}},
    }
    field = Article._meta.get_field("body").stream_block.child_blocks["text"].field
    return str(field.widget.value_from_datadict({"a": json.dumps(state)}, {}, "a"))


def test_script_in_every_field_is_only_text(client):
    rich = typed(SCRIPT, "javascript:alert(1)")
    body = [
        ("heading", SCRIPT),
        ("subheading", SCRIPT),
        ("text", rich),
        ("note", {"text": rich}),
        ("quote", {"text": SCRIPT, "person": SCRIPT, "organisation": SCRIPT, "source": ""}),
        ("points", {"points": [{"title": SCRIPT, "text": rich}]}),
        ("steps", {"steps": [{"title": SCRIPT, "text": SCRIPT}]}),
        (
            "comparison",
            dict.fromkeys(("left_title", "right_title"), SCRIPT)
            | {"left": [SCRIPT], "right": [SCRIPT]},
        ),
        ("checklist", {"title": SCRIPT, "items": [SCRIPT]}),
        ("table", {**TABLE[1], "caption": SCRIPT, "rows": [{"values": [SCRIPT, SCRIPT]}]}),
        ("call", {**dict.fromkeys(("title", "text", "label"), SCRIPT), "address": "/x"}),
        (
            "picture",
            {
                "image": picture(SCRIPT).pk,
                **dict.fromkeys(("alternative", "caption", "credit"), SCRIPT),
            },
        ),
        (
            "video",
            {
                **dict.fromkeys(("title", "summary", "duration"), SCRIPT),
                **{"poster": picture().pk, "address": "https://v.example/"},
            },
        ),
    ]
    html = client.get(article(body=body, standfirst=SCRIPT, author_name=SCRIPT).url).text
    assert html.count("alert(1)") > 20
    document = html5lib.parse(html, namespaceHTMLElements=False)
    found = [node for node in document.iter("script") if "alert" in (node.text or "")]
    assert {node.get("type") for node in found} <= {"application/ld+json"}  # data, never run
    addresses = [node.get("href") or "" for node in document.iter("a")]
    assert not [address for address in addresses if address.lower().startswith("javascript")]


def test_what_an_editor_types_breaks_no_line_before_its_punctuation(client):
    html = read(
        client, ("text", '<p>Combien ? 20 000 € : « oui » <a href="/carte/?q=a ;b">non</a></p>')
    )
    assert "Combien\u202f? 20\u202f000\u202f€\u00a0: «\u202foui\u202f»" in html


def test_an_image_without_alternative_or_credit_is_refused():
    block = Article._meta.get_field("body").stream_block.child_blocks["picture"]
    value = block.to_python({"image": picture().pk, "alternative": "", "caption": "", "credit": ""})
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert set(refused.value.block_errors) == {"alternative", "credit"}
    assert "pour qui ne la voit pas" in str(refused.value.block_errors["alternative"])
