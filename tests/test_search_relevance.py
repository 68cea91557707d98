"""Who must come first, for sixty requests of ours over forty invented people."""

# A table is read by its rows.
# ruff: noqa: E501

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from cmsite import search
from directory import crowd
from directory.filters import ProfileFilter
from directory.models import Profile
from tests.factories import OccupationFactory, ProfileFactory, SectorFactory, SkillFactory, commune

pytestmark = pytest.mark.django_db

# name: headline, biography, métier, skills, sectors, place
PEOPLE = {
    "Ada Brémond": ("Community manager pour les musées", "Expositions, nocturnes.", "cm", "photo", "culture", "75056"),
    "Basile Corvec": ("Modérateur de forums", "J’ai travaillé pour un musée.", "mo", "moderation", "", "35238"),
    "Chloé Dartois": ("Social media manager, tourisme", "Offices de tourisme et gîtes.", "sm", "video", "tourisme", "29232"),
    "Damien Ertaud": ("Rédacteur web", "Tourisme, gastronomie, vin.", "cm", "redaction", "", "33063"),
    "Élodie Fabre": ("Responsable éditoriale", "Lignes éditoriales de marques.", "sm", "redaction", "", "69123"),
    "Farid Gaillot": ("Vidéaste pour les réseaux", "Formats courts, TikTok.", "cm", "video", "", "93066"),
    "Gaëlle Hamon": ("Animatrice de communautés de joueurs", "Serveurs Discord, tournois.", "cm", "moderation", "jeu", "35238"),
    "Hugo Iralde": ("Consultant en réseaux sociaux", "Audits, formations.", "sm", "publicite", "", "33063"),
    "Inès Jaouen": ("Communication de crise", "Veille de nuit, cellules de crise.", "cm", "veille", "", "29232"),
    "Jules Kermarec": ("Community manager sportif", "Clubs de rugby et de voile.", "cm", "photo", "sport", "29232"),
    "Karine Lormel": ("Chargée de communication, hôpital", "Santé publique, prévention.", "cm", "redaction", "sante", "69123"),
    "Léo Maurin": ("Podcasteur", "Montage sonore, entretiens.", "cm", "podcast", "", "75056"),
    "Manon Nivet": ("Community manager pour l’édition", "Romans, rentrée littéraire.", "cm", "redaction", "culture", "75056"),
    "Noé Oriol": ("Graphiste et community manager", "Identités visuelles, affiches.", "cm", "graphisme", "", "2A004"),
    "Océane Payet": ("Community manager à La Réunion", "Créole et français.", "cm", "video", "tourisme", "97411"),
    "Paul Quéré": ("Développeur devenu community manager", "Logiciel libre, Mastodon.", "cm", "veille", "numerique", "35238"),
    "Quitterie Roche": ("Influence et partenariats", "Créateurs, marques de mode.", "sm", "influence", "mode", "75056"),
    "Rémi Sabatier": ("Social ads", "Campagnes payantes, acquisition.", "sm", "publicite", "", "69123"),
    "Sarah Tellier": ("Community manager associative", "Bénévoles, collectes, ONG.", "cm", "moderation", "associations", "93066"),
    "Théo Ullmann": ("Community manager bancaire", "Service client en ligne.", "cm", "service-client", "finance", "69123"),
    "Ulysse Vannier": ("Photographe de marques", "Packshots, portraits.", "cm", "photo", "", "33063"),
    "Violette Wagner": ("Traductrice et community manager", "Allemand, anglais.", "cm", "redaction", "", "75056"),
    "Wassim Xavier": ("Community manager de collectivité", "Mairies, budgets participatifs.", "cm", "moderation", "public", "93066"),
    "Xénia Yvon": ("Newsletter et emailing", "Infolettres de médias.", "cm", "infolettre", "media", "75056"),
    "Yann Zerbib": ("Community manager culinaire", "Recettes, chefs, restaurants.", "cm", "photo", "gastronomie", "69123"),
    "Zoé Arnould": ("Stratégie de contenu", "Calendriers éditoriaux.", "sm", "redaction", "", "35238"),
    "Anaïs Bellec": ("Community manager voile et nautisme", "Régates, ports, pêche.", "cm", "video", "sport", "29232"),
    "Benoît Clavel": ("Analyste des réseaux", "Tableaux de bord, statistiques.", "sm", "statistiques", "", "69123"),
    "Clara Devos": ("Community manager mode et beauté", "Défilés, cosmétique.", "cm", "influence", "mode", "75056"),
    "Driss Elkaim": ("Community manager pour startups", "Levées de fonds, recrutement.", "cm", "redaction", "numerique", "33063"),
    "Emma Fontan": ("Marque employeur", "Recrutement, ambassadeurs.", "sm", "recrutement", "", "69123"),
    "Félix Garnier": ("Community manager de théâtre", "Scènes, billetterie.", "cm", "photo", "culture", "69123"),
    "Gisèle Huon": ("Community manager bio et agriculture", "Fermes, coopératives.", "cm", "redaction", "agriculture", "29232"),
    "Henri Imbert": ("Community manager automobile", "Essais, salons.", "cm", "video", "automobile", "33063"),
    "Iris Joly": ("Community manager de festival", "Concerts, bénévoles.", "cm", "photo", "culture", "2A004"),
    "Jean Kieffer": ("Formateur aux réseaux sociaux", "Ateliers pour artisans.", "sm", "formation", "", "93066"),
    "Lina Mansouri": ("Community manager et accessibilité", "Sous-titres, contrastes.", "cm", "accessibilite", "", "75056"),
    "Marius Noël": ("Community manager immobilier", "Agences, visites filmées.", "cm", "video", "immobilier", "33063"),
    "Nora Oudin": ("Community manager dans l’enseignement", "Universités, étudiants.", "cm", "redaction", "education", "35238"),
    "Oscar Pinel": ("Community manager de presse", "Journal local, commentaires.", "cm", "moderation", "media", "2A004"),
}  # fmt: skip
OCCUPATIONS = {"cm": "Community manager", "sm": "Social media manager", "mo": "Modérateur·rice"}
SKILLS = {
    "photo": "Photographie", "moderation": "Modération", "video": "Montage vidéo",
    "redaction": "Rédaction web", "publicite": "Publicité en ligne", "veille": "Veille",
    "podcast": "Podcast", "graphisme": "Création graphique", "influence": "Relations influenceurs",
    "service-client": "Service client", "infolettre": "Infolettre",
    "statistiques": "Mesure d’audience", "recrutement": "Marque employeur",
    "formation": "Formation", "accessibilite": "Accessibilité des contenus",
}  # fmt: skip

