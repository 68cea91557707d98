"""The cache in files that stands in for Redis outside production."""

import random

from django.core.cache.backends.filebased import FileBasedCache

ONE_IN = 50


class FileCache(FileBasedCache):
    """Django’s, which reads its whole folder at each write to see whether it is too full.

    With a counter for each network that comes, that costs more than all else.  Once in ONE_IN
    writes, the folder holds so many entries too many at most, on average.
    """

    def _cull(self) -> None:
        if random.random() < 1 / ONE_IN:  # noqa: S311
            super()._cull()
