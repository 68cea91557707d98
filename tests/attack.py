"""Somebody who can read the whole database, its files included, and who saw everybody come in.

They know in which order people took part, and asked to be told; they want to know which response
is whose.  For that they sort the responses by whatever the database lets them see.
"""

import random
import re
from pathlib import Path

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils import timezone
from scipy.stats import spearmanr

from surveys import notices
from surveys.models import Draft, Edition, Notice
from tests.factories import EditionFactory, QuestionFactory, ask

PEOPLE = 200
# Each person’s answers hold a mark of theirs: the truth that the attacker is judged by.
MARK = re.compile(rb"marque-([0-9a-f]{12})")
# Spearman’s rank correlation of two unrelated orders of 200 has a standard deviation of 0.071:
# five of them come up by chance once in two million runs.
TOO_CLOSE = 0.36


class Crowd:
    """An edition that `PEOPLE` answered, one after the other, half of them asking to be told."""

    def __init__(self, **edition) -> None:
        draw = random.Random(2027)
        self.edition: Edition = ask(
            EditionFactory(**edition), QuestionFactory(code="mot", kind="text")
        )
        self.marks = [f"{draw.getrandbits(48):012x}" for _ in range(PEOPLE)]
        self.digests, self.addresses = [], []
        keys = self.edition.secrets
        for rank, mark in enumerate(self.marks):
            draft = Draft.objects.create(
                digest=keys.digest("draft", mark),
                edition=self.edition,
                answers={"libre": f"marque-{mark}", "mot": f"texte-{mark}"},
                touched_on=timezone.localdate(),
            )
            receipt, device = keys.digest("receipt", mark), keys.digest("device", mark)
            draft.send(receipt, device)
            self.digests += [draft.digest, receipt, device]
            if rank % 2:
                address = f"{mark}@exemple.fr"
                Notice.objects.create(
                    edition=self.edition,
                    address=address,
                    code_digest=notices.digest("code", mark),
                    confirmed=rank % 10 != 9,
                    asked_on=None,
                )
                self.addresses.append(address)
        self.old_ids = [one.hex for one in self.edition.responses.values_list("pk", flat=True)]
        self.confirmed = set(self.edition.notices.confirmed().values_list("address", flat=True))

    # --- Orders -------------------------------------------------------------------------------
    def closeness(self) -> dict[str, float]:
        """{what responses are sorted by: how well that tells the order of arrival, 0 to 1}"""
        arrival = {mark: rank for rank, mark in enumerate(self.marks)}
        return {
            name: abs(spearmanr(range(len(order)), [arrival[mark] for mark in order]).statistic)
            for name, order in self.orders().items()
            # An observable that is the same for all sorts nothing.
            if len(order) == PEOPLE
        }

    def orders(self) -> dict[str, list[str]]:
        """{observable: marks in that order}"""
        rows = self.edition.responses.all()

        def marks(responses) -> list[str]:
            return [MARK.search(str(one.answers).encode())[1].decode() for one in responses]

        orders = {"clé": marks(rows.order_by("pk")), "sans ordre": marks(rows.order_by())}
        if len(set(rows.values_list("answered_on", flat=True))) > 1:
            orders["jour"] = marks(rows.order_by("answered_on"))
        hidden = ("rowid",) if connection.vendor == "sqlite" else ("ctid", "xmin::text::bigint")
        for column in hidden:
            sorted_rows = rows.annotate(seen=RawSQL(f"surveys_response.{column}", []))
            if len(set(map(str, sorted_rows.values_list("seen", flat=True)))) > 1:
                orders[column] = marks(sorted_rows.order_by("seen"))
        for name, content in self.files("response", "remark").items():
            for kind in (rb"marque-([0-9a-f]{12})", rb"texte-([0-9a-f]{12})"):
                found = [mark.decode() for mark in re.findall(kind, content)]
                if found:
                    orders[f"octets de {name}, {kind[:6].decode()}"] = found
        return orders

    def notices_beside_responses(self) -> float:
        """How well the order of the notices tells that of the responses, 0 to 1."""
        hidden = "rowid" if connection.vendor == "sqlite" else "ctid"
        responses = self.orders()[hidden]
        rows = self.edition.notices.annotate(seen=RawSQL(f"surveys_notice.{hidden}", []))
        asked = [one.address.split("@")[0] for one in rows.order_by("seen")]
        ranks = [responses.index(mark) for mark in asked]
        return abs(spearmanr(range(len(ranks)), ranks).statistic)

    # --- What is left in the files ------------------------------------------------------------
    def files(self, *tables: str) -> dict[str, bytes]:
        """{name: content} of all that the database keeps on its disc for these tables."""
        if connection.vendor == "sqlite":
            path = Path(connection.settings_dict["NAME"])
            beside = [path, *(Path(f"{path}{end}") for end in ("-wal", "-journal"))]
            return {one.suffix: one.read_bytes() for one in beside if one.exists()}
        contents = {}
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            for table in tables:
                cursor.execute(
                    "SELECT c.oid::regclass::text, pg_read_binary_file(pg_relation_filepath(c.oid))"
                    " FROM pg_class c, pg_class t WHERE t.relname = %s AND (c.oid = t.oid"
                    " OR c.oid = t.reltoastrelid OR c.oid IN"
                    " (SELECT indexrelid FROM pg_index WHERE indrelid = t.oid))",
                    [f"surveys_{table}"],
                )
                contents |= {name: bytes(content) for name, content in cursor.fetchall()}
        return contents

    def residue(self) -> dict[str, int]:
        """{kind of trace: how many can still be read}"""
        tables = ("participation", "draft", "notice", "response", "remark")
        content = b"".join(self.files(*tables).values()) + self.samples()
        unconfirmed = [one for one in self.addresses if one not in self.confirmed]
        return {
            "empreintes": sum(one.encode() in content for one in self.digests),
            "anciennes clés": sum(
                one.encode() in content or bytes.fromhex(one) in content for one in self.old_ids
            ),
            "adresses jamais confirmées": sum(one.encode() in content for one in unconfirmed),
            "copies de réponses": len(re.findall(rb"marque-", content)) - PEOPLE,
            "copies de textes": len(re.findall(rb"texte-", content)) - PEOPLE,
        }

    @staticmethod
    def samples() -> bytes:
        """What PostgreSQL’s planner remembers of the values of our columns."""
        if connection.vendor == "sqlite":
            return b""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats"
                " WHERE tablename LIKE 'surveys_%'"
            )
            return str(cursor.fetchall()).encode()
