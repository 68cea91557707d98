"""Ask other sites for a page, politely, and never ourselves or our neighbours.

Every name is resolved here and every address it has is judged; the connection then goes to the
very address that was judged, so that a name which answers otherwise a second later changes
nothing.  Each redirection is judged again.  Standard library only.
"""

import http.client
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

TIMEOUT = 10  # seconds to connect, and between two pieces of an answer
DEADLINE = 25  # seconds for one answer, however slowly it drips
MOST_BYTES = 256 * 1024
MOST_REDIRECTS = 6
PORTS = frozenset((80, 443))
NAT64 = IPv6Network("64:ff9b::/96")
REDIRECTS = frozenset((301, 302, 303, 307, 308))
PERMANENT = frozenset((301, 308))


class Refused(Exception):
    """An address that we do not call: not of the web, or not public."""


class Unreachable(Exception):
    """Nobody there, or nobody who speaks HTTP in time."""


class Circling(Unreachable):
    """Redirections without end."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Where one may go; `private` is for tests, whose server is on this machine."""

    private: bool = False
    ports: frozenset[int] | None = PORTS
    timeout: float = TIMEOUT
    deadline: float = DEADLINE
    agent: str = "LaCarteDesCM-liens/1.0"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    url: str  # of the last page asked for
    content_type: str
    body: bytes  # its beginning
    moved: bool = False  # redirected, and each time for good


def is_public(address: str) -> bool:
    """Whether an address of the network is anybody’s to call."""
    try:
        ip: IPv4Address | IPv6Address = ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in NAT64:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def resolve(host: str, port: int, rules: Rules) -> str:
    """The address to connect to.  Raises Refused when any of the host’s is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("le nom du site n’existe plus") from error
    addresses = [entry[4][0] for entry in found]
    if not rules.private and not all(is_public(str(address)) for address in addresses):
        raise Refused("adresse privée")
    return str(addresses[0])


class _Straight(http.client.HTTPConnection):
    """Connects to an address that was judged, and to no other."""

    def __init__(self, host: str, address: str, port: int, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _StraightTLS(_Straight):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        # Wrapped before the greeting, so that the alarm can cut a greeting that drips.
        self.sock = ssl.create_default_context().wrap_socket(
            self.sock, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock.do_handshake()


def target(url: str, rules: Rules) -> tuple[str, str, int, str]:
    """(scheme, host, port, path).  Raises Refused."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Refused("adresse mal écrite") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused("adresse qui n’est pas du web")
    if parts.username is not None or parts.password is not None:
        raise Refused("adresse avec un mot de passe")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = parts.hostname.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise Refused("adresse mal écrite") from error
    if rules.ports is not None and port not in rules.ports:
        raise Refused("port inhabituel")
    path = quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe="/?%:@!$&'()*+,;=~")
    return parts.scheme, host, port, path


def ask(url: str, rules: Rules) -> tuple[int, str, str, bytes]:
    """(status, where it sends, type, beginning of the body) of one request.

    Raises Refused, Unreachable.
    """
    scheme, host, port, path = target(url, rules)
    kind = _StraightTLS if scheme == "https" else _Straight
    connection = kind(host, resolve(host, port, rules), port, rules.timeout)
    # What drips a byte at a time never meets the time-out of the socket: this does.
    late = threading.Event()

    def hang_up() -> None:
        late.set()
        if connection.sock is not None:
            with suppress(OSError):  # closed meanwhile
                connection.sock.shutdown(socket.SHUT_RDWR)

    alarm = threading.Timer(rules.deadline, hang_up)
    alarm.daemon = True
    alarm.start()
    try:
        connection.request(
            "GET",
            path,
            headers={
                "User-Agent": rules.agent,
                "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
                "Accept-Encoding": "identity",
                "Connection": "close",
            },
        )
        response = connection.getresponse()
        body = b"" if response.status in REDIRECTS else read(response)
        if late.is_set():  # cut short, what came may look whole
            raise TimeoutError
        return (
            response.status,
            response.headers.get("Location", ""),
            response.headers.get("Content-Type", ""),
            body,
        )
    except (http.client.HTTPException, OSError, ValueError) as error:
        said = "trop lent" if late.is_set() or isinstance(error, TimeoutError) else "ne répond pas"
        raise Unreachable(said) from error
    finally:
        alarm.cancel()
        connection.close()


def read(response: http.client.HTTPResponse) -> bytes:
    """The beginning of a body, whatever length it claims."""
    pieces, size = [], 0
    while size < MOST_BYTES:
        try:
            piece = response.read1(min(16 * 1024, MOST_BYTES - size))
        except http.client.IncompleteRead as error:
            piece = error.partial
            pieces.append(piece)
            break
        if not piece:
            break
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)[:MOST_BYTES]


def fetch(url: str, rules: Rules | None = None) -> Answer:
    """Follow redirections to a page.  Raises Refused, Unreachable, Circling."""
    rules = rules or Rules()
    seen: set[str] = set()
    permanent = True
    for _ in range(MOST_REDIRECTS + 1):
        if url in seen:
            break
        seen.add(url)
        status, location, content_type, body = ask(url, rules)
        if status not in REDIRECTS or not location:
            moved = permanent and len(seen) > 1
            return Answer(status, url, content_type, body, moved)
        permanent = permanent and status in PERMANENT
        try:
            url = urljoin(url, location).split("#")[0]
        except ValueError as error:
            raise Unreachable("renvoie à une adresse mal écrite") from error
    raise Circling("tourne en rond")


class Courtesy:
    """Lets a while pass between two requests to one host."""

    def __init__(self, delay: float, sleep=time.sleep, clock=time.monotonic) -> None:
        self.delay, self.sleep, self.clock = delay, sleep, clock
        self.last: dict[str, float] = {}

    def wait(self, host: str) -> None:
        since = self.clock() - self.last.get(host, float("-inf"))
        if since < self.delay:
            self.sleep(self.delay - since)
        self.last[host] = self.clock()
