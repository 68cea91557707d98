"""Reports in the admin: read what was reported, decide, and the decision is done."""

import django_filters as df
from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from directory.models import ContactBan, Report
from directory.signals import tell_later

HIDDEN = ("Votre profil a été retiré du site", "directory/mails/hidden.txt")


class NarrowPolicy(ModelPermissionPolicy):
    """The usual rights, but for what nobody does here, whoever they are."""

    def __init__(self, model, *withheld: str) -> None:
        super().__init__(model)
        self.withheld = withheld

    def user_has_permission(self, user, action: str) -> bool:
        return action not in self.withheld and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


# Reports come from the site; bans come from reports, and deleting one lifts it.
register_permission_policy(Report, NarrowPolicy(Report, "add", "delete"))
register_permission_policy(ContactBan, NarrowPolicy(ContactBan, "add", "change"))


class ReportFilter(WagtailFilterSet):
    state = df.ChoiceFilter(label="État", choices=Report.State.choices, empty_label="Tous")
    reason = df.MultipleChoiceFilter(
        label="Motif", choices=Report.Reason.choices, widget=forms.CheckboxSelectMultiple
    )
    of = df.ChoiceFilter(
        label="Porte sur",
        method="of_what",
        choices=[("profil", "Un profil"), ("conversation", "Une conversation")],
        empty_label="Tout",
    )

    class Meta:
        model = Report
        fields = ["state", "reason", "of"]

    def of_what(self, queryset, name, value):
        return queryset.filter(profile__isnull=value != "profil")


class DecisionForm(WagtailAdminModelForm):
    """One decision a report; it is done as it is saved, and stays as it was taken."""

    decision = forms.ChoiceField(
        label="Décision",
        choices=Report.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une décision."},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.state == Report.State.HANDLED:
            for field in self.fields.values():
                field.disabled = True

    def clean_decision(self) -> str:
        decision = self.cleaned_data["decision"]
        if self.instance.state == Report.State.HANDLED:
            return decision
        if decision == Report.Decision.BANNED and self.instance.accused is None:
            raise ValidationError("Ce profil n’a pas de compte : il n’y a personne à bloquer.")
        if decision == Report.Decision.HIDDEN and self.instance.accused_profile is None:
            raise ValidationError("Cette personne n’a pas de profil en ligne.")
        return decision

    def _post_clean(self) -> None:
        """The row takes the decision when it is carried out, not before."""

    def save(self, commit: bool = True) -> Report:
        report = self.instance
        if report.state == Report.State.PENDING:
            decision = self.cleaned_data["decision"]
            hidden = report.accused_profile
            report.handle(decision, self.cleaned_data["note"], self.for_user)
            if decision == Report.Decision.HIDDEN:
                tell_later(hidden, HIDDEN)
        return report


class ReportViewSet(SnippetViewSet):
    model = Report
    icon = "warning"
    menu_label = "Signalements"
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("state", label="État", accessor="get_state_display", sort_key="state"),
        Column("decision", label="Décision", accessor="get_decision_display"),
        DateColumn("created_at", label="Reçu", sort_key="created_at"),
    ]
    list_per_page = 50
    filterset_class = ReportFilter
    edit_handler = ObjectList(
        [
            HelpPanel(template="directory/admin/report.html", heading="Ce qui est signalé"),
            FieldPanel("decision"),
            FieldPanel("note"),
        ],
        base_form_class=DecisionForm,
    )

    def get_queryset(self, request):
        return Report.objects.for_list()


class ContactBanViewSet(SnippetViewSet):
    model = ContactBan
    icon = "cross"
    menu_label = "Comptes privés de messages"
    copy_view_enabled = False
    list_display = [
        Column("account", label="Compte", accessor=str),
        DateColumn("created_at", label="Depuis", sort_key="created_at"),
    ]

    def get_queryset(self, request):
        return ContactBan.objects.select_related("account")
