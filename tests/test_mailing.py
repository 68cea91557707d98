"""Every mail leaves in text and in HTML, which say the same and hold nothing from elsewhere."""

import html5lib
import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends import locmem

from cmsite.mailing import InHTMLToo, dressed
from tests.test_settings import COMPLETE, start

TEXT = """Bonjour,

Voici votre code :

K7QP-M2XD

Ouvrez cette page (https://carte.example/a/?b=1&c=2#jeton-1), puis celle-ci :
https://carte.example/profil/ines/.

<script>alert(1)</script> & « guillemets » http://exemple.fr/"onclick=x
"http://cite.example/a", <http://cite.example/b?c=1&d=2>

La Carte des CM
"""


class Outbox(InHTMLToo, locmem.EmailBackend):
    pass


def html(message) -> str:
    [(content, kind)] = message.alternatives
    assert kind == "text/html"
    return content


def document(message):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html(message))


def words(text: str) -> list[str]:
    return text.split()


def test_both_say_the_same():
    sent = dressed(EmailMessage("Votre code", TEXT, to=["ines@carte.example"]))
    body = document(sent).find("body")
    assert words("".join(body.itertext())) == words(TEXT)
    assert sent.body == TEXT and sent.to == ["ines@carte.example"]
    assert document(sent).find("head/title").text == "Votre code"


def test_addresses_are_links_and_nothing_else_is():
    body = document(dressed(EmailMessage("", TEXT))).find("body")
    assert [link.get("href") for link in body.iter("a")] == [
        "https://carte.example/a/?b=1&c=2#jeton-1",
        "https://carte.example/profil/ines/",
        "http://exemple.fr/",
        "http://cite.example/a",
        "http://cite.example/b?c=1&d=2",
    ]
    assert {one.tag for one in body.iter()} == {"body", "main", "p", "a", "br"}
    assert all(set(link.attrib) == {"href"} for link in body.iter("a"))


def test_a_code_stands_out():
    body = document(dressed(EmailMessage("", TEXT))).find("body")
    assert [one.text for one in body.iter("p") if one.get("class")] == ["K7QP-M2XD"]


def test_headers_and_whatever_is_in_html_already_stay():
    made = EmailMessage("", "", headers={"Message-ID": "<a@b>"}, reply_to=["c@d.example"])
    sent = dressed(made)
    assert sent.extra_headers == {"Message-ID": "<a@b>"} and sent.reply_to == ["c@d.example"]
    ready = EmailMultiAlternatives("", "texte")
    ready.attach_alternative("<p>autre</p>", "text/html")
    assert dressed(ready) is ready
    plain = EmailMultiAlternatives("", "texte")
    assert len(dressed(plain).alternatives) == 1 and not plain.alternatives


@pytest.mark.django_db
def test_mails_of_the_site_leave_so(client, settings, mailoutbox):
    settings.EMAIL_BACKEND = "tests.test_mailing.Outbox"
    client.post("/compte/connexion/", {"email": "ines@carte.example"})
    [sent] = mailoutbox
    assert words("".join(document(sent).find("body").itertext())) == words(sent.body)
    assert sent.message().get_content_type() == "multipart/alternative"


def test_production_sends_so():
    said = start(COMPLETE, "settings.EMAIL_BACKEND")
    assert said.stdout.strip() == "cmsite.mailing.SMTPBackend", said.stderr
