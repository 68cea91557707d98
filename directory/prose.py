"""Biographies: a little Markdown, made into HTML that can harm nobody.

Pure.  Paragraphs, line breaks, lists, *italics*, **bold** and [links](https://…), nothing else:
neither HTML nor pictures nor titles; what is not understood is shown as it was typed.
"""

from markdown_it import MarkdownIt

SAFE_LINKS = ("http://", "https://", "mailto:")
REL = "nofollow ugc noopener"


def parser() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False, "breaks": True})
    markdown.enable(["list", "emphasis", "link", "autolink", "newline", "escape", "entity"])
    markdown.validateLink = lambda url: url.strip().lower().startswith(SAFE_LINKS)
    return markdown


MARKDOWN = parser()


def to_html(text: str) -> str:
    """Safe HTML: all that came from `text` is escaped, and links lead to the web or to a mail."""
    tokens = MARKDOWN.parse(text)
    for block in tokens:
        for token in block.children or []:
            if token.type == "link_open":
                token.attrs.pop("title", None)
                token.attrSet("rel", REL)
    return MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
