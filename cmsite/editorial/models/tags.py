"""Subjects: words that articles and interviews share."""

from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase


class Subject(ItemBase):
    """A word of a story."""

    tag = models.ForeignKey(
        "taggit.Tag", verbose_name="mot", on_delete=models.CASCADE, related_name="%(class)ss"
    )

    class Meta:
        abstract = True


class ArticleSubject(Subject):
    content_object = ParentalKey(
        "editorial.Article",
        verbose_name="article",
        on_delete=models.CASCADE,
        related_name="subjects",
    )

    class Meta:
        verbose_name = "sujet d’article"
        verbose_name_plural = "sujets d’articles"
        constraints = [
            models.UniqueConstraint("tag", "content_object", name="one_subject_per_article")
        ]


class InterviewSubject(Subject):
    content_object = ParentalKey(
        "editorial.Interview",
        verbose_name="entretien",
        on_delete=models.CASCADE,
        related_name="subjects",
    )

    class Meta:
        verbose_name = "sujet d’entretien"
        verbose_name_plural = "sujets d’entretiens"
        constraints = [
            models.UniqueConstraint("tag", "content_object", name="one_subject_per_interview")
        ]
