"""/annuaire/<slug>/contact/: the first message, which a visitor may write before signing in.

What they typed waits in their session for a day, on the server, and comes back into the form once
the code sent to their address has told who they are.
"""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory.contact import send_later
from directory.forms.contact import UNSENT, ContactForm
from directory.models import Block, ContactBan, Conversation, Profile
from directory.viewers import viewer_of

WAITING = "messages_en_attente"
WAIT = timedelta(days=1)
MOST_WAITING = 5


class Waiting:
    """The messages of this session that still lack a signed-in sender."""

    def __init__(self, session) -> None:
        self.session = session

    def keep(self, profile: Profile, typed: dict) -> None:
        kept = self.session.get(WAITING, {})
        kept[str(profile.pk)] = {"typed": typed, "at": timezone.now().isoformat()}
        self.session[WAITING] = dict(list(kept.items())[-MOST_WAITING:])
        # Nobody comes back for it: it goes with the session.
        self.session.set_expiry(WAIT)

    def read(self, profile: Profile) -> dict:
        """What was typed for this profile, empty when nothing waits or it waited too long."""
        kept = self.session.get(WAITING, {}).get(str(profile.pk))
        if not kept:
            return {}
        if datetime.fromisoformat(kept["at"]) < timezone.now() - WAIT:
            self.forget(profile)
            return {}
        return kept["typed"]

    def forget(self, profile: Profile) -> None:
        kept = self.session.get(WAITING, {})
        if kept.pop(str(profile.pk), None) is not None:
            self.session[WAITING] = kept

    def is_claimed(self) -> None:
        """The person is known: their session lasts as any other’s."""
        if self.session.get(WAITING):
            self.session.set_expiry(None)


def obstacle(person: Profile, account) -> str:
    """Why this account, or a visitor (None), cannot write to this profile; empty when it can.

    « soi », « ferme », « banni », « bloque », « suspendue », or « refus ».
    """
    if account is not None and person.owner_id == account.pk:
        return "soi"
    if not person.can_be_contacted:
        return "ferme"
    if account is None:
        return ""
    if ContactBan.objects.filter(account=account).exists():
        return "banni"
    if Block.objects.between(person, account).exists():
        return "bloque"
    between = Conversation.objects.between(person, account)
    if between.filter(state=Conversation.State.FROZEN).exists():
        return "suspendue"
    if between.refused_lately().exists():
        return "refus"
    return ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to someone: 403 where nobody would read it, 429 past a limit, 400 for a fault."""
    viewer = viewer_of(request.user)
    visible = Profile.objects.visible_to(viewer)
    person = get_object_or_404(
        visible.select_related("owner", "commune__department__region"), slug=slug
    )
    account = request.user if request.user.is_authenticated else None
    waiting = Waiting(request.session)
    context = {
        "section": "carte",
        "profile": person.shown_to(viewer),
        "obstacle": obstacle(person, account),
        "left": Conversation.objects.left_today(account) if account else None,
    }
    if account:
        waiting.is_claimed()
    if context["obstacle"]:
        # Nothing typed is lost, even where it cannot be sent.
        kept = request.POST.get("text") or waiting.read(person).get("text", "")
        status = 403 if request.method == "POST" else 200
        return render(request, "directory/contact.html", context | {"kept": kept}, status=status)
    if request.method == "POST":
        form = ContactForm(request.POST, profile=person, sender=account)
        if account is None and form.is_valid():
            waiting.keep(person, form.typed())
            messages.info(
                request,
                "Votre message est prêt et vous attend ici pendant un jour. Il reste à confirmer "
                "votre adresse, une seule fois.",
            )
            return redirect_to_login(request.path)
        if account is not None and (conversation := send(form)):
            waiting.forget(person)
            left = Conversation.objects.left_today(account)
            messages.success(
                request,
                f"Votre message est parti. {person.name} vous répondra ici, et un courriel vous le "
                f"dira. Nouvelles personnes à qui écrire aujourd’hui : {left}.",
                extra_tags="ok",
            )
            return redirect(conversation)
        status = 429 if form.has_error("__all__", "limit") else 400
        context["heading"] = UNSENT if status == 429 else ""
        return render(request, "directory/contact.html", context | {"form": form}, status=status)
    typed = waiting.read(person)
    form = ContactForm(initial=typed, profile=person, sender=account)
    if account and form.ongoing and not typed:
        return redirect(form.ongoing)
    return render(request, "directory/contact.html", context | {"form": form, "waited": typed})


def send(form: ContactForm) -> Conversation | None:
    """Store and relay a valid message.  An account sends one at a time: limits hold for two."""
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=form.sender.pk)
        if not form.is_valid():
            return None
        message = form.save()
        send_later(message)
    return message.conversation
