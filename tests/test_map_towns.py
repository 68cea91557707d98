"""Towns on the map of France: the largest first, no name over another, wide or narrow."""

from itertools import combinations

import pytest

from map.towns import LETTER, NARROW_SCALE, free, overlap, towns

BIG = [
    ("Paris", 48.86, 2.35, 1210),
    ("Versailles", 48.80, 2.13, 80),
    ("Lille", 50.63, 3.06, 210),
    ("Roubaix", 50.69, 3.18, 40),
    ("Lyon", 45.76, 4.84, 300),
    ("Villeurbanne", 45.77, 4.88, 90),
    ("Saint-Étienne", 45.43, 4.39, 60),
    ("Grenoble", 45.19, 5.72, 75),
    ("Marseille", 43.30, 5.37, 180),
    ("Aix-en-Provence", 43.53, 5.45, 70),
    ("Toulon", 43.12, 5.93, 50),
    ("Nice", 43.70, 7.27, 88),
    ("Nantes", 47.22, -1.55, 150),
    ("Rennes", 48.11, -1.68, 140),
    ("Angers", 47.47, -0.55, 45),
    ("Brest", 48.39, -4.49, 55),
    ("Strasbourg", 48.58, 7.75, 99),
    ("Bordeaux", 44.84, -0.58, 170),
]


def boxes(town, scale):
    """What a town covers: its disc and its name, in the frame of the map."""
    x, y, radius = float(town.x), float(town.y), float(town.radius)
    name_x, base, width = float(town.name_x), float(town.name_y), LETTER * len(town.name)
    left = {"start": name_x, "middle": name_x - width / 2, "end": name_x - width}[town.anchor]
    disc = (-radius, -radius, radius, radius)
    name = (left, base - 18, left + width, base + 4)
    return [
        (x + box[0] * scale, y + box[1] * scale, x + box[2] * scale, y + box[3] * scale)
        for box in (disc, name)
    ]


def covering(placed, scale):
    return [
        (one.name, other.name)
        for one, other in combinations(placed, 2)
        for box in boxes(one, scale)
        for near in boxes(other, scale)
        # Positions are written to the kilometre.
        if overlap((box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1), near)
    ]


def test_no_town_covers_another_on_a_wide_map():
    placed = towns(BIG)
    assert len(placed) >= 12
    assert covering(placed, 1) == []


def test_no_town_covers_another_on_a_narrow_map():
    placed = towns(BIG)
    narrow = [town for town in placed if not town.wide_only]
    assert 7 <= len(narrow) < len(placed)
    assert covering(narrow, NARROW_SCALE) == []
    # Without leaving any out, they would.
    assert covering(placed, NARROW_SCALE)


def test_the_largest_town_stays_when_two_are_near():
    names = [town.name for town in towns(BIG)]
    assert {"Paris", "Lille", "Lyon", "Marseille"} <= set(names)
    assert not {"Versailles", "Roubaix", "Villeurbanne"} & set(names)


def test_a_name_moves_rather_than_cover_its_neighbour():
    """Grenoble is under Lyon: its name goes below its disc."""
    lyon, grenoble = towns([("Grenoble", 45.19, 5.72, 75), ("Lyon", 45.76, 4.84, 300)])
    assert float(lyon.name_y) < 0 < float(grenoble.name_y)


def test_a_name_at_the_edge_stays_on_the_map():
    (town,) = towns([("Dunkerque-les-Bains-sur-Mer", 51.03, 2.37, 10)])
    assert float(town.name_y) > 0


def test_only_the_mainland_has_towns_drawn():
    assert towns([("Saint-Denis", -20.9, 55.4, 9), ("Cayenne", 4.93, -52.3, 9)]) == []
    assert towns([]) == []


def test_a_disc_holds_its_figure():
    small, large = towns([("Rennes", 48.11, -1.68, 1), ("Nice", 43.7, 7.27, 12_345)])[::-1]
    assert float(large.radius) * 2 > LETTER * len(large.count)
    assert large.count == "12\u202f345"
    assert float(small.radius) < float(large.radius)


@pytest.mark.parametrize("taken", [[(0, 0, 10, 10)], []])
def test_a_place_is_free_when_nothing_is_there(taken):
    here = [(5.0, 5.0, 15.0, 15.0)]
    assert free(here, taken) == ([] if taken else here)
