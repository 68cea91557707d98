"""The publication described to programs: schema.org Dataset, Frictionless data package."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from surveys.models import Publication
from surveys.opendata import citation, tidy


def address(name: str, year: int, revision: int) -> str:
    """Whole address of something of a revision, by the name of its route."""
    return settings.SITE_URL + reverse(f"surveys:{name}", args=[year, revision])


def description(content: Mapping[str, Any]) -> str:
    edition = content["edition"]
    text = (
        f"Tableaux publiés de l’enquête {edition['year']} : effectifs, salaires médians et "
        "quartiles, par question et par groupe.  Aucune réponse individuelle : un groupe de moins "
        f"de {content['method']['minimum']} réponses n’est pas publié."
    ).replace(".  ", ". ")
    return f"Données fictives. {text}" if edition["fictitious"] else text


def for_a_script(data: Mapping[str, Any]) -> SafeString:
    """JSON that no text in it can end the script element of."""
    text = json.dumps(data, ensure_ascii=False)
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return mark_safe(text)


def json_ld(content: Mapping[str, Any], head: Publication) -> dict[str, Any]:
    """https://schema.org/Dataset."""
    edition = content["edition"]
    year, revision = edition["year"], head.revision
    page = address("revision", year, revision)
    files = (("tables_csv", "text/csv"), ("publication_json", "application/json"))
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": citation.title(edition),
        "description": description(content),
        "url": settings.SITE_URL + reverse("surveys:results", args=[year]),
        "identifier": page,
        "version": str(revision),
        "inLanguage": "fr",
        "license": citation.LICENCE_URL,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": citation.AUTHOR, "url": settings.SITE_URL},
        "datePublished": citation.published_on(edition).date().isoformat(),
        "temporalCoverage": "/".join(
            citation.in_paris(edition[name]).date().isoformat()
            for name in ("opens_at", "closes_at")
        ),
        "spatialCoverage": {"@type": "Country", "name": "France"},
        "measurementTechnique": "Questionnaire en ligne, réponses volontaires",
        "citation": citation.full(edition, head, page),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": address(name, year, revision),
            }
            for name, kind in files
        ],
    }


def package(content: Mapping[str, Any], head: Publication) -> dict[str, Any]:
    """A Frictionless data package (https://specs.frictionlessdata.io/data-package/)."""
    edition = content["edition"]
    year, revision = edition["year"], head.revision
    table = tidy.csv_bytes(content, head)
    return {
        "profile": "tabular-data-package",
        "name": f"enquete-{year}-r{revision}",
        "id": address("revision", year, revision),
        "title": citation.title(edition),
        "description": description(content),
        "homepage": settings.SITE_URL + reverse("surveys:results", args=[year]),
        "version": str(revision),
        "created": edition["results_at"],
        "licenses": [
            {
                "name": citation.LICENCE_ID,
                "title": citation.LICENCE,
                "path": citation.LICENCE_URL,
            }
        ],
        "contributors": [
            {"title": citation.AUTHOR, "path": settings.SITE_URL, "role": "publisher"}
        ],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "tableaux",
                "title": "Tous les tableaux publiés, un nombre par ligne",
                "path": address("tables_csv", year, revision),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(table),
                "hash": f"sha256:{hashlib.sha256(table).hexdigest()}",
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
                "schema": tidy.schema(),
            }
        ],
    }
