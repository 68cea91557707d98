"""Bring the tables of this room up to the data files: only what differs is written."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from map.gazetteer import read_places, table
from map.models import Commune, Department, Postcode, Region


@dataclass(frozen=True)
class Changes:
    """How many rows were written or removed, by table."""

    regions: int
    departments: int
    communes: int
    postcodes: int

    @property
    def total(self) -> int:
        return self.regions + self.departments + self.communes + self.postcodes


def slug(name: str) -> str:
    """« Côtes-d’Armor » → « cotes-d-armor »."""
    return slugify(name.replace("’", "-"))


def load() -> Changes:
    """Make régions, départements, communes and postcodes equal to the data files.

    Rows the files no longer have stay, except postcodes: a profile may point at a commune that
    has since merged.  Two loads at once: the second finds nothing to do.
    """
    regions = [(row["code"], row["name"], slug(row["name"])) for row in table("regions")]
    departments = [
        (row["code"], row["name"], slug(row["name"]), row["region"]) for row in table("departments")
    ]
    places = read_places()
    communes = [
        (
            place.code,
            place.name,
            place.folded_name,
            place.department,
            place.parent,
            place.latitude,
            place.longitude,
            place.population,
        )
        for place in places
    ]
    # Arrondissements point at their city: cities first.
    communes.sort(key=lambda row: (row[4] is not None, row[0]))
    with transaction.atomic():
        return Changes(
            upsert(Region, ["code", "name", "slug"], regions),
            upsert(Department, ["code", "name", "slug", "region_id"], departments),
            upsert(
                Commune,
                [
                    "code",
                    "name",
                    "folded_name",
                    "department_id",
                    "parent_id",
                    "latitude",
                    "longitude",
                    "population",
                ],
                communes,
            ),
            replace_postcodes({(code, place.code) for place in places for code in place.postcodes}),
        )


def upsert(model: type[Model], columns: list[str], rows: list[tuple]) -> int:
    """Insert or update the rows that differ from the table; their number.

    `columns` names the attributes in the order of the values, the primary key first.
    """
    present = set(model.objects.order_by().values_list(*columns))
    changed = [row for row in rows if row not in present]
    fields = [model._meta.get_field(column.removesuffix("_id")).name for column in columns]
    model.objects.bulk_create(
        [model(**dict(zip(columns, row, strict=True))) for row in changed],
        batch_size=5000,
        update_conflicts=True,
        unique_fields=fields[:1],
        update_fields=fields[1:],
    )
    return len(changed)


def replace_postcodes(wanted: set[tuple[str, str]]) -> int:
    """Make the pairs (postcode, commune code) of the table those wanted; how many changed.

    Postcodes of communes outside the files are left alone.
    """
    present = {
        (code, commune): key
        for key, code, commune in Postcode.objects.order_by().values_list(
            "pk", "code", "commune_id"
        )
    }
    known = {commune for _, commune in wanted}
    gone = [key for pair, key in present.items() if pair not in wanted and pair[1] in known]
    missing = sorted(wanted - present.keys())
    for start in range(0, len(gone), 500):
        Postcode.objects.filter(pk__in=gone[start : start + 500]).delete()
    Postcode.objects.bulk_create(
        [Postcode(code=code, commune_id=commune) for code, commune in missing], batch_size=5000
    )
    return len(gone) + len(missing)
