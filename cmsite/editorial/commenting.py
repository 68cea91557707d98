"""Pages to comment, to confirm by a code, to report, to erase; they are never cached.

The article itself only links here: it is the same for everybody, and may be kept by caches.
"""

from allauth.core import ratelimit
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cmsite.editorial.comment_forms import AddressForm, CodeForm, CommentForm, ReportForm
from cmsite.editorial.models import Article, Comment
from cmsite.editorial.models.comment import THREADS_SHOWN, NotSent, address_digest

METHODS = require_http_methods(["GET", "HEAD", "POST"])
TOO_MANY = (
    "Trop de commentaires sont partis de chez vous en peu de temps. Votre texte est gardé "
    "ci-dessous\u202f: renvoyez-le dans quelques minutes."
)
TOO_MANY_UNPROVEN = (
    "Sans JavaScript, on envoie trois commentaires par heure au plus. Votre texte est gardé "
    "ci-dessous\u202f: renvoyez-le plus tard."
)
TOO_MANY_REPORTS = "Beaucoup de signalements sont partis de chez vous. Réessayez dans une heure."
NOT_SENT = (
    "Le courriel qui porte le code n’a pas pu partir. Rien n’est perdu\u202f: réessayez dans un "
    "moment."
)
TOO_MANY_CODES = "Plusieurs codes sont déjà partis vers cette adresse. Réessayez dans une heure."


def page(request: HttpRequest, template: str, article: Article, **context) -> HttpResponse:
    status = context.pop("status", 200)
    crumbs = [("Accueil", "/"), ("Articles", "/articles/"), (article.title, article.url)]
    context |= {"section": "magazine", "article": article, "breadcrumbs": crumbs}
    return render(request, template, context, status=status)


def readable_article(pk: int) -> Article:
    # The number of its page: Django looks a foreign key up however large it is, and fails.
    return get_object_or_404(Article.objects.readable(), id=pk)


def shown_comment(pk: int) -> Comment:
    """A comment that readers see; raises Http404."""
    found = get_object_or_404(
        Comment.objects.filter(state=Comment.State.PUBLISHED).select_related("article"), pk=pk
    )
    readable_article(found.article_id)
    return found


def answered(request: HttpRequest, article: Article) -> Comment | None:
    """The comment that `?reponse=` names; raises Http404 unless it may be answered."""
    number = request.GET.get("reponse", "")
    if not number:
        return None
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        raise Http404
    found = Comment.objects.filter(state=Comment.State.PUBLISHED, parent=None)
    return get_object_or_404(found, article=article, pk=number)


