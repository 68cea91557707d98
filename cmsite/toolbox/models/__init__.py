"""What the toolbox keeps, one subject a file."""

from cmsite.toolbox.models.indicator import Indicator
from cmsite.toolbox.models.suggestion import Suggestion
from cmsite.toolbox.models.tool import (
    RESERVED,
    Tool,
    ToolQuerySet,
    address_of_page,
    slug_of_page,
)
from cmsite.toolbox.models.vote import Vote

__all__ = [
    "RESERVED",
    "Indicator",
    "Suggestion",
    "Tool",
    "ToolQuerySet",
    "Vote",
    "address_of_page",
    "slug_of_page",
]
