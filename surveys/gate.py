"""What keeps robots from sending: the rooms above know how, and register it at start-up."""

from typing import Protocol

from django.http import HttpRequest


class Gate(Protocol):
    def challenge(self, subject: str) -> str:
        """What the browser works on while the person reads; good for one subject."""

    def refusal(self, request: HttpRequest, subject: str) -> str:
        """Why this request may not pass, in one French sentence; "" when it may.

        Reads `challenge` and `answer` in the body.  Keeps no address.
        """

    def counter(self, request: HttpRequest) -> int:
        """The number, for an hour, of the counter of this network: one that many others share."""


registered: list[Gate] = []


def register(gate: Gate) -> None:
    """At start-up, once."""
    registered[:] = [gate]


def challenge(subject: str) -> str:
    return registered[0].challenge(subject) if registered else ""


def refusal(request: HttpRequest, subject: str) -> str:
    return registered[0].refusal(request, subject) if registered else ""


def counter(request: HttpRequest) -> int:
    """As the gate says; 0, the same for everybody, without one."""
    return registered[0].counter(request) if registered else 0
