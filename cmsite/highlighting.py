"""Showing in a text the words that were searched for.  Pure."""

import re
from html import unescape

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cmsite.stemming import TAG, stems
from cmsite.typography import french_spaces

WORD = re.compile(r"\w+")
AROUND = 130  # characters shown on either side of the first word found
BREAK = re.compile(r"</(?:p|h\d|li|blockquote|div)>|<br ?/?>", re.I)


def plain(html: str) -> str:
    """The text of a piece of HTML, in one line."""
    return " ".join(unescape(TAG.sub("", BREAK.sub(" ", html))).split())


def is_sought(word: str, sought: frozenset[str]) -> bool:
    return bool(sought & frozenset(stems(word).split()))


def stems_of(query: str) -> frozenset[str]:
    return frozenset(stems(query).split())


def marked(text: str, query: str) -> SafeString:
    """`text`, escaped, with each word of the query, in any form, within <mark>."""
    sought = stems_of(query)
    parts, end = [], 0
    for found in WORD.finditer(text):
        parts.append(escape(text[end : found.start()]))
        word = escape(found[0])
        parts.append(f"<mark>{word}</mark>" if is_sought(found[0], sought) else word)
        end = found.end()
    parts.append(escape(text[end:]))
    return mark_safe(french_spaces("".join(parts)))


def extract(text: str, query: str) -> str:
    """The part of a long text around the first word of the query; its beginning without any.

    Cut between words, with « … » where it was.
    """
    sought = stems_of(query)
    first = next((m for m in WORD.finditer(text) if is_sought(m[0], sought)), None)
    start = max(0, first.start() - AROUND) if first else 0
    end = start + 2 * AROUND
    if start:
        start = text.find(" ", start) + 1
    cut = end < len(text)
    if cut:
        end = text.rfind(" ", start, end)
    part = text[start : end if cut else None].strip(" ,;:")
    return f"{'… ' if start else ''}{part}{' …' if cut else ''}"
