"""Comments under articles: confirmed by a code, read by a moderator, then shown.

No address is ever kept.  The one that a code goes to is written nowhere: a keyed digest of it
stays beside the comment, which tells nobody the address, but recognises who types it again to
erase what they wrote.  No address of the network is kept either, nor any account.
"""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from directory import letters

SALT = "editorial.comment"
LONGEST = 3000  # characters
THREADS_SHOWN = 20  # under an article; all of them have a page
SUBJECTS = {
    "confirm": "La Carte des CM\u00a0: confirmez votre commentaire",
    "erase": "La Carte des CM\u00a0: effacez votre commentaire",
}


class NotSent(Exception):
    """The mail service refused or did not answer."""


def new_token() -> str:
    return secrets.token_urlsafe(18)


def digest(*parts: str) -> str:
    return salted_hmac(SALT, "\n".join(parts), algorithm="sha256").hexdigest()


def address_digest(address: str) -> str:
    """What is kept in place of an address."""
    return digest("address", address.strip().lower())


class CommentQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(state__in=[Comment.State.PUBLISHED, Comment.State.ERASED])

    def waiting(self) -> Self:
        """For the moderators, the oldest first."""
        return self.filter(state=Comment.State.WAITING).order_by("created_at", "pk")

    def reported(self) -> Self:
        """Shown, and about which somebody wrote to the moderators."""
        unread = CommentReport.objects.filter(comment=OuterRef("pk"), handled_at=None)
        return self.filter(Exists(unread), state=Comment.State.PUBLISHED)

    def by_address(self, address: str) -> Self:
        return self.filter(author=address_digest(address))

    def threads(self) -> Self:
        """First comments with their answers, the oldest first."""
        answers = Comment.objects.published().order_by("created_at", "pk")
        return (
            self.published()
            .filter(parent=None)
            .order_by("created_at", "pk")
            .prefetch_related(Prefetch("answers", queryset=answers, to_attr="shown_answers"))
        )

    def shown_under(self, article) -> dict:
        """What an article shows: its threads, how many comments there are; one query.

        Threads beyond THREADS_SHOWN are on the page of all comments.
        """
        if article.pk is None:
            return {"threads": [], "total": 0, "more": False}
        rows = list(self.published().filter(article=article).order_by("created_at", "pk"))
        threads = [row for row in rows if row.parent_id is None]
        answers: dict[int, list[Comment]] = {}
        for row in rows:
            answers.setdefault(row.parent_id, []).append(row)
        for thread in threads:
            thread.shown_answers = answers.get(thread.pk, [])
        # An answer goes out of sight with what it answers.
        seen = [one for thread in threads for one in (thread, *thread.shown_answers)]
        return {
            "threads": threads[:THREADS_SHOWN],
            "total": sum(one.state == Comment.State.PUBLISHED for one in seen),
            "more": len(threads) > THREADS_SHOWN,
        }

    def forget_unconfirmed(self) -> int:
        """Delete those whose code nobody typed in a day; how many."""
        old = timezone.now() - Comment.UNCONFIRMED_LIFE
        return (
            self.filter(state=Comment.State.UNCONFIRMED, created_at__lt=old)
            .delete()[1]
            .get("editorial.Comment", 0)
        )

    def erase(self) -> int:
        """Erase each, as its author would; how many."""
        comments = list(self)
        for comment in comments:
            comment.erase()
        return len(comments)


