from django.db import models
from django.urls import reverse


class Series(models.Model):
    """Articles and interviews to be read one after the other, in the order of their dates."""

    title = models.CharField("titre", max_length=120, unique=True)
    slug = models.SlugField("adresse", max_length=120, unique=True)
    introduction = models.TextField("présentation", max_length=400, blank=True)

    class Meta:
        verbose_name = "série"
        verbose_name_plural = "séries"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("magazine:series", args=[self.slug])