@require_safe
def of_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Every comment of an article, page by page."""
    article = readable_article(pk)
    paginator = Paginator(Comment.objects.filter(article=article).threads(), THREADS_SHOWN)
    page_obj = paginator.get_page(request.GET.get("page"))
    return page(
        request,
        "comments/all.html",
        article,
        page_obj=page_obj,
        page_range=paginator.get_elided_page_range(page_obj.number),
    )


@never_cache
@METHODS
def write(request: HttpRequest, pk: int) -> HttpResponse:
    article = readable_article(pk)
    parent = answered(request, article)
    if not article.comments_are_open:
        kept = request.POST.get("text", "")
        return page(
            request,
            "comments/closed.html",
            article,
            kept=kept,
            status=403 if request.method == "POST" else 200,
        )
    form = CommentForm(request.POST or None, article=article, parent=parent)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            refusal = flooding(request, form)
            status = 429
            if refusal is None:
                try:
                    return sent(request, form)
                except NotSent:
                    refusal, status = NOT_SENT, 503
            form.add_error(None, refusal)
    return page(request, "comments/write.html", article, form=form, parent=parent, status=status)


def flooding(request: HttpRequest, form: CommentForm) -> str | None:
    """Why this one is one too many; None when it is not."""
    if not ratelimit.consume(request, action="comment"):
        return TOO_MANY
    if not form.proven and not ratelimit.consume(request, action="comment_unproven"):
        return TOO_MANY_UNPROVEN
    key = address_digest(form.cleaned_data["address"])
    if not ratelimit.consume(request, action="comment_code", key=key):
        return TOO_MANY_CODES
    return None


def sent(request: HttpRequest, form: CommentForm) -> HttpResponse:
    comment, created = form.save()
    if comment.state != Comment.State.UNCONFIRMED:
        messages.info(
            request, "Ce commentaire nous était déjà parvenu : il n’est compté qu’une fois."
        )
        return redirect(comment.article.url)
    if created or not comment.code_is_alive():
        comment.send_code(form.cleaned_data["address"], "confirm")
    return redirect("magazine:comment_confirm", comment.token)


@never_cache
@METHODS
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Type the code; or have another sent, by typing the same address again."""
    comment = get_object_or_404(
        Comment.objects.select_related("article").filter(state=Comment.State.UNCONFIRMED),
        token=token,
    )
    if request.POST.get("action") == "renvoyer":
        return send_again(request, comment, "confirm")
    form = CodeForm(request.POST or None, comment=comment, purpose="confirm")
    if request.method == "POST" and form.is_valid():
        comment.confirm()
        messages.success(
            request,
            "Merci\u202f! Votre commentaire est confirmé. Il paraîtra une fois relu par la "
            "modération.",
        )
        return redirect(comment.article.url)
    return code_page(request, comment, "confirm", form=form)


def code_page(request: HttpRequest, comment: Comment, purpose: str, **context) -> HttpResponse:
    bad = request.method == "POST"
    context.setdefault("form", CodeForm(comment=comment, purpose=purpose))
    context.setdefault("again", AddressForm(prefix="encore"))
    context.setdefault("status", 400 if bad else 200)
    return page(request, f"comments/{purpose}.html", comment.article, comment=comment, **context)


def send_again(request: HttpRequest, comment: Comment, purpose: str) -> HttpResponse:
    """Answers the same whether the address is the author’s or not."""
    again = AddressForm(request.POST, prefix="encore")
    if not again.is_valid():
        return code_page(request, comment, purpose, again=again)
    address = again.cleaned_data["address"]
    key = address_digest(address)
    if not ratelimit.consume(request, action="comment_code", key=key):
        again.add_error("address", TOO_MANY_CODES)
        return code_page(request, comment, purpose, again=again, status=429)
    try:
        if key == comment.author:
            comment.send_code(address, purpose)
    except NotSent:
        again.add_error("address", NOT_SENT)
        return code_page(request, comment, purpose, again=again, status=503)
    messages.info(
        request, "Si c’est l’adresse avec laquelle ce commentaire a été écrit, un code y est parti."
    )
    return redirect(request.path)


@never_cache
@METHODS
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase one’s own comment: the address it was written with, then the code sent there."""
    comment = shown_comment(pk)
    if request.POST.get("action") == "renvoyer":
        return send_again(request, comment, "erase")
    form = CodeForm(request.POST or None, comment=comment, purpose="erase")
    if request.method == "POST" and form.is_valid():
        address = comment.article.url
        comment.erase()
        messages.success(request, "Votre commentaire est effacé.")
        return redirect(address)
    return code_page(request, comment, "erase", form=form)


@never_cache
@METHODS
def report(request: HttpRequest, pk: int) -> HttpResponse:
    comment = shown_comment(pk)
    form = ReportForm(request.POST or None, comment=comment)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            if ratelimit.consume(request, action="comment_report"):
                form.save()
                messages.success(request, "Merci, la modération va relire ce commentaire.")
                return redirect(comment.get_absolute_url())
            form.add_error(None, TOO_MANY_REPORTS)
            status = 429
    return page(
        request,
        "comments/report.html",
        comment.article,
        comment=comment,
        form=form,
        status=status,
    )
