"""What no test may do: reach the network, or show a variable that does not exist."""

import inspect
import socket
from pathlib import Path

import pytest
from django.template.base import FilterExpression

OURS = str(Path(__file__).resolve().parent.parent / "templates")
LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "", None}
OPTIONAL = {"default", "default_if_none"}


def forbid_network(patch: pytest.MonkeyPatch) -> None:
    """Fail any connection from Python to another machine; Unix sockets and loopback pass."""

    def guarded(real, host_of):
        def call(*arguments, **options):
            host = host_of(arguments)
            if host not in LOOPBACK:
                pytest.fail(
                    f"Un test a cherché à joindre {host!r} : les tests n’ont pas de réseau."
                )
            return real(*arguments, **options)

        return call

    def peer(arguments):
        address = arguments[1]
        return address[0] if isinstance(address, tuple) else None

    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name), peer))
    patch.setattr(socket, "getaddrinfo", guarded(socket.getaddrinfo, lambda a: a[0]))


class StrictVariable:
    """Stands as `string_if_invalid`: Django asks it for `… % name` when a variable is unknown.

    Only in our own templates, and not where `|default:` says that the variable may be absent.
    """

    def __bool__(self) -> bool:
        """True to the expression that asks what to do, else empty as Django’s own "" is.

        Django also hands it out as the value of a lookup that fails silently
        (`Model.DoesNotExist`), where templates test it.
        """
        return inspect.currentframe().f_back.f_code is FilterExpression.resolve.__code__

    def __str__(self) -> str:
        return ""

    def __contains__(self, key: str) -> bool:
        return key == "%s"

    def __mod__(self, variable) -> str:
        frame = inspect.currentframe().f_back
        expression, context = frame.f_locals["self"], frame.f_locals["context"]
        template = context.render_context.template or context.template
        if isinstance(expression, FilterExpression) and OPTIONAL & {
            function.__name__ for function, _arguments in expression.filters
        }:
            return expression.resolve(context, ignore_failures=True)
        if not str(template.origin.name).startswith(OURS):
            return ""
        pytest.fail(f"Variable inconnue « {variable} » dans {template.name}")
