"""Asking other sites after a page: what they answer, and whom is never asked."""

import socket
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from cmsite.editorial.links import fetching, judging
from cmsite.editorial.links.checking import check
from cmsite.editorial.links.fetching import Courtesy, Refused, Rules, Unreachable, fetch, is_public
from cmsite.editorial.models import Link
from tests.factories import EditorFactory, UserFactory
from tests.link_server import Handler, site

HERE = Rules(private=True, ports=None, timeout=1, deadline=1.5)


@pytest.fixture(scope="module")
def other():
    with site() as address:
        yield address


@pytest.mark.parametrize(
    ("page", "finding", "detail"),
    [
        ("", "", ""),
        ("bien", "", ""),
        ("interdit", "", ""),
        ("passage", "", ""),
        ("court", "", ""),
        ("enorme", "", ""),
        ("nulle-part", "mort", "répond 404"),
        ("parti", "mort", "répond 410"),
        ("accueil", "mort", "renvoie à l’accueil du site"),
        ("deplace", "deplace", "redirige vers 127.0.0.1"),
        ("a-vendre", "parking", "page de vente"),
        ("registraire", "parking", "page de vente"),
        ("vide", "parking", "page de vente"),
        ("menteur", "parking", "page de vente"),
    ],
)
def test_what_a_page_is_worth(other, page, finding, detail):
    verdict, failures = check(f"{other}/{page}", 0, HERE)
    assert (verdict.finding, verdict.detail, failures) == (finding, detail, 0)
    assert (verdict.moved_to == f"{other}/nouvelle") is (finding == "deplace")


@pytest.mark.parametrize(
    ("page", "detail"),
    [
        ("panne", "répond 503"),
        ("boucle", "tourne en rond"),
        ("sans-fin", "tourne en rond"),
        ("lent", "trop lent"),
        ("goutte", "trop lent"),
        ("charabia", "ne répond pas"),
        ("travers", "renvoie à une adresse mal écrite"),
    ],
)
def test_a_passing_trouble_is_told_at_the_third_time(other, page, detail):
    first, failures = check(f"{other}/{page}", 0, HERE)
    assert (first.finding, first.detail, failures) == ("", detail, 1)
    third, failures = (
        check(f"{other}/{page}", 2, HERE) if page in ("panne", "boucle") else (None, 3)
    )
    assert failures == 3 and (third is None or third.finding == "mort")


def test_no_more_is_read_than_is_needed(other):
    assert len(fetch(f"{other}/enorme", HERE).body) == fetching.MOST_BYTES


def test_a_seller_of_names_is_known_by_its_host():
    answer = fetching.Answer(200, "https://www.hugedomains.com/x", "text/html", b"<p>x</p>")
    assert judging.judge("https://brins.example/a", answer).finding == "parking"
    alive = fetching.Answer(200, "https://notsedo.com/", "text/html", b"<p>" + b"mot " * 99)
    assert judging.judge("https://notsedo.com/", alive).finding == ""


def test_an_article_about_parked_names_is_not_one():
    page = (
        "<p>" + "Quand un nom expire, on lit : this domain is for sale. " + "Un long récit. " * 500
    )
    assert not judging.is_parked(page)


# --- Whom is never asked ----------------------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
        *(
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "240.0.0.1",
        ),
        *("::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "2001:db8::1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "pas une adresse"),
    ],
)
def test_private_addresses(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://0x7f000001/"),
        *("http://2130706433/", "http://127.1/", "http://169.254.169.254/latest/meta-data/"),
        *(
            "ftp://exemple.fr/",
            "file:///etc/passwd",
            "gopher://x/",
            "http://moi:secret@exemple.fr/",
        ),
        *(
            "http://exemple.fr:22/",
            "http://exemple.fr:6379/",
            "http:///x",
            "http://exemple.fr:abc/",
        ),
    ],
)
def test_what_is_refused_without_a_call(url, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("called"))
    real = {"0x7f000001", "2130706433", "127.1"}
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, **k: [
            (
                2,
                1,
                6,
                "",
                (
                    "127.0.0.1"
                    if host in real
                    else host.strip("[]").replace("localhost", "127.0.0.1"),
                    port,
                ),
            )
        ],
    )
    with pytest.raises((Refused, Unreachable)):
        fetch(url)


