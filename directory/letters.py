"""What a message may hold: pure rules on its text, once tidied (characters.tidy_text)."""

import re

LONGEST, SHORTEST, MOST_LINKS = 4000, 20, 3
LINK = re.compile(r"(?:https?://|\bwww\.)\S", re.IGNORECASE)


def has_too_many_links(text: str) -> bool:
    return len(LINK.findall(text)) > MOST_LINKS


def is_same(one: str, other: str) -> bool:
    """Whether two texts say the same thing, but for blanks, case and punctuation."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def quoted(text: str) -> str:
    """As a mail quotes somebody: no line of theirs can pass for one of the site’s."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
