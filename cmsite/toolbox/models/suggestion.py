"""What anybody suggests for the toolbox, and what an editor decides of it.

Nothing tells who suggested: no name, no address, no account.
"""

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from cmsite.toolbox.models.facts import FACTS, Facts
from cmsite.toolbox.models.tool import RESERVED, Tool

KEPT = timedelta(days=180)  # once decided
# More than so many at once, and nobody would read them.
MOST_WAITING = 300


class Difference(NamedTuple):
    label: str
    before: str
    after: str


class SuggestionQuerySet(models.QuerySet):
    def waiting(self) -> "SuggestionQuerySet":
        return self.filter(state=Suggestion.State.WAITING)

    def stale(self) -> "SuggestionQuerySet":
        """Decided so long ago that nobody needs them."""
        return self.filter(decided_at__lt=timezone.now() - KEPT)


class Suggestion(Facts):
    """A tool to add, or with `tool` a correction of its page: then `changed` names its facts."""

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        WAITING = "attend", "À examiner"
        ACCEPTED = "acceptee", "Acceptée"
        REFUSED = "refusee", "Refusée"

    tool = models.ForeignKey(
        Tool,
        verbose_name="outil",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="suggestions",
    )
    name = models.CharField("nom", max_length=80)
    note = models.TextField("précisions", max_length=2000, blank=True)
    changed = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, editable=False)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField("reçue", default=timezone.now, editable=False)
    decided_at = models.DateTimeField("décidée", null=True, blank=True, editable=False)

    objects = SuggestionQuerySet.as_manager()

    class Meta(Facts.Meta):
        abstract = False
        verbose_name = "suggestion"
        verbose_name_plural = "suggestions"
        ordering = ["made_at", "pk"]
        constraints = [
            # The same form sent twice waits once.
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(state="attend"), name="suggested_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="attend", decided_at__isnull=True)
                | ~Q(state="attend") & Q(decided_at__isnull=False),
                name="suggestion_decided_at_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({'correction' if self.tool_id else 'nouvel outil'})"

    @property
    def says(self) -> tuple[str, ...]:
        """The names of what it tells: everything of a new tool, what changes of another."""
        return ("name", *FACTS) if self.tool_id is None else tuple(self.changed)

    def wait(self) -> bool:
        """Store it; False when the same already waits, were it sent at the same moment."""
        told = [self.tool_id, self.note, *((name, str(getattr(self, name))) for name in self.says)]
        self.fingerprint = sha256(repr(told).encode()).hexdigest()
        with suppress(IntegrityError), transaction.atomic():
            self.save(force_insert=True)
            return True
        return False

    def differences(self) -> list[Difference]:
        """What the page would say otherwise, as it stands today."""
        labels = {field.name: field.verbose_name for field in self._meta.fields}
        shown = Suggestion.name_or_fact
        return [
            Difference(labels[name], shown(self.tool, name) if self.tool else "", after)
            for name in self.says
            if (after := shown(self, name)) != "—" or self.tool
        ]

    @staticmethod
    def name_or_fact(one: Facts, name: str) -> str:
        return one.name if name == "name" else one.fact(name)

    @transaction.atomic
    def accept(self) -> Tool:
        """Put it online: one page more, or the changes on the page there is.

        Raises ValidationError with what keeps the page from being so, and changes nothing.
        """
        self.decide(self.State.ACCEPTED)
        tool = self.tool or Tool(
            live=True, slug=free_slug(self.name), first_published_at=timezone.now()
        )
        for name in self.says:
            setattr(tool, name, getattr(self, name))
        if tool.status == Tool.Status.ACTIVE:
            tool.successor = None
        if tool.is_gone:
            tool.website = ""
        tool.full_clean()
        tool.save()
        return tool

    def refuse(self) -> None:
        self.decide(self.State.REFUSED)

    def decide(self, state: str) -> None:
        """Raises ValidationError when somebody has decided since."""
        told = Suggestion.objects.waiting().filter(pk=self.pk)
        if not told.update(state=state, decided_at=timezone.now()):
            raise ValidationError("Cette suggestion vient d’être traitée par quelqu’un d’autre.")


def free_slug(name: str) -> str:
    """An address for a tool of that name that no other page has."""
    start = slugify(name.replace("’", "-"))[:70].strip("-") or "outil"
    taken = RESERVED | set(
        Tool.objects.filter(slug__startswith=start).values_list("slug", flat=True)
    )
    number, slug = 1, start
    while slug in taken:
        number += 1
        slug = f"{start}-{number}"
    return slug
