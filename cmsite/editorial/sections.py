from django.db import models


class Section(models.TextChoices):
    """The sections of the magazine, in the order in which they are proposed."""

    METHOD = "methode", "Méthode"
    CAREER = "carrieres", "Carrières"
    SURVEY = "enquete", "L’enquête"
    TOOLS = "outils", "Outils"
    TRADE = "metier", "Le métier"
