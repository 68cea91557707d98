"""What somebody has done: steps, degrees, campaigns, clients; and the languages they speak."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from directory.models.labels import label_of

http_only = URLValidator(schemes=["http", "https"])


class Dated:
    """Mixed into what has `start_year` and `end_year`."""

    @property
    def period(self) -> str:
        """« Depuis 2021 », « 2018 à 2021 », « 2014 », or nothing."""
        if self.start_year and not self.end_year:
            return f"Depuis {self.start_year}"
        if self.start_year and self.end_year != self.start_year:
            return f"{self.start_year} à {self.end_year}"
        return str(self.end_year or "")


class Experience(Dated, Orderable):
    """A step of someone’s path, here or abroad: a post, or a degree."""

    class Kind(models.TextChoices):
        POST = "poste", "Poste"
        DEGREE = "diplome", "Diplôme"

    profile = ParentalKey("directory.Profile", on_delete=models.CASCADE, related_name="experiences")
    kind = models.CharField("sorte", max_length=8, choices=Kind.choices, default=Kind.POST)
    title = models.CharField("poste ou diplôme", max_length=120)
    organisation = models.CharField("organisation ou école", max_length=120, blank=True)
    place = models.CharField("lieu", max_length=80, blank=True)
    start_year = models.PositiveSmallIntegerField("de")
    end_year = models.PositiveSmallIntegerField("à", null=True, blank=True)
    description = models.CharField("en une phrase", max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "expérience"
        verbose_name_plural = "parcours"
        constraints = [
            models.CheckConstraint(
                condition=Q(end_year__isnull=True) | Q(end_year__gte=F("start_year")),
                name="experience_ends_after_it_starts",
                violation_error_message="La fin d’une étape ne peut pas précéder son début.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Campaign(Orderable):
    """A piece of work that somebody shows: for whom, when, in what role, to what effect."""

    profile = ParentalKey("directory.Profile", on_delete=models.CASCADE, related_name="campaigns")
    title = models.CharField("campagne", max_length=120)
    client = models.CharField("pour qui", max_length=120, blank=True)
    year = models.PositiveSmallIntegerField("année")
    role = models.CharField("votre rôle", max_length=160, blank=True)
    result = models.CharField("résultat", max_length=300, blank=True)
    url = models.URLField("lien", blank=True, validators=[http_only])

    class Meta(Orderable.Meta):
        verbose_name = "campagne"
        verbose_name_plural = "campagnes"

    def __str__(self) -> str:
        return self.title


class Client(Dated, Orderable):
    """A client or a brand one works or worked for, and the yearly budget one managed there."""

    class Budget(models.TextChoices):
        """Euros a year, all taxes excluded."""

        NONE = "aucun", "Sans budget d’achat"
        UNDER_10K = "moins-10k", "Moins de 10\u202f000\u00a0€ par an"
        UNDER_50K = "10k-50k", "De 10\u202f000 à 50\u202f000\u00a0€ par an"
        UNDER_200K = "50k-200k", "De 50\u202f000 à 200\u202f000\u00a0€ par an"
        UNDER_1M = "200k-1m", "De 200\u202f000 à 1\u00a0million d’euros par an"
        OVER_1M = "plus-1m", "Plus de 1\u00a0million d’euros par an"

    profile = ParentalKey("directory.Profile", on_delete=models.CASCADE, related_name="clients")
    name = models.CharField("client ou marque", max_length=120)
    mission = models.CharField("mission", max_length=200, blank=True)
    budget = models.CharField("budget géré", max_length=10, choices=Budget.choices, blank=True)
    start_year = models.PositiveSmallIntegerField("de", null=True, blank=True)
    end_year = models.PositiveSmallIntegerField("à", null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "client"
        verbose_name_plural = "clients et budgets"
        constraints = [
            models.CheckConstraint(
                condition=Q(end_year__isnull=True)
                | Q(start_year__isnull=True)
                | Q(end_year__gte=F("start_year")),
                name="client_ends_after_it_starts",
                violation_error_message="La fin d’une mission ne peut pas précéder son début.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SpokenLanguage(Orderable):
    class Language(models.TextChoices):
        """ISO 639, the languages that trades ask for in France, its regional ones included."""

        FRENCH = "fr", "Français"
        ENGLISH = "en", "Anglais"
        SPANISH = "es", "Espagnol"
        GERMAN = "de", "Allemand"
        ITALIAN = "it", "Italien"
        PORTUGUESE = "pt", "Portugais"
        DUTCH = "nl", "Néerlandais"
        ARABIC = "ar", "Arabe"
        CHINESE = "zh", "Chinois"
        JAPANESE = "ja", "Japonais"
        KOREAN = "ko", "Coréen"
        RUSSIAN = "ru", "Russe"
        UKRAINIAN = "uk", "Ukrainien"
        POLISH = "pl", "Polonais"
        ROMANIAN = "ro", "Roumain"
        GREEK = "el", "Grec"
        TURKISH = "tr", "Turc"
        HEBREW = "he", "Hébreu"
        PERSIAN = "fa", "Persan"
        HINDI = "hi", "Hindi"
        VIETNAMESE = "vi", "Vietnamien"
        WOLOF = "wo", "Wolof"
        MALAGASY = "mg", "Malgache"
        CREOLE = "cpf", "Créole"
        BRETON = "br", "Breton"
        BASQUE = "eu", "Basque"
        CATALAN = "ca", "Catalan"
        CORSICAN = "co", "Corse"
        OCCITAN = "oc", "Occitan"
        ALSATIAN = "gsw", "Alsacien"
        SIGNS = "fsl", "Langue des signes française"

    class Level(models.TextChoices):
        BASIC = "notions", "Notions"
        WORKING = "professionnel", "Professionnel"
        FLUENT = "courant", "Courant"
        NATIVE = "maternelle", "Bilingue ou langue maternelle"

    profile = ParentalKey("directory.Profile", on_delete=models.CASCADE, related_name="languages")
    language = models.CharField("langue", max_length=3, choices=Language.choices)
    level = models.CharField("niveau", max_length=13, choices=Level.choices)

    class Meta(Orderable.Meta):
        verbose_name = "langue"
        verbose_name_plural = "langues"
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "language"],
                name="language_spoken_once",
                violation_error_message="Cette langue est déjà dans la liste.",
            )
        ]

    get_language_display = label_of("language", Language)

    def __str__(self) -> str:
        return f"{self.get_language_display()}, {self.get_level_display().lower()}"
