"""Comments for tests, and the hands of somebody who writes one."""

import re
from itertools import count

from django.urls import reverse

from cmsite.editorial.models import Article, Comment
from cmsite.editorial.models.comment import address_digest
from directory import proof_of_work

numbers = count(1)
ADDRESS = "lectrice@exemple.example"


def comment(article: Article, **fields) -> Comment:
    """Published, unless `state` says otherwise."""
    number = next(numbers)
    defaults = {
        "name": f"Lectrice {number}",
        "text": f"Un avis, le numéro {number}.",
        "state": "publie",
        "author": address_digest(ADDRESS),
    }
    return Comment.objects.create(article=article, **{**defaults, **fields})


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of a form with its proof of work done, as a browser sends them."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    if "challenge" in found:
        found["answer"] = proof_of_work.solve(found["challenge"])
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def write(client, article: Article, *, answering: Comment | None = None, **typed):
    """Send the form as somebody whose browser did the work; the answer."""
    url = reverse("magazine:comment_write", args=[article.pk])
    if answering:
        url += f"?reponse={answering.pk}"
    form = {"name": "Jeanne", "text": "Je ne suis pas d’accord.", "address": ADDRESS, "site": ""}
    return client.post(url, {**form, **hidden(client.get(url).text), **typed})


def code_in(mail) -> str:
    return re.search(r"^ {4}(\d{6})$", mail.body, re.M)[1]