# words: who comes first; then, how many are found when it matters.
REQUESTS = {
    # Names, whole or begun, with or without accents.
    "Ada Brémond": "Ada Brémond", "bremond": "Ada Brémond", "élodie": "Élodie Fabre",
    "ELODIE": "Élodie Fabre", "théo ullmann": "Théo Ullmann", "Noël": "Marius Noël",
    "xenia": "Xénia Yvon", "quitt": "Quitterie Roche", "kermar": "Jules Kermarec",
    "zerb": "Yann Zerbib", "sabatier remi": "Rémi Sabatier", "félix gar": "Félix Garnier",
    # The headline before the biography.
    "musée": "Ada Brémond", "musées": "Ada Brémond", "tourisme": "Chloé Dartois",
    "crise": "Inès Jaouen", "recrutement": "Emma Fontan", "bénévoles": ("Sarah Tellier", "Iris Joly"),
    "édition": "Manon Nivet", "l’édition": "Manon Nivet", "éditoriale": ("Élodie Fabre",),
    "podcast": "Léo Maurin", "podcasts": "Léo Maurin", "communication": ("Karine Lormel", "Inès Jaouen"),
    "joueurs": "Gaëlle Hamon", "joueur": "Gaëlle Hamon", "voile": "Anaïs Bellec",
    "sportifs": "Jules Kermarec", "photographe": "Ulysse Vannier", "vidéaste": "Farid Gaillot",
    "modérateur": "Basile Corvec", "moderateurs": "Basile Corvec", "newsletter": "Xénia Yvon",
    "infolettres": "Xénia Yvon", "formateur": "Jean Kieffer", "formations": "Jean Kieffer",
    "collectivités": "Wassim Xavier", "mode": ("Clara Devos", "Quitterie Roche"),
    "beauté": "Clara Devos", "statistique": "Benoît Clavel", "ads": "Rémi Sabatier",
    "influence": "Quitterie Roche", "accessibilité": "Lina Mansouri", "contenu": "Zoé Arnould",
    "théâtre": "Félix Garnier", "theatres": "Félix Garnier", "festivals": "Iris Joly",
    "presse locale": "Oscar Pinel", "immobilier": "Marius Noël", "universités": "Nora Oudin",
    # Several words, all of them wanted, wherever they are.
    "community manager musées": "Ada Brémond", "vidéo tourisme": "Chloé Dartois",
    "réseaux sociaux": ("Hugo Iralde", "Jean Kieffer"), "marque employeur": "Emma Fontan",
    "service client bancaire": "Théo Ullmann", "stratégie de contenu": "Zoé Arnould",
    "un graphiste": "Noé Oriol", "rugby": "Jules Kermarec", "discord": "Gaëlle Hamon",
    # Begun words, when nobody has them whole.
    "modérat": "Basile Corvec", "photograp": ("Ulysse Vannier",), "accessib": "Lina Mansouri",
    "tradu": "Violette Wagner", "community manager cul": "Yann Zerbib",
}  # fmt: skip


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    """Written once for all the requests, then gone."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        for name, (headline, biography, trade, skill, sector, place) in PEOPLE.items():
            profile = ProfileFactory(
                name=name,
                slug=f"p{list(PEOPLE).index(name)}",
                headline=headline,
                biography=biography,
                occupations=[OccupationFactory(code=trade, name=OCCUPATIONS[trade])],
                skills=[SkillFactory(name=SKILLS[skill], slug=skill)],
                commune=commune(place),
            )
            if sector:
                profile.sectors.set([SectorFactory(code=sector, name=sector.capitalize())])
                profile.save()
        yield
        transaction.set_rollback(True)


def found(text: str) -> list[str]:
    query = QueryDict(mutable=True)
    query["q"] = text
    filters = ProfileFilter(query, Profile.objects.published())
    assert filters.is_valid() and filters.order == "pertinence"
    names = dict(Profile.objects.values_list("pk", "name"))
    return [names[pk] for pk in filters.crowd.pks()]


def test_there_are_sixty_of_them():
    assert len(REQUESTS) >= 60 and len(PEOPLE) >= 40


@pytest.mark.parametrize("text", REQUESTS)
def test_who_comes_first(people, text):
    expected = REQUESTS[text]
    first = found(text)[: 1 if isinstance(expected, str) else len(expected)]
    assert set(first) == ({expected} if isinstance(expected, str) else set(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("charpente", set()),
        ("rugby opéra", set()),
        ("de la et", set()),
        ("voile", {"Anaïs Bellec", "Jules Kermarec"}),
        # A word that somebody has whole is not taken for a beginning.
        ("mode", {"Clara Devos", "Quitterie Roche"}),
    ],
)
def test_who_is_found_at_all(people, text, expected):
    assert set(found(text)) == expected


def test_another_order_may_be_asked_for(people):
    query = QueryDict("q=musée&tri=nom")
    filters = ProfileFilter(query, Profile.objects.published())
    assert filters.crowd.pks() == list(filters.qs.values_list("pk", flat=True))


def test_of_many_people_the_named_and_the_latest_are_compared_the_others_follow(
    people, monkeypatch
):
    everybody = found("community")
    assert len(everybody) > 10
    monkeypatch.setattr(crowd, "RANKED", 3)
    # Named so, however long ago they came.
    for text in ("musée", "tourisme", "podcast", "community manager musées", "crise"):
        expected = REQUESTS[text]
        assert found(text)[0] == expected, text
    # So many are named so that it tells nothing: the latest come first, nobody twice.
    latest = list(
        Profile.objects.order_by("-last_published_at", "-pk").values_list("name", flat=True)
    )
    some = [name for name in latest if name in everybody]
    again = found("community")
    assert set(again[:3]) == set(some[:3]) and again[3:] == some[3:]


def test_whom_too_many_are_called_like_is_not_looked_for_twice_in_a_minute(people, monkeypatch):
    monkeypatch.setattr(crowd, "RANKED", 3)
    found("crise")
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            before = found("community")
        costs.append(len(queries))
    monkeypatch.setattr(search, "WIDESPREAD", {})
    assert found("community") == before
    assert costs[0] == costs[1] + 1


def test_a_word_said_twice_asks_for_nothing_more(people):
    assert found("voile voile VOILE") == found("voile")
