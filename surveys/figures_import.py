"""Figures that others have published, as rows of a table, in and out."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from import_export import fields, resources, widgets
from tablib import Dataset
from wagtail.log_actions import log

from map.folding import fold
from surveys.importing import LINE
from surveys.mapping import Refused
from surveys.models import ArchivedFigure, Edition, Import

# Name of the column: what people call it too.
SYNONYMS = {
    "mesure publiée": ("mesure", "ce qui est mesure", "libelle", "indicateur", "label"),
    "valeur": ("valeur publiee", "value"),
    "nombre": ("number", "valeur numerique"),
    "code": ("code de la mesure", "measure"),
    "source": ("origine", "publie par"),
    "adresse": ("adresse de la source", "url", "lien"),
    "réserve": ("note", "remarque", "reserves"),
}
REQUIRED = ("mesure publiée", "valeur", "source")


class Text(widgets.CharWidget):
    def __init__(self, missing: str = "") -> None:
        super().__init__()
        self.missing = missing

    def clean(self, value, row=None, **kwargs) -> str:
        if self.missing and not value:
            raise ValueError(self.missing)
        return value or ""


class Number(widgets.Widget):
    def clean(self, value, row=None, **kwargs) -> float | None:
        if not value:
            return None
        plain = value.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
        try:
            number = float(plain.replace(",", "."))
        except ValueError:
            raise ValueError(f"« {value[:40]} » n’est pas un nombre : écrivez 26830.") from None
        if not abs(number) < 1e12:
            raise ValueError("Ce nombre est démesuré.")
        return number

    def render(self, value, obj=None, **kwargs) -> str:
        # As many figures as a number was typed with, and no « e+06 »: it is read again as it was.
        return "" if value is None else f"{value:.15g}"


class ArchivedFigureResource(resources.ModelResource):
    """Appended to what the edition has; a figure it has already is left as it is."""

    label = fields.Field("label", "mesure publiée", Text("Dites ce qui est mesuré."))
    value = fields.Field("value", "valeur", Text("Donnez la valeur publiée."))
    number = fields.Field("number", "nombre", Number())
    measure = fields.Field("measure", "code", Text())
    source = fields.Field("source", "source", Text("Un chiffre sans source n’entre pas."))
    source_url = fields.Field("source_url", "adresse", Text())
    note = fields.Field("note", "réserve", Text())

    class Meta:
        model = ArchivedFigure
        fields = ("label", "value", "number", "measure", "source", "source_url", "note")
        import_id_fields = ()
        force_init_instance = True
        clean_model_instances = True
        skip_diff = True

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self.edition = edition
        kept = list(edition.archived_figures.values_list("label", "value", "source", "sort_order"))
        self.known = {tuple(one[:3]) for one in kept}
        self.next_order = max((one[3] or 0 for one in kept), default=-1) + 1

    def before_save_instance(self, instance: ArchivedFigure, row, **kwargs) -> None:
        instance.sort_order = self.next_order
        self.next_order += 1

    def import_instance(self, instance: ArchivedFigure, row, **kwargs) -> None:
        instance.edition = self.edition
        super().import_instance(instance, row, **kwargs)
        key = (instance.label, instance.value, instance.source)
        if key in self.known:
            raise ValidationError("L’édition a déjà ce chiffre, de cette source.")
        self.known.add(key)


class Report(NamedTuple):
    kept: list[tuple[int, list[str]]]  # line, cells in the order of SYNONYMS
    refused: list[tuple[int, str]]


def columns_of(run: Import) -> dict[str, int]:
    """{our column: rank of theirs}; raises Refused, naming what is missing."""
    ranks = {fold(header): at for at, header in reversed(list(enumerate(run.headers)))}
    found = {}
    for ours, others in SYNONYMS.items():
        names = (fold(ours), *others)
        rank = next((ranks[name] for name in names if name in ranks), None)
        if rank is not None:
            found[ours] = rank
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        raise Refused(
            f"Il manque {'la colonne' if len(missing) == 1 else 'les colonnes'} "
            f"« {' », « '.join(missing)} »."
        )
    return found


def check(run: Import) -> Report:
    """A dry run; raises Refused."""
    return _go(run, dry_run=True)


@transaction.atomic
def confirm(run: Import) -> Report:
    """Write what `check` keeps, once; raises Refused."""
    edition = Edition.objects.select_for_update().get(pk=run.edition_id)
    run = Import.objects.select_for_update().get(pk=run.pk)
    if run.state == Import.State.DONE:
        raise Refused("Ce fichier vient d’être importé : rien n’est fait deux fois.")
    if not edition.archived:
        raise Refused("Seule une édition archivée garde des chiffres publiés ailleurs.")
    report = _go(run, dry_run=False)
    run.state, run.rows, run.headers = Import.State.DONE, [], []
    run.kept, run.refused = len(report.kept), len(report.refused)
    run.save()
    log(
        instance=edition,
        action="surveys.import",
        data={"file": run.filename, "kept": run.kept, "kind": run.get_kind_display()},
    )
    return report


def _go(run: Import, *, dry_run: bool) -> Report:
    ranks = columns_of(run)
    lines = [
        [row[0], *(row[ranks[ours] + 1] if ours in ranks else "" for ours in SYNONYMS)]
        for row in run.rows
    ]
    result = ArchivedFigureResource(run.edition).import_data(
        Dataset(*lines, headers=[LINE, *SYNONYMS]), dry_run=dry_run, use_transactions=True
    )
    ours = [*result.base_errors, *(one for _, found in result.row_errors() for one in found)]
    for error in ours:
        raise error.error
    wrong = {row.number: _explained(row) for row in result.invalid_rows}
    return Report(
        [(int(line[0]), line[1:]) for at, line in enumerate(lines, start=1) if at not in wrong],
        [(int(lines[at - 1][0]), why) for at, why in sorted(wrong.items())],
    )


def _explained(row) -> str:
    names = {field.attribute: field.column_name for field in ArchivedFigureResource.fields.values()}
    return " ".join(
        f"{names[attribute]} : {message}" if attribute in names else message
        for attribute, found in row.error_dict.items()
        for message in found
    )


def exported(edition: Edition) -> Dataset:
    figures = edition.archived_figures.order_by("sort_order", "pk")
    return ArchivedFigureResource(edition).export(figures)
