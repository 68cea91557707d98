"""What follows when a profile is published, sent back, or deleted."""

from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.template.loader import render_to_string
from django_tasks import task
from wagtail.models import WorkflowState
from wagtail.signals import published, unpublished, workflow_rejected

from directory import files
from directory.changes import Change
from directory.models import Occupation, Profile, Sector, Skill, SpokenLanguage

PUBLISHED = ("Votre profil est en ligne", "directory/mails/published.txt")
SENT_BACK = ("Votre profil demande une correction", "directory/mails/sent_back.txt")


@task()
def tell_owner(profile_id: int, subject: str, template: str, reason: str) -> None:
    """Write to the owner, if the profile still has one.  Raises what the mail service raises."""
    profile = Profile.objects.select_related("owner").filter(pk=profile_id).first()
    if profile is None or profile.owner is None or not profile.owner.is_active:
        return
    body = render_to_string(
        template, {"profile": profile, "reason": reason, "SITE_URL": settings.SITE_URL}
    )
    EmailMessage(subject, body, to=[profile.owner.email]).send()


def tell_later(profile: Profile, mail: tuple[str, str], reason: str = "") -> None:
    """Only once the change is in the database: a mail cannot be rolled back."""
    if profile.owner_id:
        transaction.on_commit(partial(tell_owner.enqueue, profile.pk, *mail, reason))


@receiver(published, sender=Profile)
def profile_published(instance: Profile, **kwargs) -> None:
    if instance.live:
        instance.follow_name()
        files.forget_former(instance)
        tell_later(instance, PUBLISHED)


@receiver(unpublished, sender=Profile)
def profile_withdrawn(instance: Profile, **kwargs) -> None:
    """Whoever noted the address of the picture no longer sees it there."""
    files.move_portrait(instance)


@receiver(workflow_rejected, sender=WorkflowState)
def profile_sent_back(instance: WorkflowState, **kwargs) -> None:
    profile = instance.content_object
    if isinstance(profile, Profile):
        tell_later(profile, SENT_BACK, instance.current_task_state.comment)


@receiver([post_save, post_delete], sender=Profile)
@receiver(m2m_changed, sender=Profile.occupations.through)
@receiver(m2m_changed, sender=Profile.skills.through)
@receiver(m2m_changed, sender=Profile.sectors.through)
def profile_changed(instance, action: str = "post_", reverse: bool = False, **kwargs) -> None:
    if reverse:
        Change.objects.tell_everything()
    elif action.startswith("post_"):
        Change.objects.tell([instance.pk])


@receiver(post_delete, sender=Occupation)
@receiver(post_delete, sender=Skill)
@receiver(post_delete, sender=Sector)
def links_lost(**kwargs) -> None:
    """Links go with what they lead to, without a signal of their own."""
    Change.objects.tell_everything()


@receiver([post_save, post_delete], sender=SpokenLanguage)
def language_changed(instance: SpokenLanguage, **kwargs) -> None:
    Change.objects.tell([instance.profile_id])


@receiver(pre_delete, sender=Profile)
def profile_deleted(instance: Profile, **kwargs) -> None:
    files.forget_all(instance)