def answers(*rounds):
    """A resolver that says something else each time it is asked."""
    said = iter(rounds)

    def resolve(host, port, **options):
        return [(2, 1, 6, "", (address, port)) for address in next(said)]

    return resolve


def test_a_name_with_one_private_address_is_refused(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answers(["93.184.215.14", "10.0.0.1"]))
    with pytest.raises(Refused):
        fetch("http://deux.example/")


def test_the_call_goes_to_the_address_that_was_judged(monkeypatch):
    """A name that turns private once judged (rebinding) is not asked for a second time."""
    called = []

    def connect(address, *rest):
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", answers(["93.184.215.14"], ["127.0.0.1"]))
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable):
        fetch("http://volage.example/")
    assert called == [("93.184.215.14", 80)]


@pytest.mark.parametrize("page", ["vers-prive", "vers-fichier"])
def test_a_redirection_is_judged_as_the_first_address_was(other, page, monkeypatch):
    host = other.split("//")[1].split(":")[0]
    monkeypatch.setattr(fetching, "is_public", lambda address: address == host)
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, *a, **k: [(2, 1, 6, "", (host, port))]
    )
    with pytest.raises(Refused):
        fetch(f"{other}/{page}", Rules(ports=None))


def test_a_host_is_left_alone_for_a_while():
    slept, now = [], iter([0.0, 0.0, 0.5, 2.0, 2.0, 2.0])
    courtesy = Courtesy(2.0, sleep=slept.append, clock=lambda: next(now))
    courtesy.wait("a.example")
    courtesy.wait("a.example")
    courtesy.wait("b.example")
    assert slept == [1.5]


# --- The command and the queue ----------------------------------------------------------------
def link(address: str, **fields) -> Link:
    defaults = {"title": address, "source": "Ailleurs", "comment": "À lire."}
    return Link.objects.create(address=address, **{**defaults, **fields})


def run() -> str:
    output = StringIO()
    call_command("check_links", rules=HERE, courtesy=Courtesy(0), stdout=output)
    return output.getvalue()


@pytest.mark.django_db
def test_the_command_finds_and_editors_decide(other, client):
    good, moved, gone, sold = (
        link(f"{other}/{page}", title=page) for page in ("bien", "deplace", "parti", "a-vendre")
    )
    assert "4 liens vérifiés, 1 morts, 1 déplacés, 1 à vendre." in run()
    assert {agent.split(" ")[0] for _, agent in Handler.seen} == {"LaCarteDesCM-liens/1.0"}
    client.force_login(EditorFactory())
    queue = reverse("editorial_links:index")
    page = client.get(queue).text
    assert "revoir (3)" in page and f"{other}/nouvelle" in page and "À lire" not in page
    for decision, row in (("suivre", moved), ("enterrer", gone), ("ignorer", sold)):
        assert client.post(queue, {"decision": f"{decision}:{row.pk}"}).status_code == 302
        row.refresh_from_db()
        assert row.finding == ""
    assert moved.address == f"{other}/nouvelle" and gone.is_dead
    assert "Aucun lien n’est à revoir" in client.get(queue).text
    run()  # what was ignored is not told again, nor the dead asked
    assert not Link.objects.to_review().exists()
    good.refresh_from_db()
    assert good.checked_at and not good.finding
    client.post(queue, {"decision": f"ranimer:{gone.pk}"})
    gone.refresh_from_db()
    assert not gone.is_dead


@pytest.mark.django_db
def test_failures_are_counted_from_one_run_to_the_next(other):
    row = link(f"{other}/panne")
    for count, finding in ((1, ""), (2, ""), (3, "mort")):
        run()
        row.refresh_from_db()
        assert (row.failures, row.finding) == (count, finding)


@pytest.mark.django_db
def test_a_link_moved_to_one_that_is_there_is_not_doubled(client):
    link("https://a.example/neuf", title="Le neuf")
    row = link("https://a.example/vieux", finding="deplace", moved_to="https://a.example/neuf")
    client.force_login(EditorFactory())
    answer = client.post(
        reverse("editorial_links:index"), {"decision": f"suivre:{row.pk}"}, follow=True
    )
    assert "déjà dans la revue" in answer.text
    row.refresh_from_db()
    assert row.address == "https://a.example/vieux"


@pytest.mark.django_db
def test_the_queue_is_for_those_who_may(client):
    client.force_login(UserFactory())
    assert client.get(reverse("editorial_links:index")).status_code == 302
