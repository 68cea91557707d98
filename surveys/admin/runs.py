"""What the imports of the survey share: a file to send, a run to look at."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from surveys import importing, mapping, sheets
from surveys.admin.base import SurveyScreen
from surveys.models import Import


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Fichier",
        help_text="CSV ou XLSX, 10\u00a0Mo et 20\u202f000 lignes au plus.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )

    def __init__(self, *args, edition, kind: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.edition, self.kind = edition, kind

    def clean(self) -> dict:
        """`run`: the file, received, unless something is wrong with it."""
        data = super().clean()
        upload = data.get("file")
        if upload is None:
            return data
        if upload.size > sheets.MAX_BYTES:
            raise ValidationError({"file": sheets.TOO_BIG})
        try:
            data["run"] = importing.receive(self.edition, self.kind, upload.read(), upload.name)
        except (sheets.SheetError, mapping.Refused) as error:
            raise ValidationError({"file": str(error)}) from error
        return data


class RunScreen(SurveyScreen):
    run: Import | None = None
    kind = Import.Kind.RESPONSES

    def setup(self, request: HttpRequest, *args, pk: int, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        runs = Import.objects.filter(kind=self.kind).select_related("edition")
        self.run = get_object_or_404(runs, pk=pk)
        self.edition = self.run.edition
