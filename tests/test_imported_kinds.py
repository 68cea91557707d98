"""An imported edition that asks every kind of question, sealed and read like any other."""

import csv
import io
import json
import random
from datetime import timedelta

import jsonschema
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from surveys import importing, mapping
from surveys.models import Edition, Import, Publication, Question
from surveys.results.shelf import Shelf
from tests.factories import EditionFactory, QuestionFactory, ask

pytestmark = pytest.mark.django_db
YEAR = 2024
COUNT = 700
STANDARD = ("exercice", "intitule", "genre", "age", "region", "contrat", "salaire", "tjm")
Kind = Question.Kind
OTHERS = [
    (Kind.MULTI, "reseaux", {"instagram": "Instagram", "linkedin": "LinkedIn", "aucun": "Aucun"}),
    (Kind.SCALE, "satisfaction", {str(rank): f"Degré {rank}" for rank in range(1, 6)}),
    (Kind.NUMBER, "comptes", {}),
    (Kind.MONEY, "budget", {}),
    (Kind.TEXT, "manque", {}),
]
HEADERS = [*STANDARD, *(code for _, code, _ in OTHERS)]
# « ( » and formulas too: whatever people write.
SAID = ("Du temps ; des collègues", '=HYPERLINK("x")', "🙂", "", "Rien, « merci »\nvraiment")


@pytest.fixture
def edition() -> Edition:
    """A draft; groups along an age, a region and a title, crossed with several and a scale."""
    Question.objects.load_bank()
    for kind, code, choices in OTHERS:
        QuestionFactory(
            code=f"{code}-essai",
            kind=kind,
            label=f"Question {code} ?",
            short_label=code.capitalize(),
            scale=Question.Scale.MONTHLY if kind == Kind.MONEY else "",
            lowest=0 if kind == Kind.NUMBER else None,
            highest=100 if kind == Kind.NUMBER else None,
            choices=choices,
        )
    codes = [*STANDARD, *(f"{code}-essai" for _, code, _ in OTHERS)]
    made = EditionFactory(year=YEAR, opens_at=None, closes_at=None, results_at=None)
    ask(made, *(Question.objects.get(code=code) for code in codes))
    asked = made.edition_questions
    assert set(asked.values_list("question__kind", flat=True)) == set(Kind.values)
    asked.filter(question__code="salaire").update(branch="salarie")
    asked.filter(question__code="tjm").update(branch="a-mon-compte")
    along = ["intitule", "genre", "age", "region"]
    asked.filter(question__code__in=along).update(breaks_down=True)
    crossed = ["reseaux-essai", "satisfaction-essai", "contrat"]
    asked.filter(question__code__in=crossed).update(crossed=True)
    return made


def sheet() -> str:
    """A file as another tool writes it: words for choices, an age in figures, empty cells."""
    draw, text = random.Random(3), io.StringIO()
    writer = csv.writer(text)
    writer.writerow([code if code in STANDARD else f"{code}-essai" for code in HEADERS])
    for _ in range(COUNT):
        employed = draw.random() < 0.7
        row = {
            "exercice": "aujourdhui",
            "intitule": draw.choice(["Community manager", "Social media manager"]),
            "genre": draw.choices(["Femme", "Homme"], [65, 35])[0],
            "age": draw.randint(19, 60),
            "region": draw.choice(["11", "84"]),
            "contrat": "cdi" if employed else "freelance",
            "salaire": f"{draw.randrange(22, 45)}k" if employed else "",
            "tjm": "" if employed else draw.randrange(200, 500, 10),
            "reseaux": draw.choice(["Instagram;LinkedIn", "Instagram", "Aucun", ""]),
            "satisfaction": draw.choice("12345"),
            "comptes": draw.choice([0, 3, 12, 100, ""]),
            "budget": draw.choice([0, 150, "1 500", ""]),
            "manque": draw.choice(SAID),
        }
        if draw.random() < 0.05:
            row[draw.choice(HEADERS[1:])] = ""
        writer.writerow([row[code] for code in HEADERS])
    return text.getvalue()


def test_every_kind_is_imported_sealed_and_published(client, edition):
    run = importing.receive(edition, Import.Kind.RESPONSES, sheet().encode(), "tout.csv")
    mapping.save_columns(run, mapping.suggested(run, mapping.asked(edition)))
    report = importing.confirm(run)
    assert (report.kept, report.refused) == (COUNT, [])
    kinds = {type(value) for one in edition.responses.all() for value in one.answers.values()}
    assert kinds == {str, int, list, type(None)}

    now = timezone.now()
    Edition.objects.filter(pk=edition.pk).update(
        opens_at=now - timedelta(days=40),
        closes_at=now - timedelta(days=9),
        results_at=now - timedelta(days=1),
    )
    call_command("seal_editions")
    edition.refresh_from_db()
    publication = Publication.objects.get(edition=edition)

    page = client.get(edition.get_results_url())
    assert page.status_code == 200 and "Médiane" in page.content.decode()
    content = json.loads(client.get(reverse("surveys:results_json", args=[YEAR])).content)
    schema = client.get(reverse("surveys:api_schema")).json()
    jsonschema.validate(content, schema, jsonschema.Draft202012Validator)

    tables = publication.tables
    assert {"genre", "age", "region", "satisfaction-essai"} <= {one.code for one in tables.counts}
    for one in (tables.stat("salaire"), tables.stat("tjm"), tables.stat("comptes-essai")):
        assert one.national.median is not None
    figures = {figure.code for figure in Shelf.of(edition).reading.figures}
    assert {"reseaux-essai", "satisfaction-essai", "profil-comptes-essai"} <= figures
    for crossed in ("reseaux-essai-par-", "satisfaction-essai-par-"):
        assert [code for code in figures if code.startswith(crossed)], crossed
    for code in figures:
        for name in ("figure", "figure_csv"):
            assert client.get(reverse(f"surveys:{name}", args=[YEAR, code])).status_code == 200
    for name in ("explorer", "edition_method", "results_csv", "results_package"):
        assert client.get(reverse(f"surveys:{name}", args=[YEAR])).status_code == 200
    # What was written freely is nowhere.
    told = page.content.decode() + json.dumps(content, ensure_ascii=False)
    assert not [words for words in SAID if words and words in told]
