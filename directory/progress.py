"""Where a profile stands on its way to being read by everyone."""

from dataclasses import dataclass
from datetime import datetime

from directory.models import Profile
from directory.review import Stage
from directory.visibility import MEMBERS, PUBLIC

SEEN_BY = {
    PUBLIC: "visible de tous",
    MEMBERS: "visible des personnes connectées",
    None: "masqué\u00a0: vous seul·e le voyez",
}


@dataclass(frozen=True)
class Milestone:
    label: str
    at: datetime | None
    detail: str
    done: bool
    current: bool


def milestones(profile: Profile) -> list[Milestone]:
    """Draft, review, online, each with when it was reached (None when it was not)."""
    stage = profile.stage
    draft, review = profile.latest_revision, profile.review
    details = {
        Stage.REVIEW: "une personne de l’équipe le lit",
        Stage.SENT_BACK: "à revoir",
        Stage.ONLINE: "rien en attente",
        Stage.DRAFT: "pas encore envoyé",
    }
    return [
        Milestone(
            "Brouillon",
            draft.created_at if draft else profile.created_at,
            "à écrire" if profile.pk is None else "enregistré",
            done=profile.pk is not None,
            current=stage is Stage.DRAFT,
        ),
        Milestone(
            "En relecture",
            review.created_at if review else None,
            details[stage],
            done=stage is not Stage.DRAFT,
            current=stage in (Stage.REVIEW, Stage.SENT_BACK),
        ),
        Milestone(
            "En ligne",
            profile.last_published_at if profile.live else None,
            SEEN_BY[profile.seen_by] if profile.live else "pas encore visible",
            done=profile.live,
            current=stage is Stage.ONLINE,
        ),
    ]
