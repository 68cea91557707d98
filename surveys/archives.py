"""What earlier French surveys of the trade published, and where: facts, never completed.

Two sources that disagree are two figures under the same label.  2010 has its dates and nothing
else: its results were not found.
"""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

MEDIAN, MEAN = "salaire-median", "salaire-moyen"
PARIS = ZoneInfo("Europe/Paris")
BDM = "Blog du modérateur"


class Figure(NamedTuple):
    """`number` in euros a year when `measure` says so."""

    label: str
    value: str
    source: str
    measure: str = ""
    number: float | None = None
    note: str = ""


class Archive(NamedTuple):
    year: int
    title: str
    introduction: str
    figures: tuple[Figure, ...] = ()
    dates: tuple[datetime, datetime, datetime] | None = None
    url: str = ""


def people(count: int, source: str) -> Figure:
    return Figure("Réponses", f"{count:,}".replace(",", " "), source)


def median(euros: int, source: str, note: str = "") -> Figure:
    value = f"{euros:,} €".replace(",", " ")
    return Figure("Salaire brut annuel médian", value, source, MEDIAN, euros, note)


def mean(euros: int, source: str, note: str = "", label: str = "") -> Figure:
    value = f"{euros:,} €".replace(",", " ")
    return Figure(label or "Salaire brut annuel moyen", value, source, MEAN, euros, note)


def share(label: str, value: str, source: str, note: str = "") -> Figure:
    return Figure(label, value, source, note=note)


def _archive(year: int, *figures: Figure, page: str = "") -> Archive:
    introduction = (
        f"Une enquête menée en {year} par le Blog du modérateur et ses partenaires. "
        "Seuls les chiffres publiés alors sont repris, chacun avec sa source."
    )
    url = f"https://www.blogdumoderateur.com/{page}/" if page else ""
    return Archive(year, f"Enquête {year}", introduction, figures, url=url)


WOMEN, CAPITAL = "Part de femmes", "Part en Île-de-France"
IN_2012 = f"{BDM}, d’après clubic.com et vertuoz.fr"
IN_2014 = f"{BDM}, d’après journalauto.com et lemondeinformatique.fr"
IN_2015 = f"{BDM}, d’après sco.lt/6DqOf3"
IN_2016 = f"{BDM}, d’après wis-ecoles.com"
IN_2018 = f"{BDM}, d’après journaldelagence.com"
IN_2019 = f"{BDM}, d’après courriercadres.com"
IN_2020 = f"{BDM}, d’après jai-un-pote-dans-la.com"
IN_2021 = f"{BDM}, d’après les-rh.fr et strategies.fr"
IN_2022 = f"{BDM}, repris par seo-consult.fr"
IN_2024 = f"{BDM}, d’après influencia.net"

