"""Every place of France is found as people write it, and nothing else is."""

import math

import pytest

from map.folding import fold
from map.gazetteer import CITIES, gazetteer, table
from map.typos import distance

PLACES = list(gazetteer().by_code.values())
DEPARTMENTS = {row["code"]: row["name"] for row in table("departments")}
NEIGHBOUR = 3  # kilometres


def labels(text: str) -> list[str]:
    return [place.label for place in gazetteer().search(text)]


# --- Folding ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("ŒUILLY", "oeuilly"),
        ("St-Étienne", "saint etienne"),
        ("Stes-Maries", "saintes maries"),
        ("Chalon s/ Saône", "chalon sur saone"),
        ("Eve\u0301", "eve"),
        ("  Le\u00a0Mans\t", "le mans"),
        ("\x00日本", ""),
    ],
)
def test_folding_keeps_what_is_compared(text, folded):
    assert fold(text) == folded


def test_folding_twice_changes_nothing():
    for place in PLACES[::7]:
        assert fold(place.folded_name) == place.folded_name == fold(place.name)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("paris", "paris", 0), ("marseile", "marseille", 1), ("grenobel", "grenoble", 1)]
    + [("lyonn", "lyon", 1), ("nantes", "mantes", 1), ("ab", "", 2), ("reins", "reims", 1)],
)
def test_typing_errors_are_counted(one, other, edits):
    assert distance(one, other) == distance(other, one) == edits


# --- Properties of all places -----------------------------------------------------------------
def test_every_place_is_found_by_its_own_label():
    lost = [place.label for place in PLACES if gazetteer().search(place.label) != [place]]
    assert not lost


def test_every_place_is_found_by_its_name_and_each_of_its_postcodes():
    search = gazetteer().search
    lost = [
        (place.label, postcode)
        for place in PLACES
        if place.code not in CITIES  # their postcodes say which arrondissement
        for postcode in place.postcodes
        if [place] != search(f"{place.name} {postcode}")
        or [place] != search(f"{postcode} {place.name.upper()}")
    ]
    assert not lost


def test_every_place_is_found_by_its_unaccented_name_in_capitals_and_its_departement():
    search = gazetteer().search
    lost = [
        text
        for place in PLACES
        for text in (
            f"{place.folded_name.upper()} {fold(DEPARTMENTS[place.department]).upper()}",
            f"{place.folded_name.upper()} {place.department}",
        )
        if search(text) != [place]
    ]
    assert not lost


def test_every_place_is_found_by_its_insee_code():
    """Unless it is also the postcode of other communes, which is what people write."""
    known = gazetteer()
    lost = [
        place.label
        for place in PLACES
        if place.code not in known.postcodes and known.search(place.code) != [place]
    ]
    assert not lost


def kilometres(one, other) -> float:
    east = (one.longitude - other.longitude) * math.cos(math.radians(one.latitude))
    return math.hypot(one.latitude - other.latitude, east) * 111.2


def test_the_point_of_every_place_leads_back_to_it_or_to_a_neighbour():
    """A neighbour: its point is the same, or an arrondissement of the city lies there."""
    away = []
    for place in PLACES:
        (nearest,) = gazetteer().nearest(place.latitude, place.longitude)
        same = nearest == place or kilometres(place, nearest) < 0.05
        if not same and not (
            nearest.parent == place.code and kilometres(place, nearest) < NEIGHBOUR
        ):
            away.append((place.label, nearest.label))
    assert not away


