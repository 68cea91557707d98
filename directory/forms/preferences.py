"""What the owner decides alone and at once: who sees what, and what they look for."""

from collections.abc import Iterator

from django import forms
from django.forms.boundfield import BoundField

from directory.forms.fields import LineField, SalaryField, field_for
from directory.forms.rows import RowForm, Rows, rows_of
from directory.models import HiddenFrom, Profile
from directory.models.life import mail_domain
from directory.visibility import MEMBERS, NOBODY, PUBLIC, SHARED_MAIL_DOMAINS, Part

# Each part as the table of audiences names it.
PARTS = {
    Part.PORTRAIT: "Portrait",
    Part.EMPLOYER: "Employeur et date d’arrivée",
    Part.AVAILABILITY: "Disponibilité",
    Part.PATH: "Parcours",
    Part.DEGREES: "Diplômes",
    Part.CAMPAIGNS: "Campagnes",
    Part.CLIENTS: "Clients et budgets",
    Part.NETWORKS: "Réseaux animés",
    Part.LINKS: "Site et liens",
    Part.CV: "CV",
}
AUDIENCES = [(PUBLIC, "Qui voit le profil"), (MEMBERS, "Connectés"), (NOBODY, "Moi")]


class PreferencesForm(forms.ModelForm):
    engagements = forms.MultipleChoiceField(
        label="Types de travail",
        required=False,
        help_text="Montrés à qui voit votre disponibilité.",
        choices=Profile.Engagement.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    salary_floor = SalaryField(
        label="Salaire plancher",
        required=False,
        help_text="Euros bruts par an, à temps plein\u00a0: 32\u202f000, 32k… Jamais montré à "
        "personne. Il sert seulement à ne pas vous proposer moins.",
    )

    class Meta:
        model = Profile
        formfield_callback = field_for
        fields = [
            "visibility",
            "robots_welcome",
            "availability",
            "engagements",
            "remote",
            "mobility",
            "day_rate",
            "salary_floor",
            "accepts_messages",
        ]
        widgets = {
            "visibility": forms.RadioSelect,
            "availability": forms.RadioSelect,
        }
        labels = {
            "visibility": "Mon profil est visible pour",
            "robots_welcome": "Les moteurs de recherche peuvent montrer ma page",
            "accepts_messages": "Recevoir des messages",
        }
        help_texts = {
            "robots_welcome": "Décoché, nous demandons aux moteurs de l’oublier\u202f; ils mettent "
            "parfois quelques semaines à le faire.",
            "accepts_messages": "On vous écrit par un formulaire, sans jamais voir votre adresse.",
            "day_rate": "Hors taxes. Jamais montré à personne.",
            "mobility": "Autour de votre commune.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for part, label in PARTS.items():
            self.fields[f"audience_{part}"] = forms.ChoiceField(
                label=label,
                choices=AUDIENCES,
                initial=self.instance.audience_of(part),
                widget=forms.RadioSelect,
            )
        for name in ("visibility", "availability"):
            self.fields[name].choices = getattr(Profile, name.capitalize()).choices
        for name in ("remote", "mobility", "day_rate"):
            choices = self.fields[name].choices
            self.fields[name].choices = [("", "Ne pas le dire"), *list(choices)[1:]]

    def audience_rows(self) -> Iterator[BoundField]:
        for part in PARTS:
            yield self[f"audience_{part}"]

    def apply(self, *, shuns_somebody: bool) -> list[str]:
        """Put the audiences on the profile, in memory; the names of all the columns to save.

        What one employer must not know is not told to every passer-by either.
        """
        chosen = {part: self.cleaned_data[f"audience_{part}"] for part in PARTS}
        availability = chosen.pop(Part.AVAILABILITY)
        if shuns_somebody and availability == PUBLIC:
            availability = MEMBERS
        self.instance.availability_audience = availability
        self.instance.audiences = {
            str(part): audience for part, audience in chosen.items() if audience != PUBLIC
        }
        return [*self.Meta.fields, "audiences", "availability_audience"]


class HiddenFromForm(RowForm, forms.Form):
    layout = (("organisation", "domain"),)
    organisation = LineField(
        label="Organisation",
        max_length=120,
        error_messages={"required": "Nommez l’organisation, ou retirez cette ligne."},
    )
    domain = LineField(
        label="Domaine de ses adresses",
        required=False,
        max_length=253,
        help_text="Ce qui suit le «\u202f@\u202f»\u00a0: exemple.fr",
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "inputmode": "url"}
        ),
    )

    def clean_domain(self) -> str:
        domain = self.cleaned_data["domain"].lower().rpartition("@")[2]
        if domain:
            mail_domain(domain)
        if domain in SHARED_MAIL_DOMAINS:
            raise forms.ValidationError(
                "Ce domaine est celui d’une messagerie ouverte à tous\u00a0: qui en vient ne voit "
                "déjà plus votre disponibilité. Donnez celui de l’organisation, ou rien."
            )
        return domain


@rows_of(HiddenFromForm, 10)
class HiddenFromRows(Rows):
    anchor = "tait"
    row, remove, add = "Organisation", "Retirer cette organisation", "Ajouter une organisation"
    full = "Dix organisations : c’est le maximum."
    once, twice = "organisation", "Cette organisation est déjà dans la liste."

    @classmethod
    def read(cls, version: Profile) -> list[dict]:
        return list(version.hidden_from.order_by("pk").values("organisation", "domain"))

    def store(self, version: Profile) -> None:
        """In the database, at once."""
        wanted = {
            form.cleaned_data["organisation"]: form.cleaned_data["domain"]
            for form in self.kept_forms()
        }
        version.hidden_from.exclude(organisation__in=wanted).delete()
        known = {row.organisation: row for row in version.hidden_from.all()}
        for organisation, domain in wanted.items():
            row = known.get(organisation) or HiddenFrom(profile=version, organisation=organisation)
            row.domain = domain
            row.save()
