"""Importing profiles from the admin: send a file, read the verdict, confirm."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from import_export.results import Result
from tablib import Dataset
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from directory import spreadsheets, waiting
from directory.models import Profile
from directory.resources import REQUIRED_COLUMNS, ProfileResource

SHOWN_ERRORS = 100
SHOWN_ROWS = 20


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Fichier",
        help_text="CSV ou XLSX, 10\u00a0Mo et 20\u202f000 lignes au plus.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
        },
    )
    publish = forms.BooleanField(
        label="Publier directement",
        required=False,
        help_text="Sinon, les profils attendent en brouillon, et ceux qui sont en ligne "
        "ne changent pas.",
    )

    def __init__(self, *args, may_publish: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publish"]

    def clean_file(self) -> spreadsheets.Sheet:
        upload = self.cleaned_data["file"]
        if upload.size > spreadsheets.MAX_BYTES:
            raise ValidationError("Ce fichier dépasse 10\u00a0Mo. Coupez-le en plusieurs.")
        self.content, self.filename = upload.read(), upload.name
        return read(self.content, self.filename)


def read(content: bytes, filename: str) -> spreadsheets.Sheet:
    """The sheet with the columns an import needs.  Raises ValidationError."""
    try:
        sheet = spreadsheets.read(content, filename)
    except spreadsheets.SheetError as error:
        raise ValidationError(str(error)) from error
    missing = [name for name in REQUIRED_COLUMNS if name not in sheet.data.headers]
    if missing:
        raise ValidationError(
            f"Il manque {'une colonne' if len(missing) == 1 else 'des colonnes'}\u00a0: "
            f"{', '.join(missing)}. La première ligne doit nommer les colonnes."
        )
    return sheet


def column_of(attribute: str) -> str:
    """« name » → « nom », as the person who made the file calls it."""
    field = ProfileResource.fields.get(attribute)
    return field.column_name if field else ""


def explain(result: Result, lines: list[int]) -> list[dict]:
    """The first errors, as line of the file, column and message."""
    return [
        {"line": lines[row.number - 1], "column": column_of(attribute), "message": message}
        for row in result.invalid_rows[:SHOWN_ERRORS]
        for attribute, found in row.error_dict.items()
        for message in found
    ][:SHOWN_ERRORS]


def run(sheet: spreadsheets.Sheet, *, dry_run: bool, publish: bool, user) -> Result:
    """Check or import, all or nothing.  A defect of ours raises; the file’s are in the result."""
    data = Dataset(*sheet.data, headers=sheet.data.headers)  # the resource adds columns to its own
    result = ProfileResource().import_data(
        data,
        dry_run=dry_run,
        use_transactions=True,
        rollback_on_validation_errors=True,
        publish=publish,
        user=user,
    )
    for error in [*result.base_errors, *(error for _, row in result.row_errors() for error in row)]:
        raise error.error
    return result


class ImportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    # Without a model this mixin would let everyone in.
    model = Profile
    permission_required = "add"
    any_permission_required = ["change"]
    page_title = "Importer des profils"
    header_icon = "upload"
    template_name = "directory/admin/import.html"
    index_url_name = None

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": "Profils"},
            {"url": "", "label": self.page_title},
        ]

    def upload_form(self, *args) -> UploadForm:
        return UploadForm(*args, may_publish=self.user_has_permission("publish"))

    def get(self, request):
        return self.answer(form=self.upload_form())

    def post(self, request):
        if "ticket" in request.POST:
            return self.confirm(request)
        form = self.upload_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(400, form=form)
        sheet = form.cleaned_data["file"]
        publish = form.cleaned_data.get("publish", False)
        result = run(sheet, dry_run=True, publish=publish, user=request.user)
        if result.has_validation_errors():
            return self.refuse(form, sheet, result)
        return self.answer(
            sheet=sheet,
            rows=sheet.data[:SHOWN_ROWS],
            totals=result.totals,
            publish=publish,
            filename=form.filename,
            ticket=waiting.keep(form.content, request.user),
        )

    def confirm(self, request):
        ticket = request.POST["ticket"]
        content = waiting.fetch(ticket, request.user)
        form = self.upload_form()
        if content is None:
            messages.error(request, "Ce fichier a trop attendu\u202f: envoyez-le de nouveau.")
            return self.answer(400, form=form)
        try:
            sheet = read(content, request.POST.get("filename", ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.answer(400, form=form)
        publish = bool(request.POST.get("publish")) and self.user_has_permission("publish")
        result = run(sheet, dry_run=False, publish=publish, user=request.user)
        if result.has_validation_errors():  # the directory changed since the verdict
            return self.refuse(form, sheet, result)
        waiting.discard(ticket, request.user)
        totals = result.totals
        messages.success(
            request,
            f"Import terminé\u00a0: {totals['new']} créés, {totals['update']} mis à jour, "
            + ("en ligne dès maintenant." if publish else "en brouillon."),
        )
        return redirect(self.index_url_name)

    def refuse(self, form, sheet, result):
        return self.answer(
            400,
            form=form,
            notes=sheet.notes,
            errors=explain(result, sheet.lines),
            invalid=len(result.invalid_rows),
            total=len(sheet.lines),
        )

    def answer(self, status: int = 200, **context):
        context["required_columns"] = REQUIRED_COLUMNS
        context["columns"] = [field.column_name for field in ProfileResource().get_import_fields()]
        return self.render_to_response(self.get_context_data(**context), status=status)
