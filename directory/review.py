"""The way of a profile from its owner’s draft to the public page, by a moderator’s hands.

The live row is what the public sees and only a moderator’s approval changes it: what an owner
writes goes into revisions.
"""

from enum import StrEnum

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from wagtail.actions.unpublish import UnpublishAction
from wagtail.log_actions import LogContext
from wagtail.models import WorkflowState


class Stage(StrEnum):
    DRAFT = "brouillon"
    REVIEW = "relecture"
    SENT_BACK = "renvoye"
    ONLINE = "en-ligne"


class ReviewedQuerySet(models.QuerySet):
    def with_review(self):
        """`awaits_review`: whether a moderator is asked to read it; without a query a row."""
        reviews = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(self.model),
            # Wagtail keeps the keys of any model as text.
            object_id=Cast(models.OuterRef("pk"), models.CharField()),
            status=WorkflowState.STATUS_IN_PROGRESS,
        )
        return self.annotate(awaits_review=models.Exists(reviews))


class ReviewedMixin:
    """What an owner may do with a profile; mixed into a model that has Wagtail’s workflows."""

    @cached_property
    def review(self) -> WorkflowState | None:
        """The review under way, or the one a moderator sent back."""
        return self.current_workflow_state

    @property
    def stage(self) -> Stage:
        """Where the latest version stands; an earlier one may be online whatever this says."""
        if self.review and self.review.status == WorkflowState.STATUS_IN_PROGRESS:
            return Stage.REVIEW
        if self.review:
            return Stage.SENT_BACK
        if self.live and not self.has_unpublished_changes:
            return Stage.ONLINE
        return Stage.DRAFT

    @property
    def sent_back_because(self) -> str:
        """The moderator’s words when the profile was sent back, else nothing."""
        if self.stage is not Stage.SENT_BACK or self.review.current_task_state is None:
            return ""
        return self.review.current_task_state.comment

    @transaction.atomic
    def keep_draft(self, user) -> None:
        """Write down this version without asking for a review; one under way is called off.

        A new profile is created out of sight.  Called on a draft, maybe incomplete: only
        `submit` checks it whole.
        """
        with LogContext(user=user):
            if self._state.adding:
                self.live = False
                self.slug = self.slug or self.free_slug()
                self.save()
            review = self.current_workflow_state
            if review and review.status == WorkflowState.STATUS_IN_PROGRESS:
                review.cancel(user=user)
            self.save_revision(user=user, clean=False, log_action=True)
        if user is not None and user.pk == self.owner_id:
            self.stir()
        self.__dict__.pop("review", None)

    @property
    def version_mark(self) -> str:
        """Another one as soon as the latest version is, were it the same revision written over;
        "" before any."""
        latest = self.latest_revision
        return f"{latest.pk}-{latest.created_at.timestamp():.6f}" if latest else ""

    @transaction.atomic
    def keep_silently(self, user) -> None:
        """`keep_draft` without anybody’s asking: over the latest version, while nobody else was
        shown it, so that an hour of typing leaves one version and not hundreds.

        Call it on a version of which no review is under way.
        """
        latest = self.latest_revision
        if (
            latest is None
            or latest.user_id != user.pk
            or not self.has_unpublished_changes
            or latest.task_states.exists()
        ):
            self.keep_draft(user)
        else:
            self.save_revision(user=user, clean=False, overwrite_revision=latest)

    @transaction.atomic
    def submit(self, user) -> None:
        """Write down this version and hand it to the moderators.

        Raises ValidationError when something is missing.  A review under way starts again, so
        that nobody approves words they have not read.  Wagtail is not told who asks: it would
        write to them too, with links into the admin; our own mails do (signals.py).
        """
        if self._state.adding:
            self.live = False
        self.full_clean()
        self.keep_draft(user)
        review = self.current_workflow_state
        with LogContext(user=user):
            if review:
                review.resume()
            else:
                self.get_workflow().start(self, user=None)
        self.__dict__.pop("review", None)

    @transaction.atomic
    def withdraw(self, user) -> None:
        """Take the profile off the public site at once, and call off any review."""
        with LogContext(user=user):
            review = self.current_workflow_state
            if review:
                review.cancel(user=user)
            # Owners have no right of publication in general; over their own profile they do.
            UnpublishAction(self, user=user).execute(skip_permission_checks=True)
        self.__dict__.pop("review", None)
