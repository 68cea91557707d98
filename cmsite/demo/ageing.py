"""Keeps a demonstration young: started again weeks later, its dates move on with the calendar."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cmsite.demo import documents, profiles, reading
from cmsite.demo.magazine import slug_of
from cmsite.editorial.models import Article, Comment, Interview, Link
from cmsite.editorial.models.comment import address_digest
from directory.models import Profile
from surveys.models import Edition

TOLERATED = timedelta(days=7)


@transaction.atomic
def renew() -> int:
    """By how many days everything was moved on: 0 while the demonstration is recent enough.

    The editions are forgotten, for the steps that follow to make them anew: an open one cannot
    be moved under those who are answering it.
    """
    drift = age()
    if drift < TOLERATED:
        return 0
    for page in (*demo_pages(Article, "articles"), *demo_pages(Interview, "interviews")):
        page.published_on += drift
        page.first_published_at += drift
        page.save_revision().publish()
    renew_reading(drift)
    people = list(
        Profile.objects.filter(live=True).filter(slug__in=[one.slug for one in profiles.invented()])
    )
    for profile in people:
        profile.first_published_at += drift
        profile.last_published_at += drift
    Profile.objects.bulk_update(people, ["first_published_at", "last_published_at"])
    invented = Edition.objects.filter(fictitious=True)
    if not invented.open().exists():
        invented.delete()
    return drift.days


def renew_reading(drift: timedelta) -> None:
    """The web review, and what is said under the articles."""
    links = Link.objects.filter(address__in=reading.addresses())
    links.update(**{name: F(name) + drift for name in ("published_on", "added_on", "checked_at")})
    said = Comment.objects.filter(author=address_digest(reading.AUTHOR))
    said.update(created_at=F("created_at") + drift)


def age() -> timedelta:
    """How long ago the texts were dated, from the first of them that is still there."""
    today = timezone.localdate()
    for document in documents.read("articles"):
        page = Article.objects.filter(slug=slug_of(document)).first()
        if page:
            return today - timedelta(days=int(document.fields["days_ago"])) - page.published_on
    return timedelta()


def demo_pages(model, folder: str):
    return model.objects.live().filter(slug__in=[slug_of(one) for one in documents.read(folder)])
