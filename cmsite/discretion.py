"""What the survey’s pages may leave in a log or in an error report: that something failed, where.

Neither a body, nor a cookie, nor an address, nor what an exception says: the database’s own
messages quote the values that they refuse.
"""

import logging
import traceback
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

PREFIXES = ("/enquete/", "/admin/enquete/")


def is_private(request: object) -> bool:
    path = getattr(request, "path", "")
    return isinstance(path, str) and path.startswith(PREFIXES)


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
        where = "".join(traceback.format_tb(frames))
        return f"{line}\n{where}{getattr(kind, '__name__', kind)}"


class DiscreetReporterFilter(SafeExceptionReporterFilter):
    """Django’s reports by mail: of a private page, the place and nothing of the visitor."""

    def hides(self, request: HttpRequest | None) -> bool:
        return self.is_active(request) and is_private(request)

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        if request is not None and self.hides(request):
            # Not even read: its names are those of the questions.
            return {}
        return super().get_post_parameters(request)

    def get_safe_cookies(self, request: HttpRequest) -> dict:
        if self.hides(request):
            return {}
        return super().get_safe_cookies(request)

    def get_safe_request_meta(self, request: HttpRequest) -> dict:
        if self.hides(request):
            return {"REQUEST_METHOD": request.method, "PATH_INFO": request.path}
        return super().get_safe_request_meta(request)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame) -> list:
        if self.hides(request):
            return []
        return super().get_traceback_frame_variables(request, tb_frame)
