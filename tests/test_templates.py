"""What every template must respect, read from its source."""

import html
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template import TemplateDoesNotExist, engines
from wagtail.models import get_page_models

from tests.sources import ROOMS, ROOT, TEMPLATES, files, name, strings, tree

PAGES = files(".html", folders=("templates",))
CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|<!--.*?-->", re.S)
COMMENT_BLOCK = re.compile(r"\{%\s*comment.*?endcomment\s*%\}", re.S)
VALUE = re.compile(r"\{\{.*?\}\}", re.S)
TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.S)
READ_ATTRIBUTES = re.compile(r"""\b(?:alt|title|placeholder|aria-label|content)="([^"]*)\"""")


def each(pattern: str, flags: int = re.I | re.S) -> list[str]:
    """`file: excerpt` for each match in a template."""
    found = []
    for path in PAGES:
        source = COMMENT_BLOCK.sub("", path.read_text())
        found += [f"{name(path)} : {m.group()[:80]}" for m in re.finditer(pattern, source, flags)]
    return found


def test_no_script_is_inline():
    """Data blocks are not run; the folium document’s script carries a nonce."""
    scripts = each(r"<script\b[^>]*>")
    allowed = ("src=", "nonce=", "application/json", "application/ld+json")
    assert not [script for script in scripts if not any(word in script for word in allowed)]
    assert not each(r"<[a-z][^>]*\son[a-z]+\s*=")
    assert not each(r"""(?:href|src|action)\s*=\s*["']?javascript:""")


def test_no_style_is_inline():
    styles = each(r"<style\b[^>]*>")
    # A mail can have no other.
    assert [style for style in styles if "nonce=" not in style] == ["templates/mail.html : <style>"]
    assert not each(r"<[a-z][^>]*\sstyle\s*=")


def test_nothing_is_loaded_from_elsewhere():
    """A link may lead anywhere; what the browser loads by itself comes from here."""
    assert not each(
        r"""<(?:script|img|iframe|link|source|video|audio|use|form)\b[^>]*\s
        (?:src|srcset|href|action)\s*=\s*["']?(?:https?:)?//[^>]*>""",
        re.I | re.S | re.X,
    )


# --- Used and found ---------------------------------------------------------------------------
def mentioned() -> tuple[set[str], list[re.Pattern]]:
    """Names of templates written in the code, whole or as f-strings."""
    import ast

    whole, patterns = set(), []
    for path in files(".py", folders=ROOMS):
        whole |= {text for text in strings(path) if text.endswith((".html", ".txt"))}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else "[^/]+"
                    for part in node.values
                ]
                if parts[-1].endswith(("html", "txt")):
                    patterns.append(re.compile("".join(parts)))
    for path in files(".html", ".txt", folders=("templates",)):
        whole |= set(re.findall(r"""["']([\w./-]+\.(?:html|txt|xml))["']""", path.read_text()))
    return whole, patterns


def chosen_by_wagtail() -> set[str]:
    pages = {model.template for model in get_page_models() if hasattr(model, "template")}
    return {page for page in pages if isinstance(page, str)}


def replaces_another(template: str) -> bool:
    """True when an installed package has a template, or a mail, of the same name."""
    stem = template.removesuffix(".html").removesuffix(".txt")
    packages = [
        Path(app.path) for app in apps.get_app_configs() if ROOT / ".venv" in Path(app.path).parents
    ]
    return any(
        (package / "templates" / f"{stem}{suffix}").exists()
        for package in packages
        for suffix in (".html", ".txt")
    )


def test_every_template_named_in_the_code_exists():
    engine = engines["django"]
    missing = []
    for template in sorted(mentioned()[0]):
        if "/" not in template or template.startswith(("/", ".")):
            continue
        try:
            engine.get_template(template)
        except TemplateDoesNotExist:
            missing.append(template)
    assert not missing


def test_every_template_is_used():
    whole, patterns = mentioned()
    used = whole | chosen_by_wagtail()
    unused = [
        template
        for path in files(".html", ".txt", folders=("templates",))
        if (template := str(path.relative_to(TEMPLATES))) not in used
        and not re.fullmatch(r"\d{3}(_\w+)?\.html", template)
        and not any(pattern.fullmatch(template) for pattern in patterns)
        and not replaces_another(template)
    ]
    assert not unused


def test_every_picto_is_drawn():
    drawn = set(re.findall(r'id="([\w-]+)"', (ROOT / "cmsite/static/icons.svg").read_text()))
    used = {
        found
        for path in PAGES
        for found in re.findall(r"""\{%\s*picto\s+["']([\w-]+)["']""", path.read_text())
    }
    assert used <= drawn, used - drawn


# --- French typography ------------------------------------------------------------------------
FAULTS = {
    "apostrophe droite": r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]",
    "guillemets droits": r"(?<=\s)\"\w[^\"]*\"(?=[\s.,])",
    "espace sécable devant ; ! ? »": r"\S [;!?»]",
    "espace manquante devant ; ! ?": r"[\wÀ-ÿ)»][;!?](?=\s|$)",
    "espace manquante ou sécable avant »": r"[^\s\u202f\u00a0]»",
    "espace sécable ou manquante après «": r"«[^\u202f\u00a0]",
    "espace sécable devant le deux-points": r"\S :(?=\s|$)",
    "espace manquante devant le deux-points": r"[A-Za-zÀ-ÿ)»]:(?=\s|$)",
    "trois points": r"\.\.\.",
}


def visible_texts(source: str) -> list[str]:
    """What people read in a template: texts between tags, and the attributes read aloud.

    A value stands as one letter: its own spacing is not the template’s.
    """
    source = VALUE.sub("X", CODE.sub("", COMMENT_BLOCK.sub("", source)))
    source = re.sub(r"<(script|style|code|pre)\b.*?</\1>", "", source, flags=re.S | re.I)
    texts = [attribute for tag in TAG.findall(source) for attribute in READ_ATTRIBUTES.findall(tag)]
    texts += TAG.split(source)
    return [html.unescape(re.sub(r"[ \t\r\n]+", " ", text)) for text in texts]


def faults(source: str) -> list[str]:
    return [
        f"{label} : …{text[max(0, match.start() - 20) : match.end() + 20]}…"
        for text in visible_texts(source)
        for label, pattern in FAULTS.items()
        for match in re.finditer(pattern, text)
    ]


@pytest.mark.parametrize("path", files(".html", ".txt", folders=("templates",)), ids=name)
def test_french_typography(path):
    found = faults(path.read_text())
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "<p>l'annuaire</p>",
        "<p>Vraiment ?</p>",
        "<p>Vraiment?</p>",
        "<p>« non »</p>",
        "<p>Ville : Lyon</p>",
        "<p>{{ label }}: {{ value }}</p>",
        '<img alt="Portrait d\'une femme">',
        "<p>Patience...</p>",
    ],
)
def test_a_fault_of_typography_is_noticed(source):
    assert faults(source)


@pytest.mark.parametrize(
    "source",
    [
        "<p>l’annuaire, à 10:30, «\u202foui\u202f»\u202f! Ville\u00a0: Lyon</p>",
        "{% if a == 'l' %}<a href=\"?q=l'a\">C’est&nbsp;: {{ x|default:'d' }}</a>{% endif %}",
        "<p>&amp;&nbsp;; https://carte.example/?q=x</p>",
        "{# isn't read #}<script src='x.js'></script>",
    ],
)
def test_good_typography_is_left_alone(source):
    assert not faults(source)
