"""Rows that repeat in the owner’s form: posts, degrees, campaigns, clients, languages, links."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from django import forms
from django.forms import model_to_dict
from django.forms.boundfield import BoundField
from django.http import QueryDict

from directory.forms.fields import CHOOSE, LineField, WebField, YearField, field_for
from directory.models import Campaign, Client, Experience, Profile, SpokenLanguage


class Rows(forms.BaseFormSet):
    """The rows of one subject, read from a version and put back on it.

    A row is added by a round trip of the whole form, which therefore works without a script.
    """

    anchor = ""  # prefix of the fields, and id of the section
    row = ""  # « étape »
    remove = ""
    add = ""
    full = ""  # said when no more can be added
    once = ""  # a field whose value may not come twice, and what is said then
    twice = ""
    default_error_messages = {
        "missing_management_form": "Une partie du formulaire n’est pas arrivée : rechargez la page."
    }

    def __init__(self, version: Profile, data: QueryDict | None = None) -> None:
        initial = None if data is not None else self.read(version)
        super().__init__(data, initial=initial, error_messages={"too_many_forms": self.full})
        if not self.is_bound and not initial:
            self.extra = 1  # an empty row says what is asked

    @classmethod
    def get_default_prefix(cls) -> str:
        return cls.anchor

    @classmethod
    def read(cls, version: Profile) -> list[dict]:
        raise NotImplementedError

    def store(self, version: Profile) -> None:
        """Put the rows kept on the version, unsaved; call once valid."""
        raise NotImplementedError

    @classmethod
    def with_one_more(cls, posted: QueryDict) -> QueryDict:
        """The posted data with room for one more row, up to the limit."""
        data = posted.copy()
        name = f"{cls.anchor}-TOTAL_FORMS"
        count = data.get(name, "")
        # An altered count is left as it is: the formset refuses it by itself.
        if count.isdecimal():
            data[name] = str(min(int(count) + 1, cls.max_num))
        return data

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = self.remove

    def clean(self) -> None:
        seen = set()
        for form in self.kept_forms() if self.once else ():
            value = form.cleaned_data.get(self.once)
            if value in seen:
                form.add_error(self.once, self.twice)
            seen.add(value)

    def kept_forms(self) -> list[forms.BaseForm]:
        """Those that hold something and are not being removed."""
        return [
            form
            for form in self.forms
            if form.has_changed()
            and not form.cleaned_data.get("DELETE")
            and any(value for name, value in form.cleaned_data.items() if name != "DELETE")
        ]

    @property
    def count(self) -> int:
        """How many rows hold something."""
        if not self.is_bound:
            return self.initial_form_count()
        return sum(form.has_changed() and not self._should_delete_form(form) for form in self.forms)

    @property
    def can_add(self) -> bool:
        return len(self.forms) < self.max_num

    def forget_errors(self) -> None:
        for form in self.forms:
            form.errors.clear()


class ModelRows(Rows):
    """Rows of a child table of the profile."""

    relation = ""
    always: dict[str, str] = {}  # what tells these rows from the others of the same table
    latest_first: Callable | None = None

    @classmethod
    def read(cls, version: Profile) -> list[dict]:
        fields = cls.form.Meta.fields
        return [
            model_to_dict(row, fields)
            for row in getattr(version, cls.relation).all()
            if cls.owns(row)
        ]

    @classmethod
    def owns(cls, row) -> bool:
        return all(getattr(row, name) == value for name, value in cls.always.items())

    def store(self, version: Profile) -> None:
        rows = [form.instance for form in self.kept_forms()]
        if self.latest_first:
            rows.sort(key=self.latest_first, reverse=True)
        for order, row in enumerate(rows):
            row.sort_order = order
            for name, value in self.always.items():
                setattr(row, name, value)
        others = [row for row in getattr(version, self.relation).all() if not self.owns(row)]
        setattr(version, self.relation, [*others, *rows])


class ListRows(Rows):
    """Rows of a short list that the profile keeps in one column."""

    column = ""

    @classmethod
    def read(cls, version: Profile) -> list[dict]:
        return list(getattr(version, cls.column))

    def store(self, version: Profile) -> None:
        rows = []
        for form in self.kept_forms():
            row = dict(form.cleaned_data)
            row.pop("DELETE", None)
            rows.append(row)
        setattr(version, self.column, rows)


def rows_of(form: type[forms.BaseForm], limit: int) -> Callable[[type[Rows]], type[Rows]]:
    """Make a class of rows the formset of this form."""

    def decorate(rows: type[Rows]) -> type[Rows]:
        return forms.formset_factory(
            form,
            formset=rows,
            extra=0,
            max_num=limit,
            validate_max=True,
            absolute_max=limit + 5,
            can_delete=True,
        )

    return decorate


class RowForm(forms.BaseForm):
    """`layout`: the names of the fields, line by line."""

    layout: tuple[tuple[str, ...], ...] = ()

    def lines(self) -> Iterator[list[BoundField]]:
        for names in self.layout:
            yield [self[name] for name in names]


# --- Path and degrees ---------------------------------------------------------------------------
class ExperienceForm(RowForm, forms.ModelForm):
    layout = (("title", "organisation"), ("start_year", "end_year", "place"), ("description",))
    start_year = YearField(
        label="Année de début", error_messages={"required": "Donnez l’année de début."}
    )
    end_year = YearField(
        label="Année de fin", required=False, help_text="Vide : vous y êtes encore."
    )

    class Meta:
        model = Experience
        fields = ["title", "organisation", "place", "start_year", "end_year", "description"]
        formfield_callback = field_for
        labels = {"title": "Poste", "organisation": "Organisation"}
        help_texts = {"place": "Ville ou pays, en France ou ailleurs."}
        error_messages = {"title": {"required": "Donnez le poste, ou retirez cette étape."}}


class DegreeForm(RowForm, forms.ModelForm):
    """One year is enough for a degree: the other is taken to be the same."""

    layout = (("title", "organisation"), ("start_year", "end_year", "place"))
    start_year = YearField(label="Début", required=False)
    end_year = YearField(label="Obtention", required=False, help_text="Vide : en cours.")

    class Meta:
        model = Experience
        fields = ["title", "organisation", "place", "start_year", "end_year"]
        formfield_callback = field_for
        labels = {"title": "Diplôme ou formation", "organisation": "École", "place": "Lieu"}
        error_messages = {"title": {"required": "Donnez le diplôme, ou retirez-le."}}

    def clean(self) -> dict:
        data = super().clean()
        if data.get("start_year") is None and "start_year" not in self.errors:
            data["start_year"] = data.get("end_year")
            if data["start_year"] is None and "end_year" not in self.errors:
                self.add_error("end_year", "Donnez au moins une année.")
        return data


def latest_step(step: Experience) -> tuple[int, int]:
    return step.end_year or 9999, step.start_year


@rows_of(ExperienceForm, 10)
class Posts(ModelRows):
    anchor, relation, always = "parcours", "experiences", {"kind": "poste"}
    row, remove, add = "Étape", "Retirer cette étape", "Ajouter une étape"
    full = "Dix étapes : c’est le maximum."
    latest_first = staticmethod(latest_step)


@rows_of(DegreeForm, 6)
class Degrees(ModelRows):
    anchor, relation, always = "diplomes", "experiences", {"kind": "diplome"}
    row, remove, add = "Diplôme", "Retirer ce diplôme", "Ajouter un diplôme"
    full = "Six diplômes : c’est le maximum."
    latest_first = staticmethod(latest_step)


# --- Work shown ---------------------------------------------------------------------------------
class CampaignForm(RowForm, forms.ModelForm):
    layout = (("title", "client", "year"), ("role",), ("result",), ("url",))
    year = YearField(label="Année", error_messages={"required": "Donnez l’année de la campagne."})
    url = WebField(label="Lien", required=False, help_text="Une page qui la montre ou la raconte.")

    class Meta:
        model = Campaign
        fields = ["title", "client", "year", "role", "result", "url"]
        formfield_callback = field_for
        labels = {"result": "Résultat"}
        help_texts = {
            "role": "Par exemple : ligne éditoriale et animation.",
            "result": "Ce qui en est resté ; un chiffre, si vous pouvez le donner.",
        }
        error_messages = {"title": {"required": "Nommez la campagne, ou retirez-la."}}


@rows_of(CampaignForm, 10)
class Campaigns(ModelRows):
    anchor, relation = "campagnes", "campaigns"
    row, remove, add = "Campagne", "Retirer cette campagne", "Ajouter une campagne"
    full = "Dix campagnes : c’est le maximum."
    latest_first = staticmethod(lambda campaign: campaign.year)


class ClientForm(RowForm, forms.ModelForm):
    layout = (("name", "mission"), ("budget", "start_year", "end_year"))
    start_year = YearField(label="Depuis", required=False)
    end_year = YearField(label="Jusqu’à", required=False, help_text="Vide : en cours.")

    class Meta:
        model = Client
        fields = ["name", "mission", "budget", "start_year", "end_year"]
        formfield_callback = field_for
        error_messages = {"name": {"required": "Nommez le client, ou retirez-le."}}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["budget"].choices = [("", "Ne pas le dire"), *Client.Budget.choices]


@rows_of(ClientForm, 15)
class Clients(ModelRows):
    anchor, relation = "clients", "clients"
    row, remove, add = "Client", "Retirer ce client", "Ajouter un client"
    full = "Quinze clients : c’est le maximum."


# --- Languages, networks, links -----------------------------------------------------------------
class LanguageForm(RowForm, forms.ModelForm):
    layout = (("language", "level"),)

    class Meta:
        model = SpokenLanguage
        fields = ["language", "level"]
        error_messages = {
            "language": {"required": "Choisissez la langue, ou retirez cette ligne."},
            "level": {"required": "Choisissez votre niveau."},
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("language", SpokenLanguage.Language.choices),
            ("level", SpokenLanguage.Level.choices),
        ):
            self.fields[name].choices = [("", CHOOSE), *choices]


@rows_of(LanguageForm, 10)
class Languages(ModelRows):
    anchor, relation = "langues", "languages"
    row, remove, add = "Langue", "Retirer cette langue", "Ajouter une langue"
    full = "Dix langues : c’est le maximum."
    once, twice = "language", "Cette langue est déjà dans la liste."


class NetworkForm(RowForm, forms.Form):
    layout = (("network", "audience"),)
    network = forms.ChoiceField(
        label="Réseau",
        choices=[("", CHOOSE), *Profile.Network.choices],
        error_messages={"required": "Choisissez le réseau, ou retirez cette ligne."},
    )
    audience = forms.ChoiceField(
        label="Audience",
        required=False,
        choices=[("", "Ne pas le dire"), *Profile.AudienceBand.choices],
    )


@rows_of(NetworkForm, 10)
class Networks(ListRows):
    anchor, column = "reseaux", "networks"
    row, remove, add = "Réseau", "Retirer ce réseau", "Ajouter un réseau"
    full = "Dix réseaux : c’est le maximum."
    once, twice = "network", "Ce réseau est déjà dans la liste."


class LinkForm(RowForm, forms.Form):
    layout = (("label", "url"),)
    label = LineField(
        label="Intitulé", required=False, max_length=60, help_text="Vide : le nom du site."
    )
    url = WebField(
        label="Adresse", error_messages={"required": "Donnez l’adresse, ou retirez ce lien."}
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("url") and not data.get("label"):
            data["label"] = (urlsplit(data["url"]).hostname or "").removeprefix("www.")
        return data


@rows_of(LinkForm, 6)
class Links(ListRows):
    anchor, column = "liens", "links"
    row, remove, add = "Lien", "Retirer ce lien", "Ajouter un lien"
    full = "Six liens : c’est le maximum."
    once, twice = "url", "Ce lien est déjà dans la liste."


ROWS = (Posts, Degrees, Campaigns, Clients, Languages, Networks, Links)
