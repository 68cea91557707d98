"""What editors may change in an edition, and when: no promise is broken, nothing asked moves."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.log_actions import log

from surveys import clock, margins, promises, questionnaire_rules
from surveys.models import Edition, EditionQuestion, Question
from surveys.tabulation import CHOICE_KINDS

DATES = ("opens_at", "closes_at", "results_at")
UNREADABLE = "Date illisible : écrivez 2028-01-10 09:00."


class ParisDateTimeField(forms.DateTimeField):
    """Typed and shown in the time of Paris, whatever zone the editor’s own account is set to."""

    widget = AdminDateTimeInput

    def __init__(self, label: str, **kwargs) -> None:
        super().__init__(
            label=label, required=False, error_messages={"invalid": UNREADABLE}, **kwargs
        )

    def prepare_value(self, value):
        if hasattr(value, "utcoffset") and value.utcoffset() is not None:
            return value.astimezone(clock.PARIS).replace(tzinfo=None)
        return value

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return clock.in_paris(self.read(str(value).strip()))
        except clock.NoSuchTime as error:
            raise ValidationError(str(error), "no_such_time") from None

    def read(self, text: str) -> datetime:
        """The wall-clock time typed, without a zone."""
        for pattern in self.input_formats:
            with suppress(ValueError):
                return datetime.strptime(text, pattern)
        raise ValidationError(UNREADABLE, "invalid")

    def has_changed(self, initial, data) -> bool:
        try:
            return not same_minute(self.to_python(data), initial)
        except ValidationError:
            return True


def same_minute(one, other) -> bool:
    """The field shows minutes: seconds that it does not show are no difference."""
    if one is None or other is None:
        return one is other
    return one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)


def altered(formset: BaseFormSet) -> bool:
    """Whether rows were added, deleted, changed or moved; how positions are numbered aside."""
    if not formset.is_valid():
        return False  # refused anyway, for what is wrong in it
    rows = formset.initial_forms
    positions = [form.cleaned_data["ORDER"] for form in rows]
    return (
        any("DELETE" not in form.changed_data for form in formset.extra_forms)
        or any(set(form.changed_data) - {"ORDER"} for form in rows)
        or positions != sorted(positions)
    )


def asked_of(questions: Iterable[Question]) -> margins.Asked:
    """Those that make groups, hence may have margins: {code: {choice: label}}."""
    return {
        one.code: {choice.code: choice.label for choice in one.choices.all()}
        for one in questions
        if one.kind in CHOICE_KINDS
    }


def codes_in_words(asked: margins.Asked) -> SafeString:
    """Under the field: every code that may be written there."""
    rows = [(code, margins.choices_in_words(choices)) for code, choices in asked.items()]
    return format_html(
        "Une question par ligne, puis ses réponses et leurs parts, qui font 100 : {}. Nommez "
        "chaque réponse que l’on peut donner : si l’une manque, ou n’a été donnée par personne, "
        "les chiffres pondérés ne sont pas calculés. Vide : pas de pondération."
        "<details><summary><u>Voir les codes des questions et de leurs réponses</u></summary>"
        "<ul>{}</ul></details>",
        margins.EXAMPLE,
        format_html_join("", "<li><b>{}</b> : {}</li>", rows)
        or "Enregistrez d’abord l’édition et ses questions.",
    )


class EditionForm(WagtailAdminModelForm):
    """Dates move as promises.py allows; once it has opened, what an edition asks stands; once it
    has closed, so does what changes its figures."""

    opens_at = ParisDateTimeField("Ouverture")
    closes_at = ParisDateTimeField("Clôture")
    results_at = ParisDateTimeField("Publication des résultats")
    confirm_dates = forms.BooleanField(
        label="Je confirme ces dates",
        required=False,
        help_text="À cocher pour annoncer l’édition, ou pour déplacer une date déjà annoncée. Le "
        "changement est noté dans l’historique.",
    )
    margins_source = forms.CharField(
        label="Source des parts",
        required=False,
        max_length=200,
        help_text="Qui les a mesurées, où et quand : elle est citée sur la page de méthode.",
    )
    margins_shares = forms.CharField(
        label="Parts connues de la profession",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    FROZEN = ("year", "mode", "archived")
    # What changes figures, decided by people who have seen none.
    DECIDED = ("exclude_fast", "exclude_straight", "exclude_impossible")
    MARGINS = ("margins_source", "margins_shares")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.stored = Edition.objects.filter(pk=self.instance.pk).first()
        self.moved: list[tuple[str, str, str]] = []
        declared = self.instance.margins
        self.initial["margins_source"] = declared.get("source", "")
        self.initial["margins_shares"] = margins.written(declared.get("questions", {}))
        self.fields["margins_shares"].help_text = codes_in_words(self.asked_before())
        if self.has_closed():
            for name in self.MARGINS:
                self.fields[name].widget.attrs["readonly"] = True

    def asked_before(self) -> margins.Asked:
        rows = self.stored.edition_questions if self.stored else EditionQuestion.objects.none()
        asked = rows.select_related("question").prefetch_related("question__choices")
        return asked_of(row.question for row in asked.order_by("sort_order"))

    def has_closed(self) -> bool:
        return self.stored is not None and self.stored.state() in (
            clock.State.CLOSED,
            clock.State.PUBLISHED,
        )

    def clean(self) -> dict:
        cleaned = super().clean()
        self.check_questions()
        if self.has_closed():
            self.check_decided()
        elif not self.errors.keys() & set(self.MARGINS):
            self.check_margins(cleaned)
        if not self.errors.keys() & set(DATES):
            self.check_dates(cleaned)
        return cleaned

    def check_dates(self, cleaned: dict) -> None:
        stored, now = self.stored, timezone.now()
        for name in DATES:
            if stored and same_minute(cleaned.get(name), getattr(stored, name)):
                cleaned[name] = getattr(stored, name)
        new = promises.Dates(*(cleaned.get(name) for name in DATES))
        old = stored.dates if stored and not stored.archived else promises.Dates()
        if cleaned.get("archived"):
            refused = promises.order(new)
        else:
            refused = promises.refusals(old, new, now)
        for refusal in refused:
            self.add_error(refusal.field, refusal.message)
        revived = stored and stored.archived and not cleaned.get("archived")
        if revived and new.state(now) is clock.State.PUBLISHED:
            self.add_error(
                "results_at",
                "Une archive ne devient une édition que sans date de résultats, ou avec une "
                "date à venir : sans réponses, elle serait publiée vide.",
            )
        warning = promises.warning(old, new, now)
        if cleaned.get("archived") or refused or not warning:
            return
        if not cleaned.get("confirm_dates"):
            self.add_error(
                "confirm_dates",
                f"{warning} Cochez « Je confirme ces dates » pour le vouloir, ou "
                + (
                    "effacez l’une des trois pour garder un brouillon."
                    if old.state(now) is clock.State.DRAFT
                    else "rétablissez les dates d’avant."
                ),
            )
        self.moved = promises.changes(old, new)

    def check_questions(self) -> None:
        formset = self.formsets["edition_questions"]
        opened = self.stored and Edition.objects.opened().filter(pk=self.stored.pk).exists()
        if opened:
            for name in self.FROZEN:
                if name in self.changed_data:
                    self.add_error(name, "L’enquête a ouvert : ceci ne se change plus.")
            if altered(formset):
                self.add_error(
                    None, "L’enquête a ouvert : ses questions et leur ordre ne se changent plus."
                )
        elif formset.is_valid():
            forms_kept = [
                form
                for form in formset.forms
                if form.cleaned_data.get("question") and not form.cleaned_data.get("DELETE")
            ]
            rows = [questionnaire_rules.Row.of(form.cleaned_data) for form in forms_kept]
            for index, field, message in questionnaire_rules.faults(rows):
                forms_kept[index].add_error(field, message)
                self.add_error(None, f"« {rows[index].code} » : {message}")

    def check_decided(self) -> None:
        for name in (*self.DECIDED, *self.MARGINS):
            before, now = self.initial.get(name), self.cleaned_data.get(name)
            if isinstance(before, str):
                before, now = before.split(), (now or "").split()
            if name not in self.errors and before != now:
                self.add_error(
                    name,
                    "L’enquête est close : ceci ne se change plus, pour que rien ne soit choisi "
                    "en voyant les résultats.",
                )

    def check_margins(self, cleaned: dict) -> None:
        """Declare on the instance what is written, or say what is wrong with it."""
        source, text = cleaned["margins_source"], cleaned["margins_shares"]
        try:
            questions = margins.parse(text, self.asked_now())
        except ValueError as error:
            for fault in error.args:
                self.add_error("margins_shares", fault)
            return
        if questions and not source:
            self.add_error("margins_source", "Dites d’où viennent ces parts.")
        elif source and not questions:
            self.add_error(
                "margins_shares", "Écrivez les parts que donne cette source, ou effacez-la."
            )
        else:
            declared = {"source": source, "questions": questions}
            self.instance.margins = declared if questions else {}

    def asked_now(self) -> margins.Asked:
        """By the rows as posted, or as stored while they are refused for something else."""
        formset = self.formsets["edition_questions"]
        if not formset.is_valid():
            return self.asked_before()
        return asked_of(
            form.cleaned_data["question"]
            for form in formset.ordered_forms
            if form.cleaned_data.get("question")
        )

    def save(self, commit: bool = True) -> Edition:
        """A new edition left without questions asks the standard ones."""
        created = self.instance.pk is None
        edition = super().save(commit)
        if commit and created and not edition.archived and not edition.edition_questions.exists():
            edition.ask_core_questions()
        if commit and self.moved:
            log(
                instance=edition,
                action="surveys.dates",
                data={"moved": [list(one) for one in self.moved]},
            )
        return edition
