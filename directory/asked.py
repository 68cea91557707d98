"""What people are searched with: the words of a request, as the search of the site answers them."""

from typing import Protocol

import numpy as np
from django.db.models import QuerySet


class Asked(Protocol):
    """Those who hold every word of a request."""

    @property
    def rows(self) -> QuerySet:
        """Rows {object, score}, `object` being a primary key; the best have the highest score."""

    def objects(self) -> np.ndarray:
        """Primary keys of all, in no order."""

    def scores(self, objects: list[int]) -> dict[int, float]:
        """{primary key: score}, of some of them."""

    def named(self, most: int) -> np.ndarray:
        """Primary keys of those who hold them in their title; none when they are more."""
