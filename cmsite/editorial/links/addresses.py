"""One page, one key: the many writings of an address.  Pure."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

# Parameters that follow readers around and change nothing of the page.
TRACKING = re.compile(
    r"(?:utm|mtm|pk|piwik|at|hsa|mc|vero|oly|cm|spm|stm)_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid"
    r"|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mkt_tok|xtor|xtref|ref_src|ref_url"
    r"|feature|s_cid|ncid|cmpid|ocid|_hs(?:enc|mi)|wt_mc|trk|fb_action_ids|fb_source|source_impression_id",
    re.IGNORECASE,
)
PORTS = {"http": 80, "https": 443}


def host(address: str) -> str:
    """« https://www.Exemple.fr:443/x » → « exemple.fr »."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def kept_parameters(query: str) -> list[tuple[str, str]]:
    pairs = parse_qsl(query, keep_blank_values=True)
    return [(name, value) for name, value in pairs if not TRACKING.fullmatch(name)]


def without_tracking(address: str) -> str:
    """The same address, without what follows readers around."""
    parts = urlsplit(address.strip())
    kept = kept_parameters(parts.query)
    query = parts.query if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)) else ""
    return urlunsplit(parts._replace(query=query or urlencode(kept)))


def key(address: str) -> str:
    """What tells two pages apart: neither scheme, « www. », usual port, fragment, last slash,
    order of parameters, tracking, nor how letters are written.

    Raises ValueError for what is no address.
    """
    parts = urlsplit(address.strip())
    name = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if not name:
        raise ValueError("no host")
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        raise ValueError("no host name") from None
    port = parts.port
    where = name if port in (None, *PORTS.values()) else f"{name}:{port}"
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._").rstrip("/")
    path = re.sub(r"/{2,}", "/", path)
    path = re.sub(r"/index\.(?:html?|php)$", "", path, flags=re.IGNORECASE)
    query = urlencode(sorted(kept_parameters(parts.query)))
    return f"{where}{path}" + (f"?{query}" if query else "")