ARCHIVES = (
    Archive(
        2010,
        "Enquête 2010",
        "La première enquête sur le métier en France : huit questions sur l’âge, le genre, le "
        "poste et les expériences passées, aux community managers, webmarketeurs et modérateurs.",
        dates=(
            datetime(2010, 5, 17, tzinfo=PARIS),
            datetime(2010, 6, 18, 23, 59, tzinfo=PARIS),
            datetime(2010, 6, 28, tzinfo=PARIS),
        ),
    ),
    _archive(
        2011,
        people(454, BDM),
        share(WOMEN, "55 %", BDM),
        share(CAPITAL, "environ 50 %", BDM),
        share("En CDI", "50 %", BDM),
        share("En stage", "18 %", BDM),
    ),
    _archive(
        2012,
        people(577, IN_2012),
        median(25_000, IN_2012),
        share("Moins de 30 000 € par an", "73 %", IN_2012),
        share(WOMEN, "52 %", IN_2012),
        share(CAPITAL, "49,6 %", IN_2012),
    ),
    _archive(
        2013,
        people(610, BDM),
        median(25_000, BDM),
        share(WOMEN, "51 %", BDM),
        share(CAPITAL, "44 %", BDM),
        share("En CDI", "53 %", BDM),
        share("En stage", "16 %", BDM),
        page="les-resultats-de-lenquete-2013-sur-les-community-managers-en-france",
    ),
    _archive(
        2014,
        people(760, IN_2014),
        median(26_830, IN_2014, "Sur 551 réponses, CDI et CDD."),
        share("Âge médian", "27 ans", IN_2014),
        share(WOMEN, "55 %", IN_2014),
        share(CAPITAL, "47 %", IN_2014),
        share("En CDI", "59 %", IN_2014),
        share("En CDD", "14 %", IN_2014),
        share("En stage ou en alternance", "13 %", IN_2014),
        share("Indépendants", "13 %", IN_2014),
    ),
    _archive(
        2015,
        people(623, IN_2015),
        share(WOMEN, "62 %", IN_2015),
        share(CAPITAL, "35 %", IN_2015),
    ),
    _archive(
        2016,
        mean(28_000, IN_2016),
        share("Salaire moyen à Paris", "34 000 €", IN_2016),
        share("Salaire moyen hors de Paris", "moins de 23 000 €", IN_2016),
        share(WOMEN, "59 %", IN_2016),
        share(CAPITAL, "42 %", IN_2016),
        share("En CDI", "50 %", IN_2016),
        share("En stage", "24 %", IN_2016),
        share("Indépendants", "16 %", IN_2016),
        page="enquete-cm-2016",
    ),
    _archive(
        2018,
        people(1150, IN_2018),
        mean(28_527, IN_2018, "28 382 € l’année précédente."),
        share("Écart en faveur de Paris", "5 000 €", IN_2018),
        share("Écart en défaveur des femmes", "2 000 €", IN_2018),
        share(WOMEN, "66 %", IN_2018),
        share(CAPITAL, "37 %", IN_2018),
        share("En CDI", "52 à 53 %", IN_2018),
        share("Indépendants", "13 %", IN_2018),
        share("En stage ou en alternance", "23 %", IN_2018),
        page="enquete-cm-2018",
    ),
    _archive(
        2019,
        people(1035, IN_2019),
        mean(29_063, IN_2019),
        share(WOMEN, "69 %", IN_2019),
        share(CAPITAL, "34 %", IN_2019),
        page="enquete-cm-2019",
    ),
    _archive(
        2020,
        people(834, IN_2020),
        mean(28_888, IN_2020, "CDI seulement.", "Salaire moyen des CDI"),
        share(WOMEN, "72 %", IN_2020),
        share(CAPITAL, "31 %", IN_2020),
        share("En CDI", "59 %", IN_2020),
        share("En CDD", "9 %", IN_2020),
        share("En stage ou en alternance", "13 %", IN_2020),
        share("Indépendants", "15 %", IN_2020),
        page="enquete-cm-2020",
    ),
    _archive(
        2021,
        people(853, IN_2021),
        mean(29_400, "elaee.com", "En désaccord avec livre-css3.fr."),
        mean(27_251, "livre-css3.fr", "En désaccord avec elaee.com."),
        share("Écart en défaveur des femmes", "12,7 %", IN_2021),
        share(WOMEN, "75,5 %", IN_2021),
        share(CAPITAL, "27,5 %", IN_2021, "La source écrit « Paris »."),
    ),
    _archive(
        2022,
        people(902, IN_2022),
        median(28_000, IN_2022),
        share("Premier quartile du salaire", "23 000 €", IN_2022),
        share("Troisième quartile du salaire", "36 000 €", IN_2022),
        share(WOMEN, "plus des deux tiers", IN_2022),
        share(CAPITAL, "28 %", IN_2022),
        share("En CDI", "46,5 %", IN_2022),
    ),
    _archive(
        2023,
        people(1142, BDM),
        median(29_000, BDM),
        mean(30_154, BDM),
        share("Premier quartile du salaire", "24 000 €", BDM),
        share("Troisième quartile du salaire", "35 000 €", BDM),
        share("Salaire des social media managers", "34 000 €", BDM),
        share("Salaire des community managers", "25 500 €", BDM),
        share(WOMEN, "plus des deux tiers", BDM),
        share(CAPITAL, "25 %", BDM),
        share("En CDI", "45 %", BDM),
        page="community-manager-2023-profil",
    ),
    _archive(
        2024,
        people(1010, IN_2024),
        share("Gèrent un compte Instagram", "74 %", IN_2024, "Formulation ambiguë."),
        share("Gèrent une page LinkedIn", "68 %", IN_2024, "Formulation ambiguë."),
        share("Gèrent une page Facebook", "57 %", IN_2024, "Formulation ambiguë."),
        share("Gèrent un compte TikTok", "26 %", IN_2024, "Formulation ambiguë."),
    ),
)
