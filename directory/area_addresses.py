"""Where the pages of régions and départements are."""

from django.urls import reverse

from map.models import Department, Region


def region_address(region: Region) -> str:
    return reverse("directory:region", args=[region.slug])


def department_address(department: Department) -> str:
    """The page of its région when it is all of it: « guadeloupe », not twice."""
    region = department.region
    if region.slug == department.slug:
        return region_address(region)
    return reverse("directory:department", args=[region.slug, department.slug])
