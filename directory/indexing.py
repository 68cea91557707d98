"""Keeps the search in step with what a profile gains or loses outside its own row."""

from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from modelsearch.tasks import insert_or_update_object_task

from directory.models import Profile


@receiver(m2m_changed, sender=Profile.occupations.through)
@receiver(m2m_changed, sender=Profile.skills.through)
def index_again(instance, action: str, reverse: bool, **kwargs) -> None:
    """A profile’s métiers and skills are written after its row, whose saving had it indexed."""
    if action.startswith("post_") and not reverse:
        insert_or_update_object_task.enqueue("directory", "profile", str(instance.pk))
