"""What an answer says of a link: alive, dead, moved, or taken over by a seller of names.  Pure."""

import re
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from cmsite.editorial.links import addresses
from cmsite.editorial.links.fetching import Answer

ALIVE, DEAD, MOVED, PARKED = "", "mort", "deplace", "parking"
GONE = frozenset((404, 410, 451))
# Alive, but not for robots: nothing is known, and nothing is said.
CLOSED_TO_ROBOTS = frozenset((401, 402, 403, 405, 406, 407, 412, 418, 423, 425, 426, 429, 999))

# Where names are sold or kept empty; the end of a host.
SELLERS = (
    *("godaddy.com", "sedo.com", "sedoparking.com", "parkingcrew.net", "bodis.com", "dan.com"),
    *("afternic.com", "hugedomains.com", "uniregistry.com", "above.com", "undeveloped.com"),
    *("parklogic.com", "domainmarket.com", "buydomains.com", "namebright.com", "epik.com"),
    *("porkbun.com", "skenzo.com", "voodoo.com", "parking.reg.ru", "domainsponsor.com"),
    *("atom.com", "squadhelp.com", "brandbucket.com", "parkingpage.namecheap.com"),
)
# Enough by themselves.
STRONG = re.compile(
    r"(?:this|the)\s+(?:web\s*)?(?:domain|site)(?:\s+name)?[^.]{0,60}\s(?:is|may be)\s+"
    r"(?:now\s+)?(?:for\s+sale|available\s+(?:for\s+(?:purchase|sale)|to\s+buy)|parked)"
    r"|(?:buy|acquire|purchase)\s+this\s+domain"
    r"|ce\s+(?:nom\s+de\s+)?domaine[^.]{0,60}\s(?:est|à)\s+(?:à\s+)?(?:vendre|vente)"
    r"|(?:ce\s+(?:nom\s+de\s+)?domaine|this\s+domain)\s+(?:a\s+expiré|has\s+expired|est\s+parqué)"
    r"|domain\s+parking|sedoparking|parkingcrew|parked[- ]domain|domaine?\s+en\s+parking"
    r"|registered\s+at\s+[\w.-]+\s+and\s+(?:is\s+)?parked|page\s+de\s+parking",
    re.IGNORECASE,
)
# Two of them: what a registrar says on a page that is no longer anybody’s.
WEAK = (
    r"\bICANN\b",
    r"\$\s?\d+(?:\.\d\d)?\s?/\s?(?:yr|year)",
    r"domain\s+(?:names?\s+)?(?:registrar|registration|extensions?)",
    r"(?:related|sponsored)\s+(?:searches|links|listings)",
    r"\.COM,?\s+\.?(?:US|NET|ORG|INFO)\b",
    r"bureau\s+d.enregistrement",
    r"hostname\s+provider",
    r"renouvel(?:er|ez)\s+(?:ce|votre)\s+(?:nom\s+de\s+)?domaine|renew\s+(?:this|your)\s+domain",
    r"liens?\s+sponsorisés?",
)
# A page that shows next to nothing and sends its reader on by a script or a frame.
LITTLE = 200  # characters of visible text
SENDS_ON = re.compile(
    r"<frame|<iframe|location\.(?:href|replace)|window\.location|http-equiv=[\"']?refresh|/lander",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"<(script|style|noscript|template)\b.*?(?:</\1\s*>|$)", re.S | re.I)
TAGS = re.compile(r"<[^>]*>")


class Verdict(NamedTuple):
    finding: str
    detail: str = ""
    moved_to: str = ""
    # Whether it may be a passing trouble, to be seen several times before it is told.
    passing: bool = False


def visible(page: str) -> str:
    """What a reader sees of a page."""
    return " ".join(unescape(TAGS.sub(" ", HIDDEN.sub(" ", page))).split())


def is_seller(host: str) -> bool:
    return any(host == seller or host.endswith(f".{seller}") for seller in SELLERS)


def is_parked(page: str) -> bool:
    """Whether the page is one of those that registrars show in place of a site that is gone."""
    text = visible(page)
    # An article about parked names says much more than a parked page.
    if len(text) < 6000 and STRONG.search(text):
        return True
    if len(text) < 6000 and sum(bool(re.search(sign, text, re.I | re.S)) for sign in WEAK) >= 2:
        return True
    return len(text) < LITTLE and bool(SENDS_ON.search(page))


def failed(detail: str) -> Verdict:
    return Verdict(DEAD, detail, passing=True)


def judge(asked: str, answer: Answer) -> Verdict:
    """What the answer to `asked` says of it."""
    if answer.status in GONE:
        return Verdict(DEAD, f"répond {answer.status}")
    if answer.status in CLOSED_TO_ROBOTS:
        return Verdict(ALIVE)
    if not 200 <= answer.status < 300:
        return failed(f"répond {answer.status}")
    landed = addresses.host(answer.url)
    if is_seller(landed) and not is_seller(addresses.host(asked)):
        return Verdict(PARKED, f"mène à {landed}")
    if "html" in answer.content_type.lower() or not answer.content_type:
        if is_parked(answer.body.decode("utf-8", "replace")):
            return Verdict(PARKED, "page de vente")
    elif b"\x00" not in answer.body[:512] and is_parked(answer.body.decode("utf-8", "replace")):
        # Whatever type it claims.
        return Verdict(PARKED, "page de vente")
    if addresses.key(answer.url) == addresses.key(asked):
        return Verdict(ALIVE)
    if not urlsplit(answer.url).path.strip("/") and urlsplit(asked).path.strip("/"):
        return Verdict(DEAD, "renvoie à l’accueil du site")
    if answer.moved:
        return Verdict(MOVED, f"redirige vers {landed}", answer.url)
    return Verdict(ALIVE)
