"""A profile that holds something in every part, each a word that is found nowhere else."""

import datetime
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from directory import uploads
from directory.models import (
    Campaign,
    Client,
    Experience,
    Profile,
    Sector,
    SpokenLanguage,
)
from directory.visibility import Part
from tests.factories import ProfileFactory, SkillFactory

# Part: what tells that it is shown, wherever it may be.
MARKS = {
    Part.PORTRAIT: "/media/profils/",
    Part.EMPLOYER: "Zinfandel",
    Part.AVAILABILITY: "Disponible",
    Part.PATH: "Zanzibar",
    Part.DEGREES: "Zwickau",
    Part.CAMPAIGNS: "Zeppelin",
    Part.CLIENTS: "Zloty",
    Part.NETWORKS: "Mastodon",
    Part.LINKS: "zircon.example",
    Part.CV: "/cv/",
}


def picture(side: int = 160) -> bytes:
    output = BytesIO()
    Image.new("RGB", (side, side), "teal").save(output, "JPEG")
    return uploads.portrait(BytesIO(output.getvalue()), len(output.getvalue()))


def rows(count: int) -> dict[str, list]:
    """`count` of each that hang from a profile."""
    languages = SpokenLanguage.Language.values[:count]
    return {
        "experiences": [
            *(
                Experience(
                    title=f"Poste {n}",
                    organisation="Agence Zanzibar",
                    place="Londres",
                    start_year=2010 + n % 10,
                    sort_order=n,
                )
                for n in range(count)
            ),
            *(
                Experience(
                    kind="diplome",
                    title=f"Licence {n}",
                    organisation="École de Zwickau",
                    start_year=2005,
                    end_year=2008,
                    sort_order=100 + n,
                )
                for n in range(count)
            ),
        ],
        "campaigns": [
            Campaign(
                title=f"Campagne {n}",
                client="Zeppelin",
                year=2024,
                role="Idée",
                result="Onze candidatures",
                url="https://campagne.example/",
                sort_order=n,
            )
            for n in range(count)
        ],
        "clients": [
            Client(name=f"Zloty {n}", mission="Ligne", budget="10k-50k", sort_order=n)
            for n in range(count)
        ],
        "languages": [
            SpokenLanguage(language=code, level="courant", sort_order=n)
            for n, code in enumerate(languages)
        ],
    }


def rich_profile(count: int = 1, *, files: bool = True, **columns) -> Profile:
    """Online and public, in Lyon; `count` rows of each kind."""
    profile = ProfileFactory(
        **{
            "name": "Inès Cherfaoui",
            "slug": "ines-cherfaoui",
            "headline": "Je fais parler les ingénieurs",
            "biography": "Premier **paragraphe**.\n\nSecond paragraphe.",
            "employer": "Atelier Zinfandel",
            "since": datetime.date(2021, 4, 1),
            "working_since": 2015,
            "availability": "disponible",
            "engagements": ["cdi", "mission"],
            "remote": "hybride",
            "mobility": 100,
            "networks": [{"network": "mastodon", "audience": "1k-10k"}],
            "links": [{"label": "Mes notes", "url": "https://zircon.example/notes"}],
            "website": "https://www.zircon.example/",
            **columns,
        }
    )
    for name, instances in rows(count).items():
        setattr(profile, name, instances)
    profile.skills.set(
        [SkillFactory(name=f"Savoir {n}", slug=f"savoir-{n}") for n in range(count)]
        + [SkillFactory(name=f"Outil {n}", slug=f"outil-{n}", kind="outil") for n in range(count)]
    )
    profile.sectors.set(
        [Sector.objects.get_or_create(code=f"s{n}", name=f"Secteur {n}")[0] for n in range(count)]
    )
    profile.save()
    if files:
        profile.portrait.save("moi.webp", ContentFile(picture()), save=False)
        profile.cv.save("cv.pdf", ContentFile(b"%PDF-1.7\n%%EOF\n"), save=False)
        profile.save()
    return profile