class Comment(models.Model):
    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        UNCONFIRMED = "nouveau", "à confirmer"
        WAITING = "attente", "en attente"
        PUBLISHED = "publie", "publié"
        REFUSED = "refuse", "refusé"
        SPAM = "spam", "indésirable"
        ERASED = "efface", "effacé par son auteur ou autrice"

    UNCONFIRMED_LIFE = timedelta(days=1)
    CODE_LIFE = timedelta(minutes=30)
    MOST_TRIES = 5

    article = models.ForeignKey(
        "editorial.Article",
        verbose_name="article",
        on_delete=models.CASCADE,
        related_name="comments",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="en réponse à",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="answers",
    )
    name = models.CharField("nom", max_length=60, blank=True)
    text = models.TextField("texte", max_length=LONGEST, blank=True)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.UNCONFIRMED)
    created_at = models.DateTimeField("écrit le", default=timezone.now)
    decided_at = models.DateTimeField("jugé le", null=True, blank=True)
    # In the addresses that its author alone is sent to.
    token = models.CharField("jeton", max_length=32, unique=True, default=new_token, editable=False)
    author = models.CharField("empreinte de l’adresse", max_length=64, editable=False)
    # Of the article, of what it answers, of the author and of the words: sent twice, it is one.
    fingerprint = models.CharField("empreinte", max_length=64, unique=True, editable=False)
    code = models.CharField("empreinte du code", max_length=64, blank=True, editable=False)
    code_sent_at = models.DateTimeField("code envoyé", null=True, blank=True, editable=False)
    code_tries = models.PositiveSmallIntegerField("essais du code", default=0, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "commentaire"
        verbose_name_plural = "commentaires"
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["article", "state", "created_at"], name="comments_of_article"),
            models.Index(fields=["state", "created_at"], name="comments_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="efface", text="", name="") | ~Q(state="efface"),
                name="erased_comment_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or 'Commentaire effacé'}, le {self.created_at:%d/%m/%Y}"

    def save(self, *args, **options) -> None:
        if not self.fingerprint:
            self.fingerprint = self.fingerprint_of(
                self.article_id, self.parent_id, self.author, self.text
            )
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        return f"{self.article.url}#{self.anchor}"

    @staticmethod
    def fingerprint_of(article: int, parent: int | None, author: str, text: str) -> str:
        words = "".join(text.casefold().split())
        return digest("comment", str(article), str(parent or ""), author, words)

    @property
    def changes_pages(self) -> bool:
        """Whether a visitor may see that it changed."""
        return self.state not in (self.State.UNCONFIRMED, self.State.WAITING)

    @property
    def is_erased(self) -> bool:
        return self.state == self.State.ERASED

    @property
    def anchor(self) -> str:
        return f"commentaire-{self.pk}"

    # --- Codes --------------------------------------------------------------------------------
    def send_code(self, address: str, purpose: str) -> None:
        """Mail a code of six figures; `purpose` is a key of SUBJECTS.  The address is not kept.

        Raises NotSent, and then no code is alive: asked again, another leaves.
        """
        code = f"{secrets.randbelow(10**6):06}"
        self.code = digest("code", self.token, purpose, code)
        self.code_sent_at, self.code_tries = timezone.now(), 0
        # Not `save()`: nothing that readers see has changed.
        Comment.objects.filter(pk=self.pk).update(
            code=self.code, code_sent_at=self.code_sent_at, code_tries=0
        )
        body = render_to_string(
            f"comments/mails/{purpose}.txt",
            {
                "comment": self,
                "quoted": letters.quoted(self.text),
                "code": code,
                "SITE_URL": settings.SITE_URL,
            },
        )
        try:
            EmailMessage(SUBJECTS[purpose], body, to=[address]).send()
        except (
            OSError,
            ValueError,
        ):  # smtplib’s errors are of the first kind; they quote addresses
            self.code = ""
            Comment.objects.filter(pk=self.pk).update(code="")
            raise NotSent from None

    def code_is_alive(self) -> bool:
        return bool(
            self.code
            and self.code_tries < self.MOST_TRIES
            and self.code_sent_at + self.CODE_LIFE > timezone.now()
        )

    def accepts(self, code: str, purpose: str) -> bool:
        """Whether this is the code that was sent; a wrong one counts as a try."""
        if not self.code_is_alive():
            return False
        typed = "".join(figure for figure in code if figure.isdigit())
        if constant_time_compare(self.code, digest("code", self.token, purpose, typed)):
            self.code = ""
            Comment.objects.filter(pk=self.pk).update(code="")
            return True
        Comment.objects.filter(pk=self.pk).update(code_tries=models.F("code_tries") + 1)
        self.code_tries += 1
        return False

    # --- Its life -----------------------------------------------------------------------------
    def confirm(self) -> None:
        self.state = self.State.WAITING
        self.save(update_fields=["state"])

    def decide(self, state: str) -> None:
        """Published, refused or spam; the reports about it are handled with it."""
        self.state, self.decided_at = state, timezone.now()
        self.save(update_fields=["state", "decided_at"])
        self.reports.filter(handled_at=None).update(handled_at=self.decided_at)

    def erase(self) -> None:
        """Gone, or emptied when somebody answered it: the answers stay, those to be read too."""
        kept = (self.State.WAITING, self.State.PUBLISHED, self.State.ERASED)
        if not self.answers.filter(state__in=kept).exists():
            self.delete()
            return
        self.name = self.text = self.code = ""
        self.author, self.state = "", self.State.ERASED
        self.save(update_fields=["name", "text", "code", "author", "state"])


class CommentReport(models.Model):
    """Somebody thinks that a comment should not be there.  Nothing is known of who says so."""

    wagtail_reference_index_ignore = True

    LONGEST = 600
    changes_pages = False

    comment = models.ForeignKey(
        Comment, verbose_name="commentaire", on_delete=models.CASCADE, related_name="reports"
    )
    reason = models.TextField("pourquoi", max_length=LONGEST)
    created_at: datetime = models.DateTimeField("reçu le", default=timezone.now)
    handled_at = models.DateTimeField("traité le", null=True, blank=True)

    class Meta:
        verbose_name = "signalement de commentaire"
        verbose_name_plural = "signalements de commentaires"
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"Signalement du {self.created_at:%d/%m/%Y}"