# --- The hard cases ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "label"),
    [
        # Arrondissements
        ("Paris 11e", "Paris 11e (75)"),
        ("paris 11", "Paris 11e (75)"),
        ("Paris 1er", "Paris 1er (75)"),
        ("Paris XI", "Paris 11e (75)"),
        ("Paris XIème", "Paris 11e (75)"),
        ("11ème Paris", "Paris 11e (75)"),
        ("75011", "Paris 11e (75)"),
        ("75116", "Paris 16e (75)"),
        ("75011 PARIS CEDEX 11", "Paris 11e (75)"),
        ("F-75011 Paris", "Paris 11e (75)"),
        ("Lyon 3ème", "Lyon 3e (69)"),
        ("Lyon 3ème arrondissement France", "Lyon 3e (69)"),
        ("3e arrondissement de Lyon", "Lyon 3e (69)"),
        ("69003 LYON", "Lyon 3e (69)"),
        ("Marseille 13e", "Marseille 13e (13)"),
        ("Marseille 13", "Marseille (13)"),
        ("13 - Marseille", "Marseille (13)"),
        ("Marseille 13008", "Marseille 8e (13)"),
        # Départements, régions and country beside the name
        ("Lyon (69)", "Lyon (69)"),
        ("69 Lyon", "Lyon (69)"),
        ("lyon, france", "Lyon (69)"),
        ("Nantes, Loire-Atlantique, Pays de la Loire, France", "Nantes (44)"),
        ("Saint Etienne Loire", "Saint-Étienne (42)"),
        ("St-Denis Réunion", "Saint-Denis (974)"),
        ("Saint-Denis de la Réunion", "Saint-Denis (974)"),
        ("Saint Denis, La Réunion", "Saint-Denis (974)"),
        ("Saint-Denis (974)", "Saint-Denis (974)"),
        ("Saint-Denis, Île-de-France", "Saint-Denis (93)"),
        ("Vienne Isère", "Vienne (38)"),
        ("Vienne en Isère", "Vienne (38)"),
        ("Valence, Drôme", "Valence (26)"),
        ("Annecy Rhône-Alpes", "Annecy (74)"),
        ("Nice PACA", "Nice (06)"),
        ("Saint-Brieuc, Côtes-du-Nord", "Saint-Brieuc (22)"),
        ("Ajaccio (20)", "Ajaccio (2A)"),
        ("Bourges dépt 18", "Bourges (18)"),
        ("Roissy-en-France", "Roissy-en-France (95)"),
        # Letters, articles, abbreviations
        ("st etienne", "Saint-Étienne (42)"),
        ("L'Hay les Roses", "L’Haÿ-les-Roses (94)"),
        ("L Hay les roses", "L’Haÿ-les-Roses (94)"),
        ("haÿ-les-roses (L’)", "L’Haÿ-les-Roses (94)"),
        ("Le Mans", "Le Mans (72)"),
        ("Mans (Le)", "Le Mans (72)"),
        ("72000 MANS (LE)", "Le Mans (72)"),
        ("Mans", "Le Mans (72)"),
        ("Havre", "Le Havre (76)"),
        ("oeuilly 02160", "Œuilly (02)"),
        ("Ste-Marie 974", "Sainte-Marie (974)"),
        ("Y", "Y (80)"),
        ("Neuilly s/Seine", "Neuilly-sur-Seine (92)"),
        ("Villeneuve s/ Lot", "Villeneuve-sur-Lot (47)"),
        ("Villeneuve/Lot", "Villeneuve-sur-Lot (47)"),
        ("Villeneuve s Lot", "Villeneuve-sur-Lot (47)"),
        ("N-D de Bondeville", "Notre-Dame-de-Bondeville (76)"),
        # Postcodes
        ("Saint-Denis 93200", "Saint-Denis (93)"),
        ("97400 Saint-Denis", "Saint-Denis (974)"),
        ("33 000 Bordeaux", "Bordeaux (33)"),
        ("Bordeaux Cedex 33076", "Bordeaux (33)"),
        ("35042 Rennes Cedex", "Rennes (35)"),
        ("CP 29200", "Brest (29)"),
        ("Boulogne 92100", "Boulogne-Billancourt (92)"),
        ("Aix 13100", "Aix-en-Provence (13)"),
        ("2A004", "Ajaccio (2A)"),
        # Addresses
        ("12 rue des Lilas, 33000 Bordeaux", "Bordeaux (33)"),
        ("12 rue de Paris 33000 Bordeaux", "Bordeaux (33)"),
        ("12 rue des Lilas, Bordeaux", "Bordeaux (33)"),
        ("Bâtiment B\n3 place Bellecour\n69002 Lyon", "Lyon 2e (69)"),
        ("Télétravail - Lyon", "Lyon (69)"),
        ("12 rue de Paris Rennes", "Rennes (35)"),
        ("12 rue de Paris 35000", "Rennes (35)"),
        ("12 bis rue de Paris Rennes, France", "Rennes (35)"),
        ("3 place de la Mairie, Rennes", "Rennes (35)"),
        ("3 place de la Mairie à Monein", "Monein (64)"),
        ("8 cours Mirabeau Aix-en-Provence", "Aix-en-Provence (13)"),
        ("4 av. Jean Jaurès Lyon 3ème", "Lyon 3e (69)"),
        # Former and longer names
        ("Pierrefitte-sur-Seine", "Saint-Denis (93)"),
        ("Annecy-le-Vieux", "Annecy (74)"),
        ("Châlons-sur-Marne", "Châlons-en-Champagne (51)"),
        ("Saint-Ouen 93400", "Saint-Ouen-sur-Seine (93)"),
        ("Cherbourg", "Cherbourg-en-Cotentin (50)"),
        # Overseas
        ("Papeete", "Papeete (987)"),
        ("noumea", "Nouméa (988)"),
        ("Saint-Barthélemy 97133", "Saint-Barthélemy (977)"),
        ("Saint-Pierre 975", "Saint-Pierre (975)"),
        # Typing errors
        ("Marseile", "Marseille (13)"),
        ("Grenobel", "Grenoble (38)"),
        ("Lyonn", "Lyon (69)"),
        ("Lile", "Lille (59)"),
        ("Agners", "Angers (49)"),
        ("Nante", "Nantes (44)"),
        ("Toulouze", "Toulouse (31)"),
        ("Perpignant", "Perpignan (66)"),
        ("Strassbourg", "Strasbourg (67)"),
        ("Aix en Provense", "Aix-en-Provence (13)"),
        ("Boulogne Bilancourt", "Boulogne-Billancourt (92)"),
        ("Monpelier", "Montpellier (34)"),
        ("Chalon sur Soane", "Chalon-sur-Saône (71)"),
        ("Renes (35)", "Rennes (35)"),
        ("33000 Bordo", "Bordeaux (33)"),
        # Beginnings
        ("Montpel", "Montpellier (34)"),
        ("Clermont-F", "Clermont-Ferrand (63)"),
        ("Clermont 63", "Clermont-Ferrand (63)"),
        ("Ivry", "Ivry-sur-Seine (94)"),
        ("La Teste", "La Teste-de-Buch (33)"),
        ("Chamonix", "Chamonix-Mont-Blanc (74)"),
    ],
)
def test_a_place_is_found_as_people_write_it(text, label):
    assert labels(text) == [label]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Saint-Denis", ["Saint-Denis (974)", "Saint-Denis (93)"]),
        ("Œuilly", ["Œuilly (51)", "Œuilly (02)"]),
        ("Évry", ["Évry-Courcouronnes (91)", "Évry (89)"]),
        ("Saint-Barthélemy", ["Saint-Barthélemy (977)", "Saint-Barthélemy (56)"]),
        ("38360", ["Sassenage (38)", "Noyarey (38)", "Engins (38)"]),
        ("12 rue des Lilas 38360", ["Sassenage (38)", "Noyarey (38)", "Engins (38)"]),
    ],
)
def test_homonyms_and_shared_postcodes_come_most_populated_first(text, first):
    assert labels(text)[: len(first)] == first
    assert len(labels(text)) > 1


