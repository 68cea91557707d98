"""The demonstration’s texts: `name: value` lines, an empty line, then a body in a small mark-up.

Body: paragraphs between empty lines; `## ` heading, `> ` quote (its last line `> — who, where`),
`1. title :: text` steps, `**1. title** text` numbered points, `- ` list, `! ` note, `? ` question
of an interview, `::: kind` … `:::` any other block, in TOML; `**bold**`, `*italic*`,
`[text](address)`.
"""

import re
import tomllib
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from cmsite.typography import french_spaces

HERE = Path(__file__).parent
Block = tuple[str, Any]


class Document(NamedTuple):
    slug: str  # the file’s name
    fields: dict[str, str]
    body: str


def read(folder: str) -> list[Document]:
    """The documents of a folder beside this file, by name, with French no-break spaces."""
    documents = []
    for path in sorted((HERE / folder).glob("*.md")):
        head, _, body = french_spaces(path.read_text("utf-8")).partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines())
        documents.append(Document(path.stem, fields, body.strip()))
    return documents


def inline(text: str) -> str:
    """Plain text with the inline marks → the HTML of a rich-text field."""
    html = escape(" ".join(text.split("\n")), quote=False)
    html = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html)
    html = re.sub(r"\*(.+?)\*", r"<i>\1</i>", html)
    return re.sub(r"\[(.+?)\]\((.+?)\)", r'<a href="\2">\1</a>', html)


def quote(chunk: str) -> dict[str, str]:
    lines = [line.removeprefix(">").strip() for line in chunk.splitlines()]
    who = lines.pop().removeprefix("—").strip() if lines[-1].startswith("—") else ""
    person, _, organisation = who.partition(", ")
    return {"text": " ".join(lines), "person": person, "organisation": organisation}


def steps(chunk: str) -> dict[str, list[dict[str, str]]]:
    pairs = [re.sub(r"^\d+\. ", "", line).split(" :: ", 1) for line in chunk.splitlines()]
    return {"steps": [{"title": title, "text": text} for title, text in pairs]}


def point(chunk: str) -> dict[str, str]:
    title, text = re.fullmatch(r"\*\*\d+\. (.+?)\*\* (.+)", chunk, re.S).groups()
    return {"title": title, "text": f"<p>{inline(text)}</p>"}


def fenced(chunk: str) -> Block:
    """Raises ValueError for what is not TOML."""
    first, *lines, last = chunk.splitlines()
    if last != ":::":
        raise ValueError(f"Nothing closes « {first} »")
    return first.removeprefix(":::").strip(), tomllib.loads("\n".join(lines))


def prose(chunk: str) -> str:
    """A paragraph or a list."""
    if not chunk.startswith("- "):
        return f"<p>{inline(chunk)}</p>"
    items = "".join(f"<li>{inline(line[2:])}</li>" for line in chunk.splitlines())
    return f"<ul>{items}</ul>"


def blocks(body: str) -> list[Block]:
    """The body as (type, raw value) pairs of the magazine’s StreamField vocabulary.

    Prose that follows a question is its answer, until another kind of block comes.  Raises
    ValueError for a question without an answer.
    """
    found: list[Block] = []
    question, pending = "", ""

    def flush() -> None:
        nonlocal question, pending
        if pending and question:
            found.append(("exchange", {"question": question, "answer": pending}))
        elif pending:
            found.append(("text", pending))
        elif question:
            raise ValueError(f"No answer under « {question} »")
        question, pending = "", ""

    for chunk in body.split("\n\n"):
        if chunk.startswith("? "):
            flush()
            question = chunk[2:]
        elif chunk.startswith("## "):
            flush()
            found.append(("heading", chunk[3:]))
        elif chunk.startswith("> "):
            flush()
            found.append(("quote", quote(chunk)))
        elif chunk.startswith("! "):
            flush()
            found.append(("note", {"text": f"<p>{inline(chunk[2:])}</p>"}))
        elif chunk.startswith(":::"):
            flush()
            found.append(fenced(chunk))
        elif re.match(r"\*\*\d+\. ", chunk):
            flush()
            if found and found[-1][0] == "points":
                found[-1][1]["points"].append(point(chunk))
            else:
                found.append(("points", {"points": [point(chunk)]}))
        elif re.match(r"\d+\. .* :: ", chunk):
            flush()
            found.append(("steps", steps(chunk)))
        else:
            pending += prose(chunk)
    flush()
    return found
