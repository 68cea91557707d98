"""Where a profile’s page is: a readable address that is never anybody else’s."""

import re

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.text import slugify


def address_of(name: str) -> str:
    """« Inès Cherfaoui » → « ines-cherfaoui »; « profil » for a name without a Latin letter."""
    return slugify(name)[:90] or "profil"


def derives_from(slug: str, name: str) -> bool:
    """Whether the address is the one that this name gives, numbered or not."""
    return re.fullmatch(rf"{re.escape(address_of(name))}(-\d+)?", slug) is not None


class Addressed:
    """Mixed into Profile, which has `name`, `slug`, `revisions` and `former_addresses`."""

    def get_absolute_url(self) -> str:
        return reverse("directory:profile", args=[self.slug])

    def free_slug(self) -> str:
        """A readable address that nobody has nor had: « ines-cherfaoui », « ines-cherfaoui-2 »."""
        base = address_of(self.name)
        former = type(self).former_addresses.rel.related_model.objects
        taken = {
            slug
            for others in (
                type(self).objects.exclude(pk=self.pk),
                former.exclude(profile=self.pk) if self.pk else former.all(),
            )
            for slug in others.filter(slug__startswith=base).values_list("slug", flat=True)
        }
        slug, number = base, 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        return slug

    def follow_name(self) -> None:
        """Once a new name is online the address says it too, and the former one leads to it.

        An address that came from none of its names stays.  One that was never online leaves
        nothing behind.
        """
        former = self.slug
        if derives_from(former, self.name):
            return
        names = self.revisions.values_list("content__name", flat=True)
        if not any(derives_from(former, name) for name in names if name):
            return
        self.slug = self.free_slug()
        try:
            with transaction.atomic():
                self.save(update_fields=["slug"])
                self.former_addresses.filter(slug=self.slug).delete()
                if self.first_published_at != self.last_published_at:
                    self.former_addresses.create(slug=former)
        except IntegrityError:
            # Somebody of the same name was published in the same instant.
            self.slug = former
