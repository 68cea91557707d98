"""A profile that an editor made becomes its person’s: by a claim judged, or by an invitation."""

from functools import partial

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_http_methods
from django_tasks import task

from directory import twins
from directory.models import Claim, Profile
from directory.viewers import viewer_of

INVITATION_DAYS = 30
MOST_WAITING = 3  # claims of one account at a time
SALT = "directory.claims.invitation"
ACCEPTED = ("Ce profil est désormais le vôtre", "directory/mails/claim_accepted.txt")
REFUSED = ("Votre demande sur un profil", "directory/mails/claim_refused.txt")
INVITED = ("Un profil à votre nom sur La Carte des CM", "directory/mails/claim_invitation.txt")


@task()
def tell_claimant(claim_id: int, subject: str, template: str) -> None:
    """Raises what the mail service raises."""
    claim = Claim.objects.select_related("profile", "claimant").filter(pk=claim_id).first()
    if claim is None or not claim.claimant.is_active:
        return
    body = render_to_string(template, {"claim": claim, "SITE_URL": settings.SITE_URL})
    EmailMessage(subject, body, to=[claim.claimant.email]).send()


def give(profile: Profile, user) -> Profile:
    """Make the account the owner; who has a profile already gets this one’s address besides.

    Raises twins.MergeError when the profile has got an owner meanwhile.
    """
    own = Profile.objects.filter(owner=user).first()
    if own is not None:
        twins.merge(profile, own, user)
        return own
    taken = Profile.objects.select_for_update().get(pk=profile.pk)
    if taken.owner_id:
        raise twins.MergeError("Ce profil a déjà un compte.")
    taken.owner = user
    taken.confirmed_at = timezone.now()
    taken.save(update_fields=["owner", "confirmed_at"])
    return taken


@transaction.atomic
def accept(claim: Claim) -> None:
    """Raises twins.MergeError; other claims of the profile are refused with a reason."""
    profile = give(claim.profile, claim.claimant)
    # A merge has deleted the profile, and the claims with it.
    Claim.objects.filter(pk=claim.pk).delete()
    claim.pk, claim._state.adding = None, True
    claim.profile, claim.state, claim.decided_at = profile, Claim.State.ACCEPTED, timezone.now()
    claim.save()
    transaction.on_commit(partial(tell_claimant.enqueue, claim.pk, *ACCEPTED))
    for other in Claim.objects.waiting().filter(profile=profile).exclude(pk=claim.pk):
        refuse(other, "Ce profil a été reconnu comme celui d’une autre personne.")


@transaction.atomic
def refuse(claim: Claim, reason: str) -> None:
    claim.state, claim.reason, claim.decided_at = Claim.State.REFUSED, reason, timezone.now()
    claim.save()
    transaction.on_commit(partial(tell_claimant.enqueue, claim.pk, *REFUSED))


# --- The invitation ---------------------------------------------------------------------------
def digest_of(address: str) -> str:
    """What is left of an address: enough to recognise it, too little to write to it."""
    return salted_hmac(SALT, address.strip().lower(), algorithm="sha256").hexdigest()


def invitation(profile: Profile, address: str) -> str:
    """The address of the page by which whoever has this mail becomes the owner; nothing is kept."""
    token = signing.dumps([profile.pk, digest_of(address)], salt=SALT)
    return reverse("directory:invited", args=[token])


def invite(profile: Profile, address: str) -> None:
    """Write to the address.  At once, and not by a task: a task would keep the address."""
    context = {
        "profile": profile,
        "url": settings.SITE_URL + invitation(profile, address),
        "days": INVITATION_DAYS,
    }
    subject, template = INVITED
    EmailMessage(subject, render_to_string(template, context), to=[address]).send()


def invited_to(token: str) -> tuple[Profile, str]:
    """The profile and the digest.  Raises Http404 when the link is old, altered, or used."""
    try:
        pk, digest = signing.loads(token, salt=SALT, max_age=INVITATION_DAYS * 24 * 3600)
    except signing.BadSignature:
        raise Http404 from None
    return get_object_or_404(Profile, pk=pk, owner=None), digest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Take the profile: 403 from another address than the one invited."""
    profile, digest = invited_to(token)
    is_them = constant_time_compare(digest, digest_of(request.user.email))
    context = {"section": "carte", "profile": profile, "is_them": is_them}
    if request.method == "POST" and is_them:
        with transaction.atomic():
            try:
                give(profile, request.user)
            except twins.MergeError:
                raise Http404 from None
            waiting = Claim.objects.waiting().filter(profile=profile)
            for claim in waiting:
                refuse(claim, "La personne a répondu à l’invitation de la rédaction.")
        messages.success(request, "Ce profil est désormais le vôtre.", extra_tags="ok")
        return redirect("directory:edit")
    return render(request, "directory/invited.html", context, status=200 if is_them else 403)


# --- The claim --------------------------------------------------------------------------------
class ClaimForm(forms.ModelForm):
    class Meta:
        model = Claim
        fields = ["proof"]
        labels = {"proof": "Ce qui montre que c’est vous"}
        help_texts = {
            "proof": "Par exemple : une page où ce nom et votre adresse figurent ensemble, ou un "
            "message que vous pouvez publier sur un compte connu comme le vôtre."
        }
        widgets = {"proof": forms.Textarea(attrs={"rows": 5})}
        error_messages = {"proof": {"required": "Dites-nous comment vérifier que c’est vous."}}

    def clean(self) -> dict:
        if self.instance.claimant.claims.waiting().count() >= MOST_WAITING:
            raise ValidationError(
                f"Vous avez déjà {MOST_WAITING} demandes en attente : la rédaction y répond "
                "d’abord."
            )
        return super().clean()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a profile without an account is one’s own."""
    visible = Profile.objects.visible_to(viewer_of(request.user))
    profile = get_object_or_404(visible.filter(owner=None), slug=slug)
    waiting = request.user.claims.waiting().filter(profile=profile).exists()
    form = None
    if not waiting:
        instance = Claim(profile=profile, claimant=request.user)
        form = ClaimForm(request.POST or None, instance=instance)
        if request.method == "POST" and form.is_valid():
            form.save()
            messages.success(
                request,
                "Votre demande est partie. La rédaction vous répond par courriel.",
                extra_tags="ok",
            )
            return redirect(profile)
    context = {
        "section": "carte",
        "profile": profile,
        "form": form,
        "has_profile": Profile.objects.filter(owner=request.user).exists(),
    }
    status = 400 if form is not None and form.errors else 200
    return render(request, "directory/claim.html", context, status=status)
