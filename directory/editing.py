"""The owner’s side: write one’s profile, see it, send it to review, take it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory.completeness import advice_for
from directory.forms import ROWS, SECTIONS, WholeForm
from directory.forms.whole import TICKETS
from directory.models import Profile
from directory.progress import milestones
from directory.review import Stage
from directory.viewers import viewer_of
from directory.visibility import ANYONE, SomeMember, within

SUBMIT, DRAFT, GO_ON, ADD = "envoyer", "brouillon", "continuer-", "ajouter-"
NEXT = {
    one.anchor: following.anchor for one, following in zip(SECTIONS, SECTIONS[1:], strict=False)
}
NEXT[SECTIONS[-1].anchor] = "publier"
ADDED = {f"{ADD}{rows.anchor}": rows for rows in ROWS}

CONFLICT = (
    "Votre profil a changé dans une autre fenêtre depuis que vous avez ouvert celle-ci. Ce que "
    "vous avez écrit est ci-dessous\u00a0: enregistrez de nouveau pour le garder à la place, ou "
    "rechargez la page pour voir l’autre version."
)
CREATED_ELSEWHERE = (
    "Votre profil vient d’être créé depuis une autre fenêtre\u00a0: rechargez cette page."
)


def own_profile(request: HttpRequest) -> Profile:
    """The one of the account, or a new one that is not saved."""
    return Profile.objects.filter(owner=request.user).first() or Profile(
        owner=request.user, name=request.user.get_full_name(), live=False
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """The form.  A refused one comes back with 400 and all that was typed; with 409 when it was
    written elsewhere in the meantime."""
    profile = own_profile(request)
    version = profile.get_latest_revision_as_object()
    if request.method != "POST":
        return render_form(request, profile, WholeForm(version, request.user))

    action = request.POST.get("action", DRAFT)
    added = ADDED.get(action)
    data = added.with_one_more(request.POST) if added else request.POST
    whole = WholeForm(version, request.user, data, request.FILES, complete=action == SUBMIT)
    valid = whole.is_valid()
    if added:
        whole.show_one_more_row(added.anchor)
        return render_form(request, profile, whole)
    if not valid:
        whole.form.keep_uploads()
        return render_form(request, profile, whole, status=400)
    if request.POST.get("version", profile.version_mark) != profile.version_mark:
        whole.form.keep_uploads()
        whole.form.add_error(None, CONFLICT)
        return render_form(request, profile, whole, status=409)

    try:
        with transaction.atomic():
            version = whole.apply()
            whole.form.apply_files()
            # The row that is online: `profile` itself is what the form fills in before any version.
            for online in Profile.objects.filter(live=True, owner=request.user):
                online.show_at_most(version.precision)
            if action == SUBMIT:
                version.submit(request.user)
            else:
                version.keep_draft(request.user)
    except IntegrityError:
        # Two first savings at once: the other one has just created the profile.
        whole.form.add_error(None, CREATED_ELSEWHERE)
        return render_form(request, profile, whole, status=409)
    say_what_was_kept(request, whole, action)
    return redirect(reverse("directory:edit") + place_after(action))


def say_what_was_kept(request: HttpRequest, whole: WholeForm, action: str) -> None:
    if action == SUBMIT:
        words = "C’est envoyé. Nous vous écrirons dès que la relecture sera faite."
    else:
        words = "Brouillon gardé\u00a0: vous seul·e pouvez le voir."
    messages.success(request, words, extra_tags="ok")
    if tidied := whole.tidied():
        messages.info(
            request,
            f"Des caractères invisibles ont été retirés\u00a0: {', '.join(tidied).lower()}.",
        )


def place_after(action: str) -> str:
    """Where the page goes on once kept: the section that follows the one just written."""
    following = NEXT.get(action.removeprefix(GO_ON)) if action.startswith(GO_ON) else None
    return f"?volet={following}#{following}" if following else ""


def render_form(
    request: HttpRequest, profile: Profile, whole: WholeForm, *, status: int = 200
) -> HttpResponse:
    problems = list(whole.problems())
    return render(
        request,
        "directory/edit.html",
        {
            "section": "compte",
            "profile": profile,
            "version": whole.version,
            "version_mark": profile.version_mark,
            "stage": profile.stage.value,
            "milestones": milestones(profile),
            "form": whole.form,
            "rows": list(whole.rows.values()),
            "sections": whole.sections(request.GET.get("volet", "")),
            "advice": advice_for(whole.version) if profile.pk else [],
            "problems": problems,
            "waiting": whole.form.waiting_uploads(),
            "breadcrumbs": [("Mon compte", "/compte/"), ("Mon profil", None)],
        },
        status=status,
    )


# --- Draft kept by itself -----------------------------------------------------------------------
def told(status: int, state: str, message: str, **more) -> JsonResponse:
    """What the script announces; `state`: garde, incomplet, conflit, relecture, session."""
    return JsonResponse({"etat": state, "message": message, **more}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def autosave(request: HttpRequest) -> JsonResponse:
    """Keep the draft as it is being written, whole and valid or not at all, without its files.

    GET gives a fresh token to a page whose session ended and began again.
    """
    if not request.user.is_authenticated:
        return told(
            401,
            "session",
            "Votre session a pris fin\u00a0: la suite n’est pas gardée. Connectez-vous dans un "
            "autre onglet, puis revenez ici.",
        )
    if request.method != "POST":
        return JsonResponse({"jeton": get_token(request)})
    try:
        with transaction.atomic():
            return keep_silently(request)
    except IntegrityError:
        return told(409, "conflit", CREATED_ELSEWHERE)


def keep_silently(request: HttpRequest) -> JsonResponse:
    """In a transaction: nobody else writes this profile between the check and the draft."""
    Profile.objects.select_for_update().filter(owner=request.user).first()
    profile = own_profile(request)
    if profile.stage is Stage.REVIEW:
        return told(409, "relecture", "En relecture\u00a0: enregistrez pour reprendre la main.")
    if request.POST.get("version", "") != profile.version_mark:
        return told(
            409,
            "conflit",
            "Brouillon non gardé\u00a0: votre profil a changé dans une autre fenêtre.",
        )
    data = request.POST.copy()
    for name in TICKETS:  # the files wait for a saving that somebody asks for
        data.pop(name, None)
    version = profile.get_latest_revision_as_object()
    whole = WholeForm(version, request.user, data, complete=False)
    if not whole.is_valid():
        labels = list(dict.fromkeys(one.label for one in whole.problems() if one.label))
        return told(
            422,
            "incomplet",
            f"Brouillon pas encore gardé, à revoir\u00a0: {', '.join(labels).lower()}.",
            champs=[one.target for one in whole.problems()],
        )
    version = whole.apply()
    version.keep_silently(request.user)
    moment = timezone.localtime().strftime("%-H\u00a0h\u00a0%M")
    return told(200, "garde", f"Brouillon gardé à {moment}", version=version.version_mark)


# --- Preview, withdrawal ------------------------------------------------------------------------
@never_cache
@login_required
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The public page as it would be, from the latest version, as one viewer or another would
    read it (`?vu-par=`); 404 before anything is kept."""
    profile = get_object_or_404(Profile, owner=request.user)
    version = profile.get_latest_revision_as_object()
    viewers = {
        "tous": ("Tout le monde", ANYONE),
        "inscrits": ("Une personne connectée", SomeMember()),
        "moi": ("Moi", viewer_of(request.user)),
    }
    chosen = request.GET.get("vu-par", "")
    chosen = chosen if chosen in viewers else "moi"
    viewer = viewers[chosen][1]
    return render(
        request,
        "directory/edit_preview.html",
        {
            **version.get_preview_context(request, ""),
            "profile": version.shown_to(viewer),
            "section": "compte",
            "owner_preview": True,
            "viewers": [(code, label, code == chosen) for code, (label, _) in viewers.items()],
            "chosen": chosen,
            "is_closed": chosen != "moi" and not within(profile.visibility, viewer),
            "visibility": profile.visibility,
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask, then take the profile offline at once; 404 when it is not online."""
    profile = get_object_or_404(Profile, owner=request.user, live=True)
    if request.method == "POST":
        profile.withdraw(request.user)
        messages.success(
            request,
            "Votre profil n’est plus en ligne. Il reste ici : envoyez-le en relecture "
            "le jour où vous voudrez qu’il revienne.",
            extra_tags="ok",
        )
        return redirect("directory:edit")
    return render(
        request,
        "directory/withdraw.html",
        {
            "section": "compte",
            "profile": profile,
            "breadcrumbs": [
                ("Mon compte", "/compte/"),
                ("Mon profil", "/compte/profil/"),
                ("Retirer", None),
            ],
        },
    )