@pytest.mark.parametrize(
    "text",
    ["", "   ", "…", "-", "\x00", "x" * 9999, "," * 9999, "<script>alert(1)</script>"]
    + ["zzzz", "toto", "test", "azerty", "n/a", "null", "non renseigné", "99999", "00000", "69"]
    + [
        "France",
        "Toute la France",
        "Île-de-France",
        "Europe",
        "monde",
        "région parisienne",
    ]
    + ["télétravail", "à distance", "remote", "partout", "nulle part", "chez moi", "je ne sais pas"]
    + [
        "community manager",
        "développeur web",
        "marketing",
        "freelance",
        "réseaux sociaux",
        "agence",
    ]
    + ["rue de la République", "rue de Paris", "12 rue de la Paix", "avenue Jean Jaurès"]
    + ["Bruxelles", "Genève", "Londres", "Lausanne", "Luxembourg", "Barcelone", "Berlin", "Monaco"]
    + ["12 rue de Saint-Denis", "rue de la Croix Rouge", "12 rue de Marseille et Lyon"]
    + ["rue de Paris, Rennes, Nantes", "rue du Pont", "12 rue Saint-Denis"]
    + ["Rennes 75011", "Rennes (74)", "Lyon/Paris", "Paris, Lyon", "Paris, Lyon et Marseille"]
    + ["Trifouilly-les-Oies", "Villen"],
)
def test_what_is_not_one_place_gives_nothing(text):
    assert labels(text) == []


