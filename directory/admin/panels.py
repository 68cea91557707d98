"""The form of a profile in the admin: what its owner writes, never what they prefer."""

from django import forms
from django.utils.html import format_html, format_html_join
from wagtail.admin.compare import FieldComparison, TextDiff
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList

from directory.models import Profile
from map.forms import CommuneField


def lines_of(name: str, value: list[dict]) -> list[str]:
    """The rows of `networks` or of `links`, as a person reads them."""
    if name == "links":
        return [f"{row.get('label', '')}\u00a0: {row.get('url', '')}" for row in value or []]
    networks, bands = dict(Profile.Network.choices), dict(Profile.AudienceBand.choices)
    return [
        " · ".join(filter(None, [networks.get(row.get("network")), bands.get(row.get("audience"))]))
        for row in value or []
    ]


class LinesComparison(FieldComparison):
    """Lists kept as JSON, line against line."""

    def htmldiff(self) -> str:
        before, after = lines_of(self.field.name, self.val_a), lines_of(self.field.name, self.val_b)
        changes = [("equal" if line in after else "deletion", line) for line in before]
        changes += [("addition", line) for line in after if line not in before]
        return TextDiff(changes, separator="<br>").to_html()


class LinesPanel(FieldPanel):
    """Shown, compared, but written by the owner alone."""

    def __init__(self, field_name: str, **kwargs):
        super().__init__(field_name, **(kwargs | {"read_only": True}))

    def get_comparison_class(self):
        return LinesComparison

    def format_value_for_display(self, value) -> str:
        lines = lines_of(self.field_name, value)
        if not lines:
            return "—"
        return format_html("{}", format_html_join("\n", "<div>{}</div>", ((one,) for one in lines)))


class ProfileAdminForm(WagtailAdminModelForm):
    # A list of 35,000 communes would not be a field.
    commune = CommuneField(label="Commune")


def several(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.CheckboxSelectMultiple)


# A function: panels remember the model they were bound to.
def profile_edit_handler() -> ObjectList:
    return ObjectList(
        [
            HelpPanel(template="directory/admin/preferences.html", heading="Réglages"),
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("headline"), several("occupations")],
                heading="Qui",
            ),
            HelpPanel(template="directory/admin/files.html", heading="Portrait et CV"),
            MultiFieldPanel(
                [
                    FieldPanel("status"),
                    FieldPanel("employer"),
                    FieldPanel("since"),
                    FieldPanel("working_since"),
                    FieldPanel("commune"),
                    FieldPanel("precision", widget=forms.RadioSelect),
                ],
                heading="Situation",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("biography"),
                    several("skills"),
                    several("sectors"),
                    FieldPanel("website"),
                    LinesPanel("links"),
                    LinesPanel("networks"),
                ],
                heading="Présentation",
            ),
            InlinePanel(
                "experiences",
                [
                    FieldPanel(name)
                    for name in (
                        *("kind", "title", "organisation", "place"),
                        *("start_year", "end_year", "description"),
                    )
                ],
                heading="Parcours et diplômes",
                label="étape",
            ),
            InlinePanel("campaigns", heading="Campagnes", label="campagne"),
            InlinePanel("clients", heading="Clients et budgets", label="client"),
            InlinePanel("languages", heading="Langues", label="langue"),
        ],
        base_form_class=ProfileAdminForm,
    )
