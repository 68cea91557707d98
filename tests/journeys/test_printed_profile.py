"""A profile on paper: one sheet of A4, however much there is to say."""

import re

import pytest

from directory.models import Profile
from tests.rich_profiles import rich_profile


@pytest.mark.parametrize("count", [1, 4])
def test_a_cv_holds_on_one_sheet(page, count):
    profile = rich_profile(count)
    step = "Équipe de quatre personnes, portefeuille tourné vers les professionnels."
    profile.experiences.update(description=step)
    Profile.objects.update(biography="J’anime des communautés depuis quinze ans. " * 12 * count)
    page.goto(f"{profile.get_absolute_url()}imprimer/")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    width, height = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper).groups()
    assert (round(float(width)), round(float(height))) == (595, 842)  # points: 210 × 297 mm
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
