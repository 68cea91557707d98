"""Bringing in the responses of another tool: file, columns, words, report, confirmation."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from surveys import importing, mapping
from surveys.admin.base import Screens
from surveys.admin.downloads import csv_response
from surveys.admin.editions import EditionScreen
from surveys.admin.figures import FiguresExportView, FiguresRunView, FiguresView
from surveys.admin.runs import RunScreen, UploadForm
from surveys.models import Import

PER_PAGE = 50
SAMPLES = 3
COLUMNS, VALUES, REPORT = "colonnes", "valeurs", "bilan"


class ColumnsForm(forms.Form):
    """One select a column of the file."""

    def __init__(self, *args, run: Import, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        questions = mapping.asked(run.edition)
        options = mapping.targets(questions)
        suggestions = mapping.suggested(run, questions)
        for at, header in enumerate(run.headers[1:], start=2):
            seen = list(dict.fromkeys(row[at] for row in run.rows if row[at]))[:SAMPLES]
            self.fields[f"c{at}"] = forms.ChoiceField(
                label=header,
                required=False,
                choices=options,
                initial=suggestions[header],
                help_text=" · ".join(one[:60] for one in seen),
            )

    def clean(self) -> dict:
        data = super().clean()
        chosen = [target for target in data.values() if target]
        bare = [target.removesuffix(mapping.MONTHLY) for target in chosen]
        twice = {one for one in bare if bare.count(one) > 1}
        for name, target in list(data.items()):
            if target and target.removesuffix(mapping.MONTHLY) in twice:
                self.add_error(name, "Deux colonnes répondraient à la même question.")
        if not chosen and not self.errors:
            raise ValidationError("Dites au moins à quelle question répond une colonne.")
        return data

    @property
    def chosen(self) -> dict[str, str]:
        return {
            header: self.cleaned_data[f"c{at}"]
            for at, header in enumerate(self.run.headers[1:], start=2)
        }


class ValuesForm(forms.Form):
    """One select a text that is no choice of ours to the letter."""

    def __init__(self, *args, run: Import, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        questions = mapping.asked(run.edition)
        self.names: dict[str, tuple[str, str]] = {}
        for code, texts in mapping.words(run, questions).items():
            one = questions[code]
            for text, (written, suggestion) in texts.items():
                name = f"v{len(self.names)}"
                self.names[name] = (code, text)
                self.fields[name] = forms.ChoiceField(
                    label=f"{one.short_label} : « {written} »",
                    required=False,
                    choices=[
                        ("", "à refuser : la ligne ne sera pas gardée"),
                        (mapping.DECLINED, "sans réponse"),
                        *one.answers,
                    ],
                    initial=suggestion,
                )

    @property
    def chosen(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for name, (code, text) in self.names.items():
            found.setdefault(code, {})[text] = self.cleaned_data[name]
        return found


class ResponsesView(EditionScreen):
    page_title = "Importer des réponses"
    header_icon = "upload"
    template_name = "surveys/admin/import_responses.html"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "edition": self.edition,
            "refusal": importing.refusal(self.edition),
            "runs": self.edition.imports.filter(kind=Import.Kind.RESPONSES),
        }

    def form(self, *args) -> UploadForm:
        return UploadForm(*args, edition=self.edition, kind=Import.Kind.RESPONSES)

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self.answer(form=self.form())

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if importing.refusal(self.edition) or not form.is_valid():
            return self.answer(400, form=form)
        return redirect("surveys_imports:run", form.cleaned_data["run"].pk)


class RunView(RunScreen):
    page_title = "Import de réponses"
    header_icon = "upload"
    template_name = "surveys/admin/import_run.html"

    def at(self, stage: str) -> HttpResponse:
        return redirect(reverse("surveys_imports:run", args=[self.run.pk]) + f"?etape={stage}")

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        stage = request.GET.get("etape", COLUMNS)
        if self.run.state == Import.State.DONE:
            return self.answer(stage="fini", run=self.run)
        if stage == VALUES:
            return self.values()
        return self.report() if stage == REPORT else self.columns()

    def columns(self, form: ColumnsForm | None = None) -> HttpResponse:
        status = 400 if form else 200
        return self.answer(
            status, stage=COLUMNS, run=self.run, form=form or ColumnsForm(run=self.run)
        )

    def values(self, form: ValuesForm | None = None) -> HttpResponse:
        try:
            shown = form or ValuesForm(run=self.run)
        except mapping.Refused as error:
            messages.error(self.request, str(error))
            return self.at(COLUMNS)
        if not shown.fields:
            return self.at(REPORT)
        return self.answer(400 if form else 200, stage=VALUES, run=self.run, form=shown)

    def report(self) -> HttpResponse:
        found = importing.check(self.run)
        page = Paginator(found.refused, PER_PAGE).get_page(self.request.GET.get("p"))
        return self.answer(
            stage=REPORT,
            run=self.run,
            report=found,
            page_obj=page,
            refusal=importing.refusal(self.edition),
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        action = request.POST.get("action")
        if self.run.state == Import.State.DONE:
            return redirect("surveys_imports:run", self.run.pk)
        if action == "cancel":
            self.run.delete()
            messages.success(request, "Le fichier est oublié, rien n’a été importé.")
            return redirect("surveys_imports:responses", self.edition.pk)
        if action == COLUMNS:
            form = ColumnsForm(request.POST, run=self.run)
            if not form.is_valid():
                return self.columns(form)
            mapping.save_columns(self.run, form.chosen)
            return self.at(VALUES)
        if action == VALUES:
            try:
                form = ValuesForm(request.POST, run=self.run)
            except mapping.Refused as error:
                messages.error(request, str(error))
                return self.at(COLUMNS)
            if not form.is_valid():
                return self.values(form)
            mapping.save_values(self.run, form.chosen)
            return self.at(REPORT)
        if action == "confirm":
            try:
                found = importing.confirm(self.run)
            except mapping.Refused as error:
                messages.error(request, str(error))
                return redirect("surveys_imports:responses", self.edition.pk)
            messages.success(request, f"{found.kept} réponses importées.")
        return redirect("surveys_imports:run", self.run.pk)


class RefusedView(RunScreen):
    """The lines refused with the reasons, as a table to keep while correcting the file."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        found = importing.check(self.run) if self.run.rows else None
        lines = ([str(line), why] for line, why in (found.refused if found else ()))
        return csv_response(f"import-{self.run.pk}", ["ligne", "motif"], lines)


class ImportScreens(Screens):
    name = "surveys_imports"
    url_prefix = "enquete/imports"

    def get_urlpatterns(self) -> list:
        view = self.construct_view
        return [
            path("<int:pk>/reponses/", view(ResponsesView), name="responses"),
            path("reponses/<int:pk>/", view(RunView), name="run"),
            path("reponses/<int:pk>/refus.csv", view(RefusedView), name="refused"),
            path("<int:pk>/chiffres/", view(FiguresView), name="figures"),
            path("chiffres/<int:pk>/", view(FiguresRunView), name="figures_run"),
            path(
                "<int:pk>/chiffres.<str:extension>", view(FiguresExportView), name="figures_export"
            ),
        ]
