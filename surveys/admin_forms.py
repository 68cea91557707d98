"""What editors may change, and when: a passed instant stands, and so does a question asked."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from surveys.clock import State, in_words
from surveys.models import Edition

OPENED = {State.OPEN, State.CLOSED, State.PUBLISHED}


def same_minute(one: datetime | None, other: datetime) -> bool:
    return one is not None and (
        one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)
    )


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


class EditionForm(WagtailAdminModelForm):
    """Dates still to come can move; those that have passed, and the questions, cannot.

    Were a closing date moved after sealing, the edition would open again over responses that
    nobody can withdraw any more.
    """

    DATES = {
        "opens_at": "L’enquête a ouvert le {} : cette date ne se change plus.",
        "closes_at": "L’enquête s’est close le {} : cette date ne se change plus.",
        "results_at": "Les résultats sont publiés depuis le {} : cette date ne se change plus.",
    }

    def clean(self) -> dict:
        cleaned = super().clean()
        stored = Edition.objects.filter(pk=self.instance.pk).first()
        if stored is None or stored.state() not in OPENED:
            return cleaned
        for name, message in self.DATES.items():
            moment = getattr(stored, name)
            if moment > timezone.now():
                continue
            if not same_minute(cleaned.get(name), moment):
                self.add_error(name, message.format(in_words(timezone.localtime(moment))))
            # The field shows minutes: seconds that it does not show are not lost.
            cleaned[name] = moment
        if cleaned.get("archived"):
            self.add_error("archived", "Une édition qui a ouvert ne devient pas une archive.")
        if "year" in self.changed_data:
            self.add_error("year", "L’année d’une édition qui a ouvert ne se change plus.")
        if altered(self.formsets["edition_questions"]):
            self.add_error(
                None,
                "L’enquête a ouvert : ses questions et leur ordre ne se changent plus.",
            )
        return cleaned

    def save(self, commit: bool = True) -> Edition:
        """A new edition left without questions asks the standard ones."""
        created = self.instance.pk is None
        edition = super().save(commit)
        if commit and created and not edition.archived and not edition.edition_questions.exists():
            edition.ask_core_questions()
        return edition


class QuestionForm(WagtailAdminModelForm):
    """A question stands as it was asked while answers come in or await their results."""

    FROZEN = ("code", "kind", "label", "can_decline")

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.instance.pk is None:
            return cleaned
        editions = Edition.objects.asking(self.instance)
        gathering = editions.gathering().first()
        if gathering is not None:
            message = f"Cette question est posée dans « {gathering} », en cours : "
            for name in self.FROZEN:
                if name in self.changed_data:
                    self.add_error(name, message + "ce champ ne se change plus.")
            if altered(self.formsets["choices"]):
                self.add_error(None, message + "ses réponses ne se changent plus.")
        elif "code" in self.changed_data and editions.published().exists():
            raise ValidationError(
                {"code": "Ce code relie les éditions entre elles : il ne se change plus."}
            )
        return cleaned
