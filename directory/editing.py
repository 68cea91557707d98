"""The owner’s side: write one’s profile, see it, send it to review, take it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory.forms import MAX_EXPERIENCES, ExperienceForm, ExperienceFormSet, ProfileForm
from directory.models import Profile
from directory.review import Stage
from directory.viewers import viewer_of

SUBMIT, DRAFT, ADD_STEP = "envoyer", "brouillon", "ajouter"
STEPS = "parcours"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """The form.  A refused one comes back with 400 and all that was typed."""
    profile = Profile.objects.filter(owner=request.user).first() or Profile(
        owner=request.user, name=request.user.get_full_name(), live=False
    )
    version = profile.get_latest_revision_as_object()
    if request.method != "POST":
        form = ProfileForm(instance=version, owner=request.user)
        initial = [
            model_to_dict(step, fields=ExperienceForm.Meta.fields)
            for step in version.experiences.all()
        ]
        return render_form(request, profile, form, ExperienceFormSet(initial=initial, prefix=STEPS))

    action = request.POST.get("action", DRAFT)
    data = with_one_more_step(request.POST) if action == ADD_STEP else request.POST
    form = ProfileForm(
        data, request.FILES, instance=version, owner=request.user, complete=action == SUBMIT
    )
    steps = ExperienceFormSet(data, prefix=STEPS)
    valid = all([form.is_valid(), steps.is_valid()])  # both, for the messages of both
    if action == ADD_STEP:
        form.keep_uploads()
        form.forget_other_errors()
        for step in steps:
            step.errors.clear()
        return render_form(request, profile, form, steps, added=True)
    if not valid:
        form.keep_uploads()
        return render_form(request, profile, form, steps, status=400)

    try:
        with transaction.atomic():
            version = form.save(commit=False)
            version.experiences = steps.steps()
            form.apply_files()
            # The row that is online: `profile` itself is what the form fills in before any version.
            for online in Profile.objects.filter(live=True, owner=request.user):
                online.show_at_most(version.precision)
            if action == SUBMIT:
                version.submit(request.user)
            else:
                version.keep_draft(request.user)
    except IntegrityError:
        # Two first savings at once: the other one has just created the profile.
        form.add_error(
            None, "Votre profil vient d’être créé depuis une autre fenêtre : rechargez cette page."
        )
        return render_form(request, profile, form, steps, status=409)
    if action == SUBMIT:
        messages.success(
            request,
            "C’est envoyé. Nous vous écrirons dès que la relecture sera faite.",
            extra_tags="ok",
        )
    else:
        messages.success(request, "Brouillon gardé : vous seul pouvez le voir.", extra_tags="ok")
    return redirect("directory:edit")


def with_one_more_step(posted: QueryDict) -> QueryDict:
    """The posted data with room for one more step, up to the limit."""
    data = posted.copy()
    name = f"{STEPS}-TOTAL_FORMS"
    count = data.get(name, "")
    # An altered count is left as it is: the formset refuses it by itself.
    if count.isdecimal():
        data[name] = str(min(int(count) + 1, MAX_EXPERIENCES))
    return data


def render_form(request, profile, form, steps, *, status=200, added=False) -> HttpResponse:
    if added and steps.forms:
        # Without JavaScript this is what brings the reader back to the new step.
        steps.forms[-1].fields["title"].widget.attrs["autofocus"] = True
    error_count = len(form.errors) + sum(len(step.errors) for step in steps)
    return render(
        request,
        "directory/edit.html",
        {
            "section": "compte",
            "profile": profile,
            "version": form.instance,
            "stage": profile.stage.value,
            "milestones": milestones(profile),
            "form": form,
            "steps": steps,
            "can_add_step": len(steps.forms) < MAX_EXPERIENCES,
            "error_count": error_count + len(steps.non_form_errors()) if form.is_bound else 0,
            "waiting": form.waiting_uploads(),
            "breadcrumbs": [("Mon compte", "/compte/"), ("Mon profil", None)],
        },
        status=status,
    )


def milestones(profile: Profile) -> list[dict]:
    """The three milestones of the way online: label, words, date or None, passed, current."""
    stage = profile.stage
    written = profile.latest_revision.created_at if profile.latest_revision else None
    review = profile.review
    if stage is Stage.REVIEW:
        reading = ("Envoyé", review.current_task_state.started_at)
    elif stage is Stage.SENT_BACK:
        reading = ("Renvoyé", review.current_task_state.finished_at)
    else:
        reading = ("Faite" if stage is Stage.ONLINE else "À demander", None)
    if profile.live:
        online = ("Version mise en ligne", profile.last_published_at)
    else:
        online = ("Retiré", None) if profile.first_published_at else ("Pas encore", None)
    return [
        {
            "label": "Brouillon",
            "words": "Enregistré" if written else "À écrire",
            "date": written,
            "passed": stage in (Stage.REVIEW, Stage.ONLINE),
            "current": stage in (Stage.DRAFT, Stage.SENT_BACK),
        },
        {
            "label": "En relecture",
            "words": reading[0],
            "date": reading[1],
            "passed": stage is Stage.ONLINE,
            "current": stage is Stage.REVIEW,
        },
        {
            "label": "En ligne",
            "words": online[0],
            "date": online[1],
            "passed": False,
            "current": stage is Stage.ONLINE,
        },
    ]


@never_cache
@login_required
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The public page as it would be, from the latest version; 404 before anything is kept."""
    profile = get_object_or_404(Profile, owner=request.user)
    version = profile.get_latest_revision_as_object()
    context = version.get_preview_context(request, "")
    return render(
        request,
        version.get_preview_template(request, ""),
        {
            **context,
            "profile": version.shown_to(viewer_of(request.user)),
            "section": "compte",
            "owner_preview": True,
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
            "Votre profil n’est plus en ligne. Il reste ici : envoyez-le en relecture "
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
