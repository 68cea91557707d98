"""What the owner writes once: who they are, where they stand, and their two files."""

from datetime import date

from django import forms
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import format_html
from modelcluster.forms import ClusterForm

from directory import uploads, waiting
from directory.forms.fields import FIRST_YEAR, WebField, YearField, field_for
from directory.models import Profile, Sector, Skill
from map.forms import CommuneField

# What an unfinished profile may leave out; the commune is needed to keep it at all.
OPTIONAL_IN_DRAFTS = ("headline", "occupations", "status")

# What each choice shows, and to whom.
SHOWN = {
    "commune": "Tout le monde la lit sur votre page et vous trouve à son nom\u202f; la carte vous "
    "y compte, au centre, jamais à votre adresse.",
    "departement": "Votre commune n’apparaît nulle part et ne permet pas de vous trouver\u202f; "
    "la carte vous compte au milieu du département.",
    "liste": "La liste et votre page disent votre département\u202f; aucune carte ne vous compte.",
}


class ProfileForm(ClusterForm):
    """`complete=False` for a draft, which may leave out what only readers need.

    `owner` is the account whose waiting files this form may find again.
    """

    commune = CommuneField(
        label="Commune",
        help_text="La ville où vous travaillez. Votre adresse n’est jamais demandée.",
    )
    since = forms.DateField(
        label="En poste depuis",
        required=False,
        help_text="Mois et année, par exemple 2021-03 ou 03/2021.",
        input_formats=["%Y-%m", "%m/%Y", "%m-%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}),
        error_messages={"invalid": "Écrivez un mois et une année, par exemple 03/2021."},
    )
    working_since = YearField(
        label="Dans le métier depuis", required=False, help_text="L’année, par exemple 2014."
    )
    sectors = forms.ModelMultipleChoiceField(
        label="Secteurs",
        queryset=Sector.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ceux pour lesquels vous travaillez ou avez travaillé.",
    )
    skills = forms.ModelMultipleChoiceField(
        label="Compétences",
        queryset=Skill.objects.filter(kind=Skill.Kind.SKILL),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tools = forms.ModelMultipleChoiceField(
        label="Outils",
        queryset=Skill.objects.filter(kind=Skill.Kind.TOOL),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    website = WebField(label="Site", required=False, help_text="Votre site, ou votre page.")
    portrait = forms.FileField(
        label="Portrait",
        required=False,
        help_text="JPEG, PNG ou WebP, 5 Mo au plus. Recadré en carré ; le lieu et l’appareil "
        "inscrits dans la photo sont effacés.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    portrait_ticket = forms.CharField(required=False, widget=forms.HiddenInput)
    remove_portrait = forms.BooleanField(label="Retirer le portrait actuel", required=False)
    cv = forms.FileField(
        label="CV",
        required=False,
        help_text="PDF, 5 Mo au plus. Proposé à qui lit votre page en ligne : retirez-en ce que "
        "vous ne voulez pas montrer.",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )
    cv_ticket = forms.CharField(required=False, widget=forms.HiddenInput)
    remove_cv = forms.BooleanField(label="Retirer le CV actuel", required=False)

    class Meta:
        model = Profile
        formsets: list[str] = []
        formfield_callback = field_for
        fields = [
            "name",
            "headline",
            "occupations",
            "biography",
            "status",
            "employer",
            "since",
            "working_since",
            "commune",
            "precision",
            "sectors",
            "skills",
            "website",
        ]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "occupations": forms.CheckboxSelectMultiple,
            "status": forms.RadioSelect,
            "precision": forms.RadioSelect,
            "employer": forms.TextInput(attrs={"autocomplete": "organization"}),
            "biography": forms.Textarea(attrs={"rows": 10}),
        }
        labels = {
            "headline": "Titre affiché",
            "precision": "Ce qui est montré de ce lieu",
        }
        help_texts = {
            "name": "Votre nom, ou celui sous lequel vous exercez.",
            "headline": "En une ligne, ce que vous faites et pour qui.",
            "employer": "Laissez vide si vous préférez le taire.",
            "biography": "4 000 caractères au plus.",
            "precision": "Montrer moins prend effet dès que vous enregistrez. Ce que vous écrivez "
            "vous-même, dans votre biographie ou votre parcours, reste lisible.",
        }
        error_messages = {
            "name": {"required": "Dites-nous sous quel nom vous paraissez."},
            "headline": {"required": "Donnez un titre à votre profil."},
            "occupations": {"required": "Choisissez au moins un métier."},
            "status": {"required": "Choisissez votre statut."},
        }

    def __init__(self, *args, owner, complete: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner = owner
        # Waiting or just received, already checked: field name → (bytes, ticket or nothing).
        self.received: dict[str, tuple[bytes, str]] = {}
        # Radio buttons with an empty choice would ask a question that has no meaning.
        self.fields["status"].choices = Profile.Status.choices
        self.fields["precision"].choices = [
            (value, format_html("{}<small>{}</small>", label, SHOWN[value]))
            for value, label in Profile.Precision.choices
        ]
        if not self.is_bound:
            known = list(self.instance.skills.all()) if self.instance.pk else []
            for name, kind in (("skills", Skill.Kind.SKILL), ("tools", Skill.Kind.TOOL)):
                self.initial[name] = [skill.pk for skill in known if skill.kind == kind]
        if not complete:
            for name in OPTIONAL_IN_DRAFTS:
                self.fields[name].required = False

    def clean_since(self) -> date | None:
        since = self.cleaned_data["since"]
        if since and since > timezone.localdate():
            raise forms.ValidationError("Ce mois n’est pas encore arrivé.")
        if since and since.year < FIRST_YEAR:
            raise forms.ValidationError(f"Donnez une année à partir de {FIRST_YEAR}.")
        return since

    def clean_portrait(self):
        return self.clean_upload("portrait", uploads.portrait)

    def clean_cv(self):
        return self.clean_upload("cv", uploads.cv)

    def clean(self) -> dict:
        data = super().clean()
        # One column holds what two lists ask.
        data["skills"] = [*data.get("skills", ()), *data.get("tools", ())]
        return data

    def clean_upload(self, field: str, read):
        """Take the file just sent, else the one that waits since the last screen."""
        upload = self.cleaned_data[field]
        ticket = self.data.get(self.add_prefix(f"{field}_ticket"), "")
        if upload:
            try:
                self.received[field] = (read(upload, upload.size), "")
            except uploads.UploadError as error:
                raise forms.ValidationError(str(error), code="upload") from error
        elif ticket:
            content = waiting.fetch(ticket, self.owner)
            if content is None:
                raise forms.ValidationError(
                    "Le fichier choisi tout à l’heure n’est plus là : choisissez-le de nouveau.",
                    code="upload",
                )
            self.received[field] = (content, ticket)
        return upload

    def keep_uploads(self) -> None:
        """Let valid files wait for the next screen: browsers do not send them twice."""
        self.data = self.data.copy()
        for field, (content, ticket) in self.received.items():
            self.data[self.add_prefix(f"{field}_ticket")] = ticket or waiting.keep(
                content, self.owner
            )

    def waiting_uploads(self) -> set[str]:
        """The names of the fields whose file is already with us."""
        return set(self.received)

    def forget_other_errors(self) -> None:
        """Keep only what concerns a file: the rest is not being submitted yet."""
        for name in list(self.errors):
            if not any(error.code == "upload" for error in self.errors.as_data()[name]):
                del self.errors[name]

    def apply_files(self) -> None:
        """Put the files on the profile, in memory; storage follows with the revision."""
        for field, extension in (("portrait", "webp"), ("cv", "pdf")):
            if field in self.received:
                content, ticket = self.received[field]
                file = getattr(self.instance, field)
                file.save(f"{field}.{extension}", ContentFile(content), save=False)
                if ticket:
                    waiting.discard(ticket, self.owner)
            elif self.cleaned_data[f"remove_{field}"]:
                setattr(self.instance, field, "")
