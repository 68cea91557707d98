"""The owner’s preferences: they take effect as soon as they are kept, and nobody reviews them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory import files
from directory.forms import HiddenFromRows, PreferencesForm
from directory.forms.preferences import PARTS
from directory.models import Profile
from directory.sentences import inside
from directory.visibility import MEMBERS, NOBODY, PUBLIC, Part

ADD = "ajouter-tait"
# What one press of a button does: the visibility that it gives.
AT_ONCE = {
    "masquer": Profile.Visibility.HIDDEN,
    "montrer-a-tous": Profile.Visibility.PUBLIC,
    "montrer-aux-inscrits": Profile.Visibility.MEMBERS,
}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """The preferences; a refused form comes back with 400 and all that was typed."""
    profile = Profile.objects.filter(owner=request.user).first()
    if profile is None:
        return render(request, "directory/preferences_none.html", {"section": "compte"})
    if request.method != "POST":
        return render_form(request, profile, PreferencesForm(instance=profile))

    action = request.POST.get("action", "")
    if action in AT_ONCE:
        keep_visibility(profile, AT_ONCE[action])
        messages.success(request, what_is_seen(profile), extra_tags="ok")
        return redirect("directory:preferences")

    data = HiddenFromRows.with_one_more(request.POST) if action == ADD else request.POST
    # Another row than `profile`, which says how things were.
    form = PreferencesForm(data, instance=Profile.objects.get(pk=profile.pk))
    rows = HiddenFromRows(profile, data)
    valid = all([form.is_valid(), rows.is_valid()])
    if action == ADD:
        form.errors.clear()
        rows.forget_errors()
        for added in rows.forms[-1:]:
            added.fields["organisation"].widget.attrs["autofocus"] = True
        return render_form(request, profile, form, rows)
    if not valid:
        return render_form(request, profile, form, rows, status=400)
    kept = keep(profile, form, rows)
    messages.success(request, what_is_seen(kept), extra_tags="ok")
    return redirect("directory:preferences")


@transaction.atomic
def keep(former: Profile, form: PreferencesForm, rows: HiddenFromRows) -> Profile:
    """Save what was chosen; saving the row has it counted and indexed anew."""
    shuns_somebody = bool(rows.kept_forms())
    columns = form.apply(shuns_somebody=shuns_somebody)
    profile = form.instance
    profile.save(update_fields=columns)
    rows.store(profile)
    hide_former_portrait(former, profile)
    return profile


@transaction.atomic
def keep_visibility(profile: Profile, visibility: str) -> None:
    former = Profile(visibility=profile.visibility, audiences=profile.audiences)
    profile.visibility = visibility
    profile.save(update_fields=["visibility"])
    hide_former_portrait(former, profile)


def hide_former_portrait(former: Profile, profile: Profile) -> None:
    """Whoever noted the address of a picture that they no longer see loses it there too."""
    if portrait_kept(profile) > portrait_kept(former):
        files.move_portrait(profile)


def portrait_kept(profile: Profile) -> int:
    """From 0, seen by everybody, to 2, by its owner alone."""
    order = (PUBLIC, MEMBERS, NOBODY)
    hidden = profile.visibility == Profile.Visibility.HIDDEN
    visibility = NOBODY if hidden else profile.visibility
    return max(map(order.index, (visibility, profile.audience_of(Part.PORTRAIT))))


def what_is_seen(profile: Profile) -> str:
    """Who now sees what, in one or two sentences."""
    if profile.visibility == Profile.Visibility.HIDDEN:
        return "C’est fait\u00a0: vous seul·e voyez votre profil, il n’est plus dans l’annuaire."
    if not profile.live:
        return "C’est gardé. Cela vaudra dès que votre profil sera en ligne."
    everyone = profile.visibility == Profile.Visibility.PUBLIC
    words = ["Tout le monde" if everyone else "Les personnes connectées"]
    words.append("voit votre profil" if everyone else "voient votre profil")
    kept = {MEMBERS: [], NOBODY: []}
    for part, label in PARTS.items():
        audience = profile.audience_of(part)
        if audience == NOBODY or (audience == MEMBERS and everyone):
            kept[audience].append(inside(label))
    sentence = f"C’est fait. {' '.join(words)}."
    if kept[MEMBERS]:
        sentence += f" Pour les personnes connectées seulement\u00a0: {', '.join(kept[MEMBERS])}."
    if kept[NOBODY]:
        sentence += f" Pour vous seul·e\u00a0: {', '.join(kept[NOBODY])}."
    return sentence


def render_form(
    request: HttpRequest,
    profile: Profile,
    form: PreferencesForm,
    rows: HiddenFromRows | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    rows = rows if rows is not None else HiddenFromRows(profile)
    return render(
        request,
        "directory/preferences.html",
        {
            "section": "compte",
            "profile": profile,
            "form": form,
            "rows": rows,
            "breadcrumbs": [
                ("Mon compte", "/compte/"),
                ("Mon profil", "/compte/profil/"),
                ("Réglages", None),
            ],
        },
        status=status,
    )