@pytest.mark.parametrize(
    "words",
    [
        "agent anges angle antilles argent beauté berger bons canne chalet cheval colle commerce",
        "compagne couteau courbe demain design douzaine est famille fort gentille graisse gros",
        "grosse lion longue mention mets monter montre nord-est olive personne poire poisse porte",
        "pavillon reins remis roues sable sainte salarié ouest saumure troyen village",
        "contenu rédactrice stratégie influence graphiste alternance stagiaire community digital",
        "parisienne lyonnais bordelais toulousain orléanais breton maison bureau voiture vélo",
    ],
)
def test_an_ordinary_word_is_never_guessed_to_be_a_place(words):
    assert {word: labels(word) for word in words.split() if labels(word)} == {}


@pytest.mark.parametrize("word", ["Orange", "Valence", "Nice", "Tours", "Mer", "Avion", "Lens"])
def test_a_place_with_the_name_of_a_thing_stays_a_place(word):
    assert labels(word)[0].startswith(word)


def test_an_unknown_text_resembles_places():
    found = gazetteer().resembling("Saint-Barthelemi")
    assert found[0].label == "Saint-Barthélemy (977)"
    assert gazetteer().resembling("zzzz") == gazetteer().resembling("") == []


# --- Suggestions ------------------------------------------------------------------------------
def suggested(text: str, limit: int = 3) -> list[str]:
    return [
        place.label + (f", anciennement {former}" if former else "")
        for place, former in gazetteer().suggest(text, limit)
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ren", ["Rennes (35)", "Renage (38)"]),
        ("pari", ["Paris (75)", "Paris 15e (75)"]),
        ("paris 1", ["Paris 1er (75)", "Paris 15e (75)"]),
        ("annecy", ["Annecy (74)"]),
        ("annecy-le", ["Annecy (74), anciennement Annecy-le-Vieux"]),
        ("Annecy-le-Vieux", ["Annecy (74), anciennement Annecy-le-Vieux"]),
        ("saint denis 93", ["Saint-Denis (93)"]),
        ("saint-denis 97", ["Saint-Denis (974)"]),
        ("saint den", ["Saint-Denis (974)", "Saint-Denis (93)"]),
        ("mans", ["Le Mans (72)"]),
        ("350", ["Rennes (35)"]),
        ("75011", ["Paris 11e (75)"]),
        ("13", ["Aix-en-Provence (13)"]),
        ("marseile", ["Marseille (13)"]),
        ("paris xi", ["Paris 11e (75)"]),
        ("35238", ["Rennes (35)"]),
    ],
)
def test_what_begins_like_the_text_is_suggested(text, first):
    assert suggested(text)[: len(first)] == first


def test_a_place_is_suggested_once_however_many_of_its_names_begin_so():
    codes = [place.code for place, _ in gazetteer().suggest("annecy", 8)]
    assert len(codes) == len(set(codes))
