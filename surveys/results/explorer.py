"""Choose among published tables; nothing is ever computed from responses."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from surveys.results import shelf
from surveys.results.caching import never_stale
from surveys.results.pages import frame, redirect_early, trail
from surveys.results.shelf import Shelf
from surveys.telling import menu
from surveys.telling.menu import Menu

EMPTY = ("", "–")


class ExplorerForm(forms.Form):
    """What one may choose, as the publication offers it; names are those of the address."""

    mesure = forms.ChoiceField(label="Mesure", required=False)
    selon = forms.ChoiceField(label="Selon", required=False)
    puis = forms.ChoiceField(label="Et selon", required=False)
    avec = forms.ChoiceField(label="À côté de l’édition", required=False)
    a = forms.CharField(label="Un groupe", required=False, max_length=60)
    b = forms.CharField(label="Un autre groupe", required=False, max_length=60)

    def __init__(self, data: Any, offered: Menu, years: list[int]):
        super().__init__(data)
        fields = self.fields
        fields["mesure"].choices = offered.measures
        fields["selon"].choices = [EMPTY, *offered.breakdowns]
        fields["puis"].choices = [EMPTY, *offered.breakdowns]
        fields["avec"].choices = [EMPTY, *((str(year), str(year)) for year in years)]
        for name in ("mesure", "selon", "puis", "avec"):
            fields[name].error_messages["invalid_choice"] = (
                "Ce choix n’est pas parmi les tableaux publiés."
            )


@require_safe
def explore(request: HttpRequest, year: int) -> HttpResponse:
    """The table that was chosen, beside another group or edition; else the nearest ones."""
    edition = shelf.visible_or_404(year)
    if edition.archived:
        return redirect(edition.get_results_url())
    found = Shelf.of(edition, timezone.now())
    if found is None:
        return redirect_early(edition)
    offered = found.reading.menu
    others = [one.edition.year for one in found.heads if one.edition.year != year]
    form = ExplorerForm(request.GET, offered, sorted(others, reverse=True))
    valid = form.is_valid()
    chosen = form.cleaned_data if valid else {}
    measure, wanted = choice(chosen, offered)
    figure = offered.find(measure, wanted) if valid else None
    context = frame(found) | {
        "form": form,
        "offered": offered,
        "measure": measure,
        "wanted": wanted,
        "figure": figure,
        "nearest": [] if figure else offered.nearest(measure, wanted),
        "breadcrumbs": trail(year, "Résultats", "Explorer"),
        "alone": True,
    }
    if figure:
        context["groups"] = groups = menu.groups(figure)
        pair = chosen.get("a", ""), chosen.get("b", "")
        context["pair"] = menu.compared(figure, *pair)
        context["unknown_groups"] = [code for code in pair if code and code not in dict(groups)]
    if valid and chosen.get("avec"):
        context |= beside(found, int(chosen["avec"]), measure, wanted)
    response = render(request, "surveys/explorer.html", context, status=200 if valid else 400)
    return never_stale(response)


def choice(chosen: dict[str, Any], offered: Menu) -> tuple[str, list[str]]:
    """The measure and along what; for who has chosen nothing yet, the first published table."""
    measure = chosen.get("mesure") or ""
    wanted = list(dict.fromkeys(filter(None, (chosen.get("selon"), chosen.get("puis")))))
    if not measure and not wanted and offered.offers:
        return offered.offers[0].measure, sorted(offered.offers[0].along)
    if not measure and offered.measures:
        measure = offered.measures[0][0]
    return measure, wanted


def beside(found: Shelf, year: int, measure: str, wanted: list[str]) -> dict[str, Any]:
    """The same table in another edition."""
    reading = found.reading_of(year)
    return {
        "beside_year": year,
        "beside": reading.menu.find(measure, wanted),
        "beside_fictitious": reading.content["edition"]["fictitious"],
    }
