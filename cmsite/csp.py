"""Content-Security-Policy by area of the site."""

from csp.constants import HEADER, NONE, SELF
from csp.middleware import CSPMiddleware, PolicyParts

ADMIN_PATH = "/admin/"
# What Wagtail's own screens need (inline scripts and styles, the preview frame), and no more.
ADMIN_DIRECTIVES = {
    "default-src": [NONE],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "frame-ancestors": [SELF],
}


class AreaCSPMiddleware(CSPMiddleware):
    def get_policy_parts(self, request, response, report_only=False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(ADMIN_PATH):
            parts.config = ADMIN_DIRECTIVES
        return parts

    def process_response(self, request, response):
        """A preview comes out of an inner request for a public page: it keeps that page’s strict
        policy, except that the editor may frame it."""
        if request.path_info.startswith(ADMIN_PATH) and HEADER in response:
            response[HEADER] = response[HEADER].replace(
                f"frame-ancestors {NONE}", f"frame-ancestors {SELF}"
            )
            response["X-Frame-Options"] = "SAMEORIGIN"
        response = super().process_response(request, response)
        if request.path_info.startswith(ADMIN_PATH):
            response.setdefault("X-Frame-Options", "SAMEORIGIN")
        return response
