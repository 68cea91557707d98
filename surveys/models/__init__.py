from surveys.models.edition import Edition, EditionQuerySet, EditionQuestion
from surveys.models.importing import Import
from surveys.models.mail import Invitation, Notice
from surveys.models.publication import ArchivedFigure, Publication
from surveys.models.question import Choice, Correction, Question
from surveys.models.response import (
    DRAFT_LASTS,
    AlreadyAnswered,
    Draft,
    Participation,
    Remark,
    Response,
)
from surveys.models.telling import ChapterComment, Reuse

__all__ = [
    "DRAFT_LASTS",
    "AlreadyAnswered",
    "ArchivedFigure",
    "ChapterComment",
    "Choice",
    "Correction",
    "Draft",
    "Edition",
    "EditionQuerySet",
    "EditionQuestion",
    "Import",
    "Invitation",
    "Notice",
    "Participation",
    "Publication",
    "Question",
    "Remark",
    "Response",
    "Reuse",
]
