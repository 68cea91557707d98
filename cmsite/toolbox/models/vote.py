"""« Utile »: one voice a person for a tool, without knowing whose.

A browser that votes keeps a random token in a signed cookie.  What is stored is a keyed digest of
that token and of the tool: two votes of one person cannot be told to be of the same hand, and
nothing dates them.
"""

from django.db import models
from django.utils.crypto import salted_hmac

from cmsite.toolbox.models.tool import Tool


def digest(token: str, tool: Tool) -> str:
    """64 hexadecimal digits, different for each tool."""
    return salted_hmac("toolbox.vote", f"{tool.pk} {token}", algorithm="sha256").hexdigest()


class VoteQuerySet(models.QuerySet):
    def of(self, token: str, tool: Tool) -> "VoteQuerySet":
        return self.filter(tool=tool, voter=digest(token, tool))

    def turn(self, token: str, tool: Tool) -> bool:
        """Give the voice, or take it back; whether it is given now."""
        if self.of(token, tool).delete()[0]:
            return False
        # Twice at once: one row all the same.
        self.bulk_create([Vote(tool=tool, voter=digest(token, tool))], ignore_conflicts=True)
        return True


class Vote(models.Model):
    # Else each vote would queue a task that names it and the instant.
    wagtail_reference_index_ignore = True

    tool = models.ForeignKey(Tool, verbose_name="outil", on_delete=models.CASCADE)
    voter = models.CharField("empreinte", max_length=64)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = "voix"
        verbose_name_plural = "voix"
        constraints = [models.UniqueConstraint(fields=["tool", "voter"], name="voted_once")]

    def __str__(self) -> str:
        return f"une voix pour {self.tool}"
