"""kill −9, in the middle of an answer and at each moment of sealing: nothing lost, nothing half."""

import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from surveys import keys, scrubbing, sealing, severing
from surveys.models import Draft, Edition, Publication, Response
from tests.survey_rows import answered

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 40


def in_a_process(work) -> int:
    """Start `work` in a process of its own, with connections of its own; its number."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(0)


def die(*args, **kwargs) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def ended(child: int) -> int:
    """The signal that ended it, 0 for none."""
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def contents(edition: Edition) -> Counter:
    rows = edition.responses.values_list("answers", flat=True)
    return Counter(str(sorted(answers.items())) for answers in rows)


# --- Sending ----------------------------------------------------------------------------------
def drafts(edition: Edition, count: int) -> list[Draft]:
    return Draft.objects.bulk_create(
        Draft(
            digest=f"{number:064x}",
            edition=edition,
            answers={"genre": "femme", "rang": number},
            touched_on=timezone.localdate(),
        )
        for number in range(count)
    )


def test_what_was_acknowledged_is_there_and_nothing_is_half_sent():
    edition = answered(0, closed=False)
    edition.drafts.all().delete()
    waiting = drafts(edition, 1000)
    draw = random.Random(1)
    acknowledged: set[str] = set()
    for _ in range(4):
        reader, writer = os.pipe()

        def send_all(writer=writer):
            for draft in Draft.objects.order_by("digest"):
                draft.send(f"r{draft.digest[1:]}", f"d{draft.digest[1:]}")
                os.write(writer, f"r{draft.digest[1:]}\n".encode())
            signal.pause()

        child = in_a_process(send_all)
        os.close(writer)
        with os.fdopen(reader) as told:
            # In the middle of the next ones, however fast they go.
            acknowledged |= {told.readline().strip() for _ in range(draw.randint(1, 25))}
            time.sleep(draw.uniform(0, 0.004))
            os.kill(child, signal.SIGKILL)
            assert ended(child) == signal.SIGKILL
            acknowledged |= {line.strip() for line in told if line.endswith("\n")}
        stored = Counter(Response.objects.values_list("receipt_digest", flat=True))
        assert acknowledged <= set(stored) and max(stored.values()) == 1
        assert len(stored) - len(acknowledged) <= 4  # sent, killed before saying so
        taken = set(edition.participations.values_list("digest", flat=True))
        assert taken == {f"d{receipt[1:]}" for receipt in stored}
        left = set(Draft.objects.values_list("digest", flat=True))
        assert len(left) + len(stored) == len(waiting)
        assert not {digest[1:] for digest in left} & {receipt[1:] for receipt in stored}
    assert 4 <= len(stored) < len(waiting)


# --- Sealing ----------------------------------------------------------------------------------
MOMENTS = {
    "before the tables": (sealing, "publish"),
    "tables frozen, everybody still there": (severing, "sever"),
    "participations deleted, responses not": (severing, "_rewrite_responses"),
    "responses rewritten, notices not": (severing, "_rewrite_notices"),
    "committed, key still there": (keys, "destroy"),
    "before pages are rewritten": (scrubbing, "overwrite"),
}


def closed_edition() -> Edition:
    edition = answered(PEOPLE, closed=False)
    edition.secrets.digest("check", "")
    gone = timezone.now() - timedelta(days=60)
    Edition.objects.filter(pk=edition.pk).update(
        opens_at=gone, closes_at=gone + timedelta(days=45), results_at=gone + timedelta(days=80)
    )
    return Edition.objects.get(pk=edition.pk)


def check_whole(edition: Edition, before: Counter) -> bool:
    """Open as ever, or sealed for good: whether it is sealed."""
    sealed = Publication.objects.filter(edition=edition).count() == 1
    links = edition.responses.exclude(receipt_digest="").count()
    assert contents(edition) == before
    assert (edition.participations.count(), links) == ((0, 0) if sealed else (PEOPLE, PEOPLE))
    return sealed


def check_finished(edition: Edition, before: Counter) -> None:
    """Run again, it completes what is missing, and a last time changes nothing."""
    for _ in range(40):
        call_command("seal_editions")
        edition.refresh_from_db()
        if edition.scrubbed_at:
            break
        time.sleep(0.1)
    assert check_whole(edition, before) and edition.scrubbed_at
    assert not keys.path_of(edition.pk).exists()
    ids = set(edition.responses.values_list("pk", flat=True))
    call_command("seal_editions")
    assert set(edition.responses.values_list("pk", flat=True)) == ids


@pytest.mark.parametrize("moment", MOMENTS)
def test_sealing_killed_at_each_moment_is_finished_by_the_next_run(moment):
    edition = closed_edition()
    before = contents(edition)
    module, name = MOMENTS[moment]

    def seal_and_die():
        setattr(module, name, die)
        call_command("seal_editions")

    assert ended(in_a_process(seal_and_die)) == signal.SIGKILL
    assert check_whole(edition, before) is (module in (keys, scrubbing))
    check_finished(edition, before)


def test_sealing_killed_whenever_is_finished_by_the_next_run():
    delays = random.Random(2)
    for _ in range(3):
        edition = closed_edition()
        before = contents(edition)
        child = in_a_process(lambda: call_command("seal_editions"))
        time.sleep(delays.uniform(0.005, 0.1))
        os.kill(child, signal.SIGKILL)
        ended(child)
        check_whole(edition, before)
        check_finished(edition, before)


def test_a_reader_who_comes_first_seals_without_waiting_for_pages(client, monkeypatch):
    edition = closed_edition()
    results = timezone.now() - timedelta(hours=1)
    Edition.objects.filter(pk=edition.pk).update(results_at=results)
    before = contents(edition)
    with monkeypatch.context() as patch:
        patch.setattr(scrubbing, "overwrite", lambda tables: pytest.fail("VACUUM in a request"))
        assert client.get(f"/enquete/{edition.year}/resultats/").status_code == 200
    assert check_whole(edition, before) and not keys.path_of(edition.pk).exists()
    edition.refresh_from_db()
    assert edition.scrubbed_at is None
    check_finished(edition, before)
