"""Importing profiles: send a file, name its columns, read the verdict, confirm, follow."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from directory import headers, importing, spreadsheets
from directory.admin.base import DirectoryScreen, Screens
from directory.models import ImportRun
from directory.spreadsheets import as_csv, harmless

PER_PAGE = 50
SAMPLES = 3
PAST_RUNS = 20
REFRESH = "2"  # seconds


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Fichier",
        help_text="CSV ou XLSX, 25\u00a0Mo et 50\u202f000 lignes au plus.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
        },
    )
    known = forms.ChoiceField(
        label="Pour une personne déjà dans l’annuaire",
        choices=ImportRun.Known.choices,
        initial=ImportRun.Known.UPDATE,
        required=False,
        widget=forms.RadioSelect,
        help_text="Reconnue à son adresse dans l’annuaire, ou à son nom avec sa commune, son "
        "employeur ou son lien. Ce qu’elle règle elle-même ne change jamais.",
    )
    publish = forms.BooleanField(
        label="Publier directement",
        required=False,
        help_text="Sinon, les profils attendent en brouillon, et ceux qui sont en ligne "
        "ne changent pas.",
    )

    def __init__(self, *args, user, may_publish: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not may_publish:
            del self.fields["publish"]

    def clean(self) -> dict:
        """`run`: the file, received, unless something is wrong with it."""
        data = super().clean()
        upload = data.get("file")
        if upload is None:
            return data
        if upload.size > spreadsheets.MAX_BYTES:
            raise ValidationError({"file": spreadsheets.TOO_BIG})
        try:
            data["run"] = importing.receive(
                upload.read(),
                upload.name,
                user=self.user,
                known=data.get("known") or ImportRun.Known.UPDATE,
                publish=data.get("publish", False),
            )
        except spreadsheets.SheetError as error:
            raise ValidationError({"file": str(error)}) from error
        return data


class ColumnsForm(forms.Form):
    """One select for each of our columns: which of theirs it is."""

    def __init__(self, *args, run: ImportRun, **kwargs):
        super().__init__(*args, **kwargs)
        sample = list(zip(*importing.first_lines(run, SAMPLES + 1), strict=True))[1:]
        self.names = [column[0] for column in sample]
        theirs = [
            (str(rank), f"{name} ({', '.join(filter(None, cells))[:60]})" if any(cells) else name)
            for rank, (name, *cells) in enumerate(sample)
        ]
        for ours in headers.SYNONYMS:
            self.fields[ours] = forms.ChoiceField(
                label=ours.capitalize(),
                required=ours in headers.REQUIRED,
                choices=[("", "aucune"), *theirs],
                initial=str(run.mapping.get(ours, "")),
                error_messages={"required": f"Dites quelle colonne donne « {ours} »."},
            )

    def clean(self) -> dict:
        data = super().clean()
        mapping = {ours: int(rank) for ours, rank in data.items() if rank}
        if len(set(mapping.values())) < len(mapping):
            raise ValidationError("Une même colonne ne peut servir deux fois.")
        data["mapping"] = mapping
        return data


class ImportView(DirectoryScreen):
    permission_required = "add"
    page_title = "Importer des profils"
    header_icon = "upload"
    template_name = "directory/admin/import.html"

    def upload_form(self, *args) -> UploadForm:
        return UploadForm(
            *args, user=self.request.user, may_publish=self.user_has_permission("publish")
        )

    def get(self, request):
        return self.answer(form=self.upload_form())

    def post(self, request):
        form = self.upload_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(400, form=form)
        run = form.cleaned_data["run"]
        names = importing.names_of_columns(run)
        if headers.are_ours(names):
            importing.begin(run, ImportRun.State.CHECKING)
        return redirect("directory_imports:run", run.pk)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "columns": list(headers.SYNONYMS),
            "required_columns": headers.REQUIRED,
            "runs": ImportRun.objects.all()[:PAST_RUNS],
        }


class RunView(DirectoryScreen):
    permission_required = "add"
    page_title = "Import"
    header_icon = "upload"
    template_name = "directory/admin/import_run.html"
    parent = ("Importer des profils", "directory_imports:index")
    run = None

    def get_page_subtitle(self) -> str:
        return str(self.run or "")

    def get(self, request, pk: int):
        self.run = get_object_or_404(ImportRun, pk=pk)
        return self.show()

    def show(self, status: int = 200, form: ColumnsForm | None = None):
        run, state = self.run, ImportRun.State
        context = {"run": run, "columns_form": form, "page_obj": None, "rows": [], "ignored": []}
        if run.state == state.MAPPING:
            context["columns_form"] = form or ColumnsForm(run=run)
        elif run.state in (state.CHECKED, state.DONE):
            context |= self.verdicts()
        response = self.answer(status, **context)
        if run.is_running:
            response["Refresh"] = REFRESH
        return response

    def verdicts(self) -> dict:
        """A page of verdicts, of one kind when `verdict` asks."""
        run, wanted = self.run, self.request.GET.get("verdict", "")
        if wanted not in importing.VERDICTS:
            wanted = ""
        total = run.counts.get(wanted, 0) if wanted else run.total
        page = Paginator(range(total), PER_PAGE).get_page(self.request.GET.get("p"))
        first, last = page.start_index() - 1, page.end_index()
        rows = []
        for rank, row in enumerate(
            row for row in importing.verdicts(run) if not wanted or row["verdict"] == wanted
        ):
            if rank >= last:
                break
            if rank >= first:
                rows.append(row | {"label": importing.VERDICTS[row["verdict"]]})
        counts = [
            (code, label, run.counts[code])
            for code, label in importing.VERDICTS.items()
            if run.counts.get(code)
        ]
        writable = sum(run.counts.get(code, 0) for code in (importing.NEW, importing.UPDATE))
        ignored = []
        if run.state == ImportRun.State.CHECKED:
            names = importing.names_of_columns(run)
            used = set(run.mapping.values())
            ignored = [name for rank, name in enumerate(names) if rank not in used]
        return {
            "rows": rows,
            "page_obj": page,
            "verdict": wanted,
            "counts": counts,
            "writable": writable,
            "errors": run.counts.get(importing.ERROR, 0),
            "ignored": ignored,
        }

    def post(self, request, pk: int):
        self.run = run = get_object_or_404(ImportRun, pk=pk)
        action, state = request.POST.get("action"), ImportRun.State
        if action == "columns" and run.state == state.MAPPING:
            form = ColumnsForm(request.POST, run=run)
            if not form.is_valid():
                return self.show(400, form)
            run.mapping = form.cleaned_data["mapping"]
            importing.begin(run, state.CHECKING)
        elif action == "remap" and run.state == state.CHECKED:
            run.state = state.MAPPING
            run.save(update_fields=["state"])
        elif action == "confirm" and run.state == state.CHECKED:
            run.publish = run.publish and self.user_has_permission("publish")
            run.user = request.user
            importing.begin(run, state.WRITING)
        elif action == "resume" and run.is_stopped:
            importing.resume(run)
        return redirect("directory_imports:run", run.pk)


class ReportView(DirectoryScreen):
    """The verdict on every row, as a table to keep."""

    permission_required = "add"

    def get(self, request, pk: int):
        run = get_object_or_404(ImportRun, pk=pk)

        def lines():
            yield ["ligne", "nom", "verdict", "adresse", "remarques"]
            for row in importing.verdicts(run):
                label = importing.VERDICTS[row["verdict"]]
                notes = [*row["notes"], *(f"{c} : {a} → {b}" for c, a, b in row["diffs"])]
                cells = [str(row["line"]), row["name"], label, row["slug"], " ".join(notes)]
                yield [harmless(cell) for cell in cells]

        return StreamingHttpResponse(
            as_csv(lines()),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="import-{run.pk}.csv"'},
        )


class ImportScreens(Screens):
    name = "directory_imports"
    url_prefix = "annuaire/importer"

    def get_urlpatterns(self) -> list:
        return [
            path("", self.construct_view(ImportView), name="index"),
            path("<int:pk>/", self.construct_view(RunView), name="run"),
            path("<int:pk>/rapport.csv", self.construct_view(ReportView), name="report"),
        ]
