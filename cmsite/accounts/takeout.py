"""Take everything away: a zip made in the background, kept a day, for its owner alone."""

import json
import logging
import shutil
import tempfile
import zipfile
from functools import partial
from typing import BinaryIO

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.files.storage import storages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_tasks import task

from cmsite.accounts.models import Session, Takeout, User
from cmsite.accounts.proof import proof_required
from cmsite.editorial.models import Comment
from directory import portability

FILENAME = "la-carte-des-cm-mes-donnees.zip"
REFRESH = "3"  # seconds
log = logging.getLogger(__name__)


def account(user: User) -> dict:
    """What the account itself holds."""
    return {
        "adresse électronique": user.email,
        "prénom": user.first_name,
        "nom": user.last_name,
        "inscription": user.date_joined.isoformat(),
        "dernière connexion": user.last_login and user.last_login.isoformat(),
        "adresses": [
            {"adresse": one.email, "confirmée": one.verified}
            for one in EmailAddress.objects.filter(user=user)
        ],
        "clés d’accès": [
            {
                "nom": str(one),
                "ajoutée": one.created_at.isoformat(),
                "utilisée": one.last_used_at and one.last_used_at.isoformat(),
            }
            for one in Authenticator.objects.filter(user=user)
        ],
        "appareils connectés jusqu’au": [
            one.expire_date.isoformat() for one in Session.objects.filter(account=user.pk)
        ],
        "commentaires": [
            {
                "article": one.article.title,
                "nom": one.name,
                "texte": one.text,
                "état": one.get_state_display(),
                "écrit": one.created_at.isoformat(),
            }
            for one in Comment.objects.by_address(user.email).select_related("article")
        ],
        "invitations envoyées (les adresses ne sont pas gardées)": [
            one.sent_at.isoformat() for one in user.invitations.all()
        ],
    }


def write(user: User, output: BinaryIO) -> None:
    """The archive: what there is to know, the files, and a page that explains."""
    data = {
        "site": "La Carte des CM",
        "date": timezone.now().isoformat(),
        "compte": account(user),
        **portability.gathered(user),
    }
    files = portability.files(user)
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "LISEZMOI.txt",
            render_to_string("accounts/lisezmoi.txt", {"files": sorted(files)}),
        )
        archive.writestr("donnees.json", json.dumps(data, ensure_ascii=False, indent=2))
        for path, (alias, name) in files.items():
            with storages[alias].open(name) as source, archive.open(f"fichiers/{path}", "w") as out:
                shutil.copyfileobj(source, out)


@task()
def make(takeout_id: int) -> None:
    takeout = Takeout.objects.select_related("user").filter(pk=takeout_id, name="").first()
    if takeout is None:  # erased, or asked anew, since
        return
    with tempfile.SpooledTemporaryFile(max_size=10 * 1024 * 1024) as content:
        write(takeout.user, content)
        content.seek(0)
        if takeout.keep(content):
            log.info("Copie de données prête.")


@proof_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Ask for the copy, see it come, take it.  Asking again while it is made changes nothing."""
    takeout = Takeout.objects.filter(user=request.user).first()
    if request.method == "POST":
        if takeout is None or not takeout.is_in_the_making:
            with transaction.atomic():
                if takeout is not None:
                    takeout.forget()
                takeout, created = Takeout.objects.get_or_create(user=request.user)
                if created:
                    transaction.on_commit(partial(make.enqueue, takeout.pk))
                    log.info("Copie de données demandée.")
        return redirect("account_takeout")
    response = render(request, "accounts/takeout.html", {"section": "compte", "takeout": takeout})
    if takeout is not None and takeout.is_in_the_making:
        response["Refresh"] = REFRESH  # browsers obey it without JavaScript
    return response


@proof_required
@require_safe
def download(request: HttpRequest) -> FileResponse:
    takeout = Takeout.objects.filter(user=request.user).first()
    if takeout is None or not takeout.is_ready:
        raise Http404
    log.info("Copie de données emportée.")
    return FileResponse(
        storages["private"].open(takeout.name),
        as_attachment=True,
        filename=FILENAME,
        content_type="application/zip",
    )
