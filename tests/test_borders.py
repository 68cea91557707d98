"""What touches what, read from the outlines, and zones drawn from them."""

import pytest

from map import borders, zones
from map.gazetteer import table


def test_known_neighbours():
    departments = borders.departments()
    assert departments["69"] == {"01", "38", "42", "71"}
    assert departments["75"] == {"92", "93", "94"}
    assert departments["29"] == {"22", "56"}
    assert departments["2A"] == {"2B"}
    assert not departments["974"]
    assert borders.regions()["53"] == {"28", "52"}
    assert not borders.regions()["94"]


@pytest.mark.parametrize("touching", [borders.departments(), borders.regions()])
def test_touching_is_mutual_and_never_of_oneself(touching):
    for code, others in touching.items():
        assert code not in others
        assert all(code in touching[other] for other in others)


def test_every_place_is_known_and_every_one_of_the_mainland_touches_another():
    departments = borders.departments()
    assert departments.keys() == {row["code"] for row in table("departments")}
    assert [code for code, others in departments.items() if not others and len(code) == 2] == []


def test_a_zone_shows_itself_and_its_neighbours():
    zone = zones.zone(("69",))
    assert [outline.code for outline in zone.own] == ["69"]
    assert borders.departments()["69"] <= {outline.code for outline in zone.around}
    assert zone.view.startswith("0 0 760 ")
    assert zone.shift.startswith("scale(")


def test_an_island_is_drawn_alone_and_what_has_no_outline_is_not():
    island = zones.zone(("974",))
    assert [outline.code for outline in island.own] == ["974"]
    assert not island.around and not island.shift
    assert zones.zone(("987",)) is None
    assert zones.zone(()) is None


def test_labels_are_inside_the_frame():
    zone = zones.zone(("75",))
    height = int(zone.view.split()[-1])
    assert {"75", "92"} <= zone.spots.keys()
    for spot in zone.spots.values():
        assert 0 < int(spot.x) < zones.WIDTH and 0 < int(spot.y) < height
