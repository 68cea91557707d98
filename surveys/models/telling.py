"""What editors add to the results of an edition: comments, and who spoke of them."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from surveys.telling.chapters import CHAPTERS


class ChapterComment(models.Model):
    """What the editors have to say of a chapter; never a figure of its own."""

    edition = ParentalKey("Edition", on_delete=models.CASCADE, related_name="comments")
    chapter = models.CharField(
        "chapitre", max_length=20, choices=[(one.code, one.title) for one in CHAPTERS]
    )
    text = models.TextField(
        "commentaire",
        max_length=3000,
        help_text="Une ligne vide sépare deux paragraphes. Paraît en tête du chapitre, sous "
        "«\u202fLe commentaire de la rédaction\u202f».",
    )

    class Meta:
        verbose_name = "commentaire de chapitre"
        verbose_name_plural = "commentaires de chapitres"
        ordering = ["chapter"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "chapter"],
                name="one_comment_per_chapter",
                violation_error_message="Ce chapitre a déjà son commentaire.",
            )
        ]

    def __str__(self) -> str:
        return self.get_chapter_display()


class Reuse(Orderable):
    """An article, a talk or a page that used the results of an edition."""

    edition = ParentalKey("Edition", on_delete=models.CASCADE, related_name="reuses")
    title = models.CharField("titre", max_length=200)
    outlet = models.CharField("média ou auteur", max_length=120)
    url = models.URLField("adresse", blank=True)
    published_on = models.DateField("date", null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "reprise"
        verbose_name_plural = "reprises"

    def __str__(self) -> str:
        return f"{self.outlet} : {self.title}"
