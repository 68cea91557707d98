"""No log and no report of the survey’s pages says who came, with what, to answer what."""

import logging
import re

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client, RequestFactory

from cmsite.discretion import DiscreetFormatter, DiscreetReporter
from surveys import answering, notice_views, receipts
from surveys.models import Edition
from tests.respondents import SALARIED, core_edition, send

pytestmark = pytest.mark.django_db
ADDRESS, HOST = "ines.cherfaoui@exemple.fr", "203.0.113.77"
ANSWER = "ma-reponse-a-moi"


class Journal(logging.Handler):
    """Everything, at every level, as the console would write it and as it was given."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(DiscreetFormatter("%(levelname)s %(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def journal(settings, monkeypatch):
    """Every logger wide open, as LOG_LEVEL=DEBUG does, but those that the settings hold."""
    journal = Journal()
    held = [name for name, one in settings.LOGGING["loggers"].items() if one["level"] != "INFO"]
    named = [
        logging.getLogger(name)
        for name in logging.root.manager.loggerDict
        if not name.startswith(tuple(held))
    ]
    kept = [(one, one.level, one.propagate) for one in [logging.root, *named]]
    for one, _, _ in kept:
        one.setLevel(logging.DEBUG)
        one.propagate = True
    logging.root.addHandler(journal)
    yield journal
    logging.root.removeHandler(journal)
    for one, level, propagate in kept:
        one.setLevel(level)
        one.propagate = propagate


@pytest.fixture
def reports(settings, mailoutbox):
    """Django’s reports to the administrators, as it would mail them, in both forms."""
    settings.ADMINS = [("Admin", "admin@exemple.org")]
    handler = logging.getLogger("django").handlers
    mailer = next(one for one in handler if type(one).__name__ == "AdminEmailHandler")
    assert mailer.reporter_class is DiscreetReporter
    mailer.include_html = True
    yield lambda: [one for one in mail.outbox if one.to == ["admin@exemple.org"]]
    mailer.include_html = False


def breaks(*args, **kwargs):
    """As PostgreSQL says it: with the value."""
    private = ANSWER  # a variable of the frame
    raise IntegrityError(f"Key (address)=({ADDRESS}) {private} exists") from ValueError(ANSWER)


def test_a_whole_journey_with_its_errors_leaves_nothing(
    journal, reports, mailoutbox, monkeypatch, settings, now
):
    edition = core_edition(year=2027)
    core_edition(year=2028, mode=Edition.Mode.MAIL)
    client = Client(
        raise_request_exception=False, REMOTE_ADDR=HOST, HTTP_USER_AGENT="navigateur-de-ines"
    )
    words = send(client, edition)
    client.post("/enquete/2027/recu/", {"recu": words})
    client.post("/enquete/2027/avis/", {"adresse": ADDRESS})
    code = re.search(r"#code=(\S+)", mailoutbox[-1].body)[1]
    client.post("/enquete/2027/avis/code/", {"mots": code})
    client.post("/enquete/2028/entree/", {"adresse": ADDRESS})
    ticket = re.search(r"#code=(\S+)", mailoutbox[-1].body)[1]
    client.post("/enquete/2028/entree/", {"mots": ticket})
    private = {
        *(ADDRESS, HOST, "navigateur-de-ines", ANSWER, words, code, ticket, ticket.split(".")[0]),
        *(morsel.value for morsel in client.cookies.values() if len(morsel.value) > 20),
    }
    # 400: not ours to read, too large, a wrong host.  403: no token.  404, 405, 409, 413.
    other = Client(enforce_csrf_checks=True, raise_request_exception=False, REMOTE_ADDR=HOST)
    other.cookies = client.cookies
    statuses = [
        client.post("/enquete/2028/repondre/1/", {"exercice": ANSWER}).status_code,
        client.post("/enquete/2028/repondre/1/", {"exercice": ANSWER * 70_000}).status_code,
        client.post("/enquete/2027/recu/", {"recu": ANSWER}).status_code,
        client.get("/enquete/2027/repondre/99/").status_code,
        client.put("/enquete/2027/avis/", ANSWER).status_code,
        client.get("/enquete/2027/repondre/").status_code,
        other.post("/enquete/2027/recu/", {"recu": words}).status_code,
        client.get("/enquete/2027/", HTTP_HOST="faux.exemple").status_code,
    ]
    assert statuses == [400, 413, 400, 409, 405, 409, 403, 400]
    for module, name, path, data in (
        (answering.Visit, "keep", "/enquete/2028/repondre/1/", SALARIED[0]),
        (receipts, "ReceiptForm", "/enquete/2027/recu/", {"recu": words}),
        (notice_views.notices, "ask", "/enquete/2027/avis/", {"adresse": ADDRESS}),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, breaks)
            assert client.post(path, data).status_code == 500
    written = "\n".join(journal.lines)
    mailed = "\n".join(
        f"{one.subject}\n{one.body}\n{one.alternatives}\n{one.extra_headers}" for one in reports()
    )
    assert "IntegrityError" in written and "tests/test_discretion.py" in written
    assert len(reports()) >= 3 and "IntegrityError" in mailed
    found = [
        (word, line[:300])
        for word in private
        for line in [*journal.lines, *mailed.split("\n\n")]
        if word in line
    ]
    assert found == []


def test_elsewhere_errors_are_told_in_full():
    try:
        breaks()
    except IntegrityError as error:
        info = (type(error), error, error.__traceback__)
    request = RequestFactory().get("/annuaire/")
    assert "Key (address)" in DiscreetReporter(request, *info).get_traceback_text()
    record = logging.LogRecord("x", logging.ERROR, "", 0, "m", None, info)
    record.request = request
    assert "Key (address)" in DiscreetFormatter("%(message)s").format(record)
    record.request = RequestFactory().get("/enquete/2027/avis/")
    said = DiscreetFormatter("%(message)s").format(record)
    assert ADDRESS not in said and said.endswith("IntegrityError")
    assert record.exc_info is info  # left for other handlers, as it was


def test_a_developer_sees_everything(settings):
    settings.DEBUG = True
    request = RequestFactory().get("/enquete/2027/avis/")
    assert (
        "mot secret"
        in DiscreetReporter(
            request, ValueError, ValueError("mot secret"), None
        ).get_traceback_text()
    )
