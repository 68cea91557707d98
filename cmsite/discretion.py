"""What the survey’s pages may leave in a log or in an error report: that something failed, where.

Neither a body, nor a cookie, nor an address, nor what an exception says: the database’s own
messages quote the values that they refuse.
"""

import logging
import traceback
from types import TracebackType

from django.utils.html import escape
from django.views.debug import ExceptionReporter

PREFIXES = ("/enquete/", "/admin/enquete/")


def is_private(request: object) -> bool:
    path = getattr(request, "path", "")
    return isinstance(path, str) and path.startswith(PREFIXES)


def where(kind: type[BaseException] | None, frames: TracebackType | None) -> str:
    """Files, lines and the type of the exception; not its words."""
    return "".join(traceback.format_tb(frames)) + getattr(kind, "__name__", "")


class DiscreetFormatter(logging.Formatter):
    """One line; the traceback of a private page without the words of its exceptions."""

    def format(self, record: logging.LogRecord) -> str:
        if not record.exc_info or not is_private(getattr(record, "request", None)):
            return super().format(record)
        kept, cached = record.exc_info, record.exc_text
        record.exc_info = record.exc_text = None
        try:
            line = super().format(record)
        finally:
            record.exc_info, record.exc_text = kept, cached
        kind, _, frames = kept
        return f"{line}\n{where(kind, frames)}"


class DiscreetReporter(ExceptionReporter):
    """Django’s reports by mail: of a private page, the place and nothing of the visitor."""

    @property
    def hides(self) -> bool:
        return self.filter.is_active(self.request) and is_private(self.request)

    def get_traceback_text(self) -> str:
        return self.bare() if self.hides else super().get_traceback_text()

    def get_traceback_html(self) -> str:
        return f"<pre>{escape(self.bare())}</pre>" if self.hides else super().get_traceback_html()

    def bare(self) -> str:
        return f"{self.request.path}\n{where(self.exc_type, self.tb)}"
