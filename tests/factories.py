"""Objects for tests: real places, invented people, nothing random in what is asserted."""

from datetime import timedelta
from unittest.mock import Mock

import factory
import pytest
from django.utils import timezone
from factory.django import DjangoModelFactory
from modelsearch import signal_handlers
from modelsearch.tasks import insert_or_update_object_task

from cmsite.accounts.models import User
from directory import indexing
from directory.models import Occupation, Profile, Sector, Skill
from map.models import Commune, Department, Postcode, Region
from surveys.models import Choice, Edition, EditionQuestion, Question

# code: name, département, latitude, longitude, population, postcodes
PLACES = {
    "75056": ("Paris", "75", 48.8566, 2.3522, 2133111, ["75001", "75011"]),
    "69123": ("Lyon", "69", 45.758, 4.835, 522250, ["69001", "69003", "69007"]),
    "35238": ("Rennes", "35", 48.1147, -1.6794, 225081, ["35000", "35200", "35700"]),
    "29232": ("Quimper", "29", 47.9975, -4.0979, 63283, ["29000"]),
    "33063": ("Bordeaux", "33", 44.8378, -0.5792, 261804, ["33000", "33800"]),
    "93066": ("Saint-Denis", "93", 48.9362, 2.3574, 113942, ["93200", "93210"]),
    "97411": ("Saint-Denis", "974", -20.8789, 55.4481, 155634, ["97400", "97490"]),
    "2A004": ("Ajaccio", "2A", 41.9192, 8.7386, 73822, ["20000", "20090"]),
}
DEPARTMENTS = {
    "75": ("Paris", "11"),
    "69": ("Rhône", "84"),
    "35": ("Ille-et-Vilaine", "53"),
    "29": ("Finistère", "53"),
    "33": ("Gironde", "75"),
    "93": ("Seine-Saint-Denis", "11"),
    "974": ("La Réunion", "04"),
    "2A": ("Corse-du-Sud", "94"),
}
REGIONS = {
    "11": "Île-de-France",
    "84": "Auvergne-Rhône-Alpes",
    "53": "Bretagne",
    "75": "Nouvelle-Aquitaine",
    "04": "La Réunion",
    "94": "Corse",
}


def commune(code: str = "69123") -> Commune:
    """One of PLACES, with its département and région, created once."""
    from django.utils.text import slugify

    name, department_code, latitude, longitude, population, postcodes = PLACES[code]
    department_name, region_code = DEPARTMENTS[department_code]
    region_name = REGIONS[region_code]
    region, _ = Region.objects.get_or_create(
        code=region_code, defaults={"name": region_name, "slug": slugify(region_name)}
    )
    department, _ = Department.objects.get_or_create(
        code=department_code,
        defaults={"name": department_name, "slug": slugify(department_name), "region": region},
    )
    place, created = Commune.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "folded_name": slugify(name).replace("-", " "),
            "department": department,
            "latitude": latitude,
            "longitude": longitude,
            "population": population,
        },
    )
    if created:
        Postcode.objects.bulk_create(Postcode(code=code, commune=place) for code in postcodes)
    return place


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@exemple.example")

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        """allauth’s own record of the address, confirmed unless verified=False."""
        from allauth.account.models import EmailAddress

        if create:
            EmailAddress.objects.create(
                user=self, email=self.email, primary=True, verified=extracted is not False
            )


class EditorFactory(UserFactory):
    email = factory.Sequence(lambda n: f"redaction{n}@exemple.example")
    is_staff = True
    is_superuser = True


class OccupationFactory(DjangoModelFactory):
    class Meta:
        model = Occupation
        django_get_or_create = ["code"]

    code = "community-manager"
    name = factory.LazyAttribute(lambda o: o.code.replace("-", " ").capitalize())


class SkillFactory(DjangoModelFactory):
    class Meta:
        model = Skill
        django_get_or_create = ["slug"]

    name = "Modération"
    slug = "moderation"


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector
        django_get_or_create = ["code"]

    code = "culture"
    name = "Culture et patrimoine"


class ProfileFactory(DjangoModelFactory):
    """A published profile in Lyon; `live=False` for a draft."""

    class Meta:
        model = Profile
        skip_postgeneration_save = True

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Camille Estrade {n}")
    slug = factory.Sequence(lambda n: f"camille-estrade-{n}")
    headline = "Community manager pour l’édition"
    status = Profile.Status.FREELANCE
    commune = factory.LazyFunction(commune)
    live = True
    first_published_at = last_published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _generate(cls, strategy, params):
        """Indexed once, when all is there, not at each step."""
        with pytest.MonkeyPatch.context() as patch:
            for module in (indexing, signal_handlers):
                patch.setattr(module, "insert_or_update_object_task", Mock())
            profile = super()._generate(strategy, params)
        if strategy == factory.CREATE_STRATEGY:
            insert_or_update_object_task.enqueue("directory", "profile", str(profile.pk))
        return profile

    @classmethod
    def _after_postgeneration(cls, instance, create, results=None):
        if create:
            instance.save()  # métiers and skills

    @factory.post_generation
    def occupations(self, create, extracted, **kwargs):
        if create:
            self.occupations.set(extracted or [OccupationFactory()])

    @factory.post_generation
    def skills(self, create, extracted, **kwargs):
        if create and extracted:
            self.skills.set(extracted)


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question
        django_get_or_create = ["code"]
        skip_postgeneration_save = True

    code = "genre"
    kind = Question.Kind.CHOICE
    label = "Vous êtes…"
    short_label = "Genre"

    @factory.post_generation
    def choices(self, create, extracted, **kwargs):
        """`choices={"femme": "Femme", …}`."""
        if create and extracted:
            for order, (code, label) in enumerate(extracted.items()):
                Choice.objects.create(question=self, code=code, label=label, sort_order=order)


class EditionFactory(DjangoModelFactory):
    """An open edition; traits for the other states."""

    class Meta:
        model = Edition

    class Params:
        announced = factory.Trait(opens_in=timedelta(days=10))
        closed = factory.Trait(opens_in=timedelta(days=-60))
        published = factory.Trait(opens_in=timedelta(days=-120))
        opens_in = timedelta(days=-10)

    year = factory.Sequence(lambda n: 2030 + n)
    title = factory.LazyAttribute(lambda o: f"Enquête {o.year}")
    opens_at = factory.LazyAttribute(lambda o: timezone.now() + o.opens_in)
    closes_at = factory.LazyAttribute(lambda o: o.opens_at + timedelta(days=45))
    results_at = factory.LazyAttribute(lambda o: o.closes_at + timedelta(days=30))


def ask(edition: Edition, *questions: Question) -> Edition:
    """Put the questions to the edition, one a screen."""
    for step, question in enumerate(questions, start=1):
        EditionQuestion.objects.create(
            edition=edition, question=question, step=step, sort_order=step
        )
    return edition
