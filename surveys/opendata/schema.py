"""JSON Schema (2020-12) of the sealed file."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from surveys.publishable import MINIMUM, ROUNDING

TEXT = {"type": "string"}
CODE = {"type": "string"}
# Null is what is not published: never 0.
COUNT = {"type": ["integer", "null"], "minimum": MINIMUM, "multipleOf": ROUNDING}
BASE = {"type": ["integer", "null"], "minimum": MINIMUM}
AMOUNT = {"type": ["integer", "null"]}
FLAG = {"type": "boolean"}


def record(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
    }


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


COUNT_ROWS = many(record({"code": CODE, "label": TEXT, "count": COUNT}))
QUANTILES = dict.fromkeys(("median", "low", "high", "q1", "q3", "p10", "p90", "mean"), AMOUNT)
LEFT_OUT = many(record({"code": CODE, "label": TEXT, "reason": TEXT}))

TABLES = record(
    {
        "total": COUNT,
        "minimum": {"type": "integer", "minimum": MINIMUM},
        "counts": many(
            record(
                {
                    "code": CODE,
                    "title": TEXT,
                    "question": TEXT,
                    "rows": COUNT_ROWS,
                    "rest": COUNT,
                }
            )
        ),
        "bands": many(
            record(
                {
                    "code": CODE,
                    "title": TEXT,
                    "population": TEXT,
                    "unit": TEXT,
                    "rows": many(
                        record(
                            {
                                "low": AMOUNT,
                                "high": AMOUNT,
                                "count": {**COUNT, "type": "integer"},
                            }
                        )
                    ),
                }
            )
        ),
        "stats": many(
            record(
                {
                    "measure": CODE,
                    "breakdown": TEXT,
                    "title": TEXT,
                    "population": TEXT,
                    "unit": TEXT,
                    "rows": many(
                        record(
                            {
                                "code": CODE,
                                "label": TEXT,
                                "base": BASE,
                                **QUANTILES,
                                "at_least": FLAG,
                            }
                        )
                    ),
                }
            )
        ),
    },
    multis=many(
        record(
            {
                "code": CODE,
                "title": TEXT,
                "question": TEXT,
                "base": {"type": "integer", "minimum": MINIMUM},
                "rows": COUNT_ROWS,
                "at_least": FLAG,
            }
        )
    ),
    crosses=many(
        record(
            {
                "breakdown": CODE,
                "question": CODE,
                "title": TEXT,
                "columns": many(record({"code": CODE, "label": TEXT, "members": many(CODE)})),
                "rows": many(
                    record(
                        {
                            "code": CODE,
                            "label": TEXT,
                            "floor": {"type": "integer", "minimum": MINIMUM},
                            "step": {"type": "integer", "minimum": 1},
                            "shares": many({"type": "integer", "minimum": 0, "maximum": 100}),
                        }
                    )
                ),
                "hidden": LEFT_OUT,
                "left_out": LEFT_OUT,
                "multi": FLAG,
            }
        )
    ),
    gaps=many(
        record(
            {
                "measure": CODE,
                "kind": {"enum": ["brut", "egal"]},
                "percent": AMOUNT,
                "reason": TEXT,
            }
        )
    ),
    exclusions={
        "anyOf": [{"type": "null"}, record({"rows": COUNT_ROWS, "total": COUNT})],
    },
    weighted={"type": ["object", "null"]},
)


def publication() -> dict[str, Any]:
    """The schema of `publication.json`, whatever the edition."""
    moment = {"type": "string", "format": "date-time"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": settings.SITE_URL + reverse("surveys:api_schema"),
        "title": "Publication d’une édition de l’enquête",
        **record(
            {
                "schema": {"type": "integer", "minimum": 1},
                "rules": {"type": "integer", "minimum": 1},
                "edition": record(
                    {
                        "year": {"type": "integer"},
                        "title": TEXT,
                        "fictitious": FLAG,
                        "method": TEXT,
                        "opens_at": moment,
                        "closes_at": moment,
                        "results_at": moment,
                    }
                ),
                "method": {"type": "object"},
                "tables": TABLES,
            }
        ),
    }
