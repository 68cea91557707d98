"""Figures that others have published: import with a dry run, export."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from surveys import figures_import, mapping
from surveys.admin.downloads import TYPES, download, table
from surveys.admin.editions import EditionScreen
from surveys.admin.runs import RunScreen, UploadForm
from surveys.models import Import


class FiguresView(EditionScreen):
    page_title = "Chiffres publiés"
    header_icon = "upload"
    template_name = "surveys/admin/import_figures.html"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "edition": self.edition,
            "count": self.edition.archived_figures.count(),
            "columns": list(figures_import.SYNONYMS),
            "required_columns": figures_import.REQUIRED,
            "runs": self.edition.imports.filter(kind=Import.Kind.FIGURES),
        }

    def form(self, *args) -> UploadForm:
        return UploadForm(*args, edition=self.edition, kind=Import.Kind.FIGURES)

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self.answer(form=self.form())

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if not self.edition.archived or not form.is_valid():
            return self.answer(400, form=form)
        run = form.cleaned_data["run"]
        try:
            figures_import.columns_of(run)
        except mapping.Refused as error:
            run.delete()
            form.add_error("file", str(error))
            return self.answer(400, form=form)
        return redirect("surveys_imports:figures_run", run.pk)


class FiguresRunView(RunScreen):
    kind = Import.Kind.FIGURES
    page_title = "Import de chiffres"
    header_icon = "upload"
    template_name = "surveys/admin/figures_run.html"

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        done = self.run.state == Import.State.DONE
        report = None if done else figures_import.check(self.run)
        return self.answer(run=self.run, report=report, columns=list(figures_import.SYNONYMS))

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        action = request.POST.get("action")
        if action == "cancel" and self.run.state == Import.State.PENDING:
            self.run.delete()
            messages.success(request, "Le fichier est oublié, rien n’a été importé.")
        elif action == "confirm":
            try:
                report = figures_import.confirm(self.run)
            except mapping.Refused as error:
                messages.error(request, str(error))
            else:
                messages.success(request, f"{len(report.kept)} chiffres importés.")
        return redirect("surveys_imports:figures", self.edition.pk)


class FiguresExportView(EditionScreen):
    def get(self, request: HttpRequest, extension: str, **kwargs) -> HttpResponse:
        if extension not in TYPES:
            raise Http404
        data = figures_import.exported(self.edition)
        content = table(data.headers, data, extension)
        return download(content, f"chiffres-{self.edition.year}", extension)
