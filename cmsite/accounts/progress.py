"""Where a profile stands on its way to being read by everyone."""

from dataclasses import dataclass
from datetime import datetime

from directory.models import Profile


@dataclass(frozen=True)
class Milestone:
    label: str
    at: datetime | None
    detail: str
    done: bool
    current: bool


def milestones(profile: Profile) -> list[Milestone]:
    """Draft, review, published, with when; two queries at most (revision, workflow state)."""
    draft = profile.latest_revision
    review = profile.current_workflow_state
    waiting = review is not None and review.status == review.STATUS_IN_PROGRESS
    sent_back = review is not None and review.status == review.STATUS_NEEDS_CHANGES
    if sent_back:
        review_detail = "À reprendre : voyez la remarque reçue par courriel"
    elif waiting:
        review_detail = "Lu sous deux jours"
    else:
        review_detail = "Rien en attente"
    return [
        Milestone(
            "Brouillon",
            draft.created_at if draft else profile.updated_at,
            "enregistré",
            done=True,
            current=not waiting and (not profile.live or profile.has_unpublished_changes),
        ),
        Milestone(
            "En relecture",
            review.created_at if waiting or sent_back else None,
            review_detail,
            done=profile.live or review is not None,
            current=waiting,
        ),
        Milestone(
            "En ligne",
            profile.last_published_at if profile.live else None,
            "Visible de tous" if profile.live else "Pas encore visible",
            done=profile.live,
            current=profile.live and not waiting and not profile.has_unpublished_changes,
        ),
    ]
