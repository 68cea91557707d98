"""What editors keep beside profiles: synonyms, pairs judged, claims, imports."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from directory.models.taxonomy import Occupation, Sector, Skill
from map.gazetteer import fold


class Synonym(models.Model):
    """Another word for a métier, a skill or a sector: what imports and searches understand."""

    wagtail_reference_index_ignore = True

    text = models.CharField("mot", max_length=80)
    folded = models.CharField(max_length=160, editable=False)
    occupation = models.ForeignKey(
        Occupation, on_delete=models.CASCADE, null=True, blank=True, related_name="synonyms"
    )
    skill = models.ForeignKey(
        Skill, on_delete=models.CASCADE, null=True, blank=True, related_name="synonyms"
    )
    sector = models.ForeignKey(
        Sector, on_delete=models.CASCADE, null=True, blank=True, related_name="synonyms"
    )

    class Meta:
        verbose_name = "synonyme"
        ordering = ["text"]
        constraints = [
            models.CheckConstraint(
                condition=Q(occupation__isnull=False, skill__isnull=True, sector__isnull=True)
                | Q(occupation__isnull=True, skill__isnull=False, sector__isnull=True)
                | Q(occupation__isnull=True, skill__isnull=True, sector__isnull=False),
                name="synonym_of_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=["folded"],
                    condition=Q(**{f"{kind}__isnull": False}),
                    name=f"synonym_of_one_{kind}",
                )
                for kind in ("occupation", "skill", "sector")
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args, **kwargs) -> None:
        self.folded = fold(self.text)
        super().save(*args, **kwargs)


class KeptApart(models.Model):
    """Two profiles that resemble each other and that an editor knows to be two people."""

    wagtail_reference_index_ignore = True

    first = models.ForeignKey("directory.Profile", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("directory.Profile", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="kept_apart_in_order"),
            models.UniqueConstraint(fields=["first", "second"], name="kept_apart_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} et {self.second_id}"


class ClaimQuerySet(models.QuerySet):
    def waiting(self) -> "ClaimQuerySet":
        return self.filter(state=Claim.State.WAITING)


class Claim(models.Model):
    """Somebody signed in says that a profile without an account is theirs."""

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        WAITING = "attend", "À examiner"
        ACCEPTED = "acceptee", "Acceptée"
        REFUSED = "refusee", "Refusée"

    profile = models.ForeignKey(
        "directory.Profile", on_delete=models.CASCADE, related_name="claims"
    )
    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims"
    )
    proof = models.TextField("ce qui le montre", max_length=2000)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.TextField("motif", max_length=2000, blank=True)
    made_at = models.DateTimeField("faite", default=timezone.now, editable=False)
    decided_at = models.DateTimeField("décidée", null=True, blank=True, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "réclamation"
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "claimant"],
                condition=Q(state="attend"),
                name="claimed_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return str(self.profile)


class ImportRun(models.Model):
    """A file of profiles: what it was found to hold, and how far it has been brought in.

    `mapping` is {our column: rank of theirs}; the file waits in private storage until the end.
    """

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        MAPPING = "colonnes", "Colonnes à reconnaître"
        CHECKING = "verification", "Vérification en cours"
        CHECKED = "verifie", "Vérifié, rien n’est encore enregistré"
        WRITING = "ecriture", "Import en cours"
        DONE = "fini", "Terminé"

    class Known(models.TextChoices):
        """What becomes of a row about somebody who has a profile already."""

        UPDATE = "modifier", "Mettre à jour leur profil"
        SKIP = "passer", "Ne pas y toucher"
        CREATE = "creer", "Créer un second profil"

    # Silence of the task for longer than this: its process was stopped.
    STALLED = timedelta(minutes=2)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    filename = models.CharField("fichier", max_length=200)
    stored = models.CharField(max_length=200)
    mapping = models.JSONField(default=dict)
    known = models.CharField(
        "personnes déjà dans l’annuaire", max_length=8, choices=Known.choices, default=Known.UPDATE
    )
    publish = models.BooleanField("publier directement", default=False)
    notes = models.JSONField(default=list)
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.MAPPING)
    interrupted = models.BooleanField("interrompu", default=False)
    total = models.PositiveIntegerField("lignes", default=0)
    done = models.PositiveIntegerField("lignes traitées", default=0)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField("commencé", default=timezone.now, editable=False)
    touched_at = models.DateTimeField("dernier signe", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "import"
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.WRITING) and not self.is_stopped

    @property
    def is_stopped(self) -> bool:
        """Whether « Reprendre » makes sense: an error, or a process that died."""
        if self.state not in (self.State.CHECKING, self.State.WRITING):
            return False
        return self.interrupted or self.touched_at < timezone.now() - self.STALLED

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0


class ImportBatch(models.Model):
    """The verdicts of some rows, written with them: [{line, name, verdict, slug, notes}]."""

    wagtail_reference_index_ignore = True

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="batches")
    written = models.BooleanField()  # False: only checked
    start = models.PositiveIntegerField()
    rows = models.JSONField()

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["run", "written", "start"], name="batch_written_once")
        ]

    def __str__(self) -> str:
        return f"{self.run}, {self.start}"
