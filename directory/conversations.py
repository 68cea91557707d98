"""/compte/messages/: the conversations of an account, on whichever side it stands."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory.contact import send_later
from directory.forms.contact import UNSENT, RefusalForm, ReplyForm, ReportForm
from directory.models import Block, ContactBan, Conversation, Profile, Report
from directory.offers import Offer
from directory.viewers import viewer_of

PER_PAGE = 20
INBOX = ("Mes messages", "/compte/messages/")
ACCOUNT = ("Mon compte", "/compte/")


def private(*methods: str):
    """For somebody signed in, never cached: GET, and the other methods named."""

    def decorate(view):
        return never_cache(login_required(require_http_methods(["GET", "HEAD", *methods])(view)))

    return decorate


def participant(view):
    """Give the view the conversation and the reader’s side; 404 for anybody else."""

    @private("POST")
    @wraps(view)
    def found(request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        mine = Conversation.objects.of(request.user).select_related("profile__owner", "sender")
        conversation = get_object_or_404(mine, pk=pk)
        return view(request, conversation, conversation.side_of(request.user), **kwargs)

    return found


def posted(request: HttpRequest) -> QueryDict | None:
    """What binds a form; an empty POST does too."""
    return request.POST if request.method == "POST" else None


@private()
def inbox(request: HttpRequest) -> HttpResponse:
    paginator = Paginator(Conversation.objects.for_list(request.user), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    for conversation in page.object_list:
        conversation.here = conversation.side_of(request.user)
        conversation.other_name = conversation.name_of(conversation.here.other)
    context = {
        "section": "compte",
        "page_obj": page,
        "page_range": paginator.get_elided_page_range(page.number),
        "profile": Profile.objects.filter(owner=request.user).only("accepts_messages").first(),
        "breadcrumbs": [ACCOUNT, ("Mes messages", None)],
    }
    return render(request, "directory/conversation_list.html", context)


def silence(conversation: Conversation, side: Conversation.Side) -> str:
    """Why this side cannot write now, in words; empty when it can."""
    other = conversation.account_of(side.other)
    if conversation.state == Conversation.State.CLOSED:
        return "Cette conversation est close."
    if conversation.state == Conversation.State.FROZEN:
        return "Cette conversation est suspendue, le temps que la modération la relise."
    if other is None or not other.is_active:
        return "Cette personne ne reçoit plus de messages."
    if ContactBan.objects.filter(account=conversation.account_of(side)).exists():
        return "La modération a suspendu l’envoi de messages depuis votre compte."
    if side is Conversation.Side.SENDER and conversation.awaits_answer():
        return (
            f"Vous avez envoyé {Conversation.IN_A_ROW} messages de suite. Vous pourrez en envoyer "
            f"d’autres dès que {conversation.profile.name} vous aura répondu."
        )
    return ""


@participant
def conversation(request, conversation: Conversation, side: Conversation.Side) -> HttpResponse:
    """The thread.  A refused answer comes back with 400, 403 or 429, and all that was typed."""
    status = 200
    form = ReplyForm(posted(request), conversation=conversation, account=request.user)
    if form.is_bound:
        with transaction.atomic():
            get_user_model().objects.select_for_update().get(pk=request.user.pk)
            conversation = lock(conversation)
            form.conversation = conversation
            if silence(conversation, side):
                status = 403
            elif form.is_valid():
                send_later(form.save())
                is_owner = side is Conversation.Side.OWNER
                gone = "Votre réponse est partie." if is_owner else "Votre message est parti."
                messages.success(request, gone, extra_tags="ok")
                return redirect(conversation)
            else:
                status = 429 if form.has_error("__all__", "limit") else 400
    elif request.method == "GET":
        conversation.mark_read_by(side)
    return render(
        request,
        "directory/conversation.html",
        page(request, conversation, side, form) | {"heading": UNSENT if status == 429 else ""},
        status=status,
    )


def lock(conversation: Conversation) -> Conversation:
    """The same, as it is now: the other side may have just closed it."""
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    locked.profile, locked.sender = conversation.profile, conversation.sender
    return locked


def page(request, conversation: Conversation, side: Conversation.Side, form: ReplyForm) -> dict:
    is_owner = side is Conversation.Side.OWNER
    here = conversation.profile
    return {
        "section": "compte",
        "conversation": conversation,
        "is_owner": is_owner,
        "other_name": conversation.name_of(side.other),
        "letters": [
            {"message": message, "is_mine": message.side == side}
            for message in conversation.messages.all()
        ],
        "form": form,
        "silence": silence(conversation, side),
        # The profile may have left the directory since.
        "profile_url": ""
        if is_owner or not Profile.objects.visible_to(viewer_of(request.user)).filter(pk=here.pk)
        else here.get_absolute_url(),
        "pay_beside": beside(conversation) if is_owner else "",
        "is_blocked": is_owner and Block.objects.between(here, conversation.sender).exists(),
        "reported": conversation.reports.pending().filter(reporter=request.user).exists(),
        "breadcrumbs": [ACCOUNT, INBOX, (conversation.name_of(side.other), None)],
    }


def beside(conversation: Conversation) -> str:
    """Where the offer stands beside the owner’s floor: for their page alone."""
    if not conversation.pay_kind:
        return ""
    offer = Offer(conversation.pay_kind, conversation.pay_low, conversation.pay_high)
    return offer.beside(conversation.profile.salary_floor, conversation.profile.day_rate)


def step(request, conversation, side, *, title, words, button, form=None, status=200, **more):
    """A page that asks before doing."""
    context = {
        "section": "compte",
        "title": title,
        "words": words,
        "button": button,
        "form": form,
        "back": conversation.get_absolute_url(),
        "breadcrumbs": [
            ACCOUNT,
            INBOX,
            (conversation.name_of(side.other), conversation.get_absolute_url()),
            (title, None),
        ],
        **more,
    }
    return render(request, "directory/conversation_step.html", context, status=status)


@participant
def refuse(request, conversation, side) -> HttpResponse:
    """Close it with a sentence that the owner may reword; 404 for the sender, or once closed."""
    still_open = Conversation.objects.filter(state=Conversation.State.OPEN)
    get_object_or_404(still_open, pk=conversation.pk, profile__owner=request.user)
    ready = RefusalForm.READY.format(name=conversation.profile.name)
    form = RefusalForm(posted(request), initial={"text": ready})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            conversation = lock(conversation)
            if conversation.state == Conversation.State.OPEN:
                send_later(conversation.say(side, form.cleaned_data["text"]))
                conversation.close(side)
        messages.success(
            request, "Votre réponse est partie, et la conversation est close.", extra_tags="ok"
        )
        return redirect("directory:inbox")
    return step(
        request,
        conversation,
        side,
        title="Refuser poliment",
        words=f"{conversation.sender_name} reçoit ces mots, puis la conversation se ferme. Cette "
        "personne ne pourra pas vous en ouvrir une autre avant trois mois.",
        button="Envoyer et clore",
        form=form,
        status=400 if form.errors else 200,
    )


@participant
def block(request, conversation, side) -> HttpResponse:
    """No new message from this account to this profile, ever; 404 for the sender."""
    profile = get_object_or_404(Profile, pk=conversation.profile_id, owner=request.user)
    if request.method == "POST":
        with transaction.atomic():
            Block.objects.get_or_create(
                profile=profile,
                account=conversation.sender,
                defaults={"name": conversation.sender_name},
            )
            conversation = lock(conversation)
            if conversation.state == Conversation.State.OPEN:
                conversation.close(side)
        messages.success(
            request, f"{conversation.sender_name} ne peut plus vous écrire.", extra_tags="ok"
        )
        return redirect("directory:blocked")
    return step(
        request,
        conversation,
        side,
        title="Bloquer cette personne",
        words=f"Plus aucun message de {conversation.sender_name} ne vous parviendra. La "
        "conversation se ferme sans un mot de plus. Vous pourrez revenir sur ce choix.",
        button="Bloquer",
    )


@participant
def report(request, conversation, side) -> HttpResponse:
    """Freeze it until a moderator has read it; again when it is already reported, nothing more."""
    form = ReportForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            conversation = lock(conversation)
            file_report(request, form, conversation=conversation)
            conversation.freeze()
        return redirect(conversation)
    return step(
        request,
        conversation,
        side,
        title="Signaler cette conversation",
        words="La modération lira toute la conversation. D’ici là, plus personne ne peut y écrire.",
        button="Envoyer le signalement",
        form=form,
        status=400 if form.errors else 200,
    )


def file_report(request: HttpRequest, form: ReportForm, **subject) -> None:
    """One pending report a person and thing: a second one, even at once, changes nothing."""
    try:
        with transaction.atomic():
            Report.objects.create(reporter=request.user, **subject, **form.cleaned_data)
    except IntegrityError:
        messages.info(request, "Vous l’avez déjà signalé : la modération va le lire.")
    else:
        messages.success(request, "Merci. La modération va le lire.", extra_tags="ok")


@participant
def erase(request, conversation, side) -> HttpResponse:
    """Out of one’s own list; the words go for good when the other side has done so too."""
    if request.method == "POST":
        with transaction.atomic():
            lock(conversation).erase(side)
        messages.success(request, "Conversation effacée de votre compte.", extra_tags="ok")
        return redirect("directory:inbox")
    return step(
        request,
        conversation,
        side,
        title="Effacer la conversation",
        words="Elle quitte votre compte et se ferme. "
        f"{conversation.name_of(side.other)} en garde sa copie, jusqu’à l’effacer aussi.",
        button="Effacer",
    )


@private()
def blocked(request: HttpRequest) -> HttpResponse:
    """Whom one’s profile receives no messages from."""
    paginator = Paginator(Block.objects.filter(profile__owner=request.user), PER_PAGE)
    page_obj = paginator.get_page(request.GET.get("page"))
    context = {
        "section": "compte",
        "page_obj": page_obj,
        "page_range": paginator.get_elided_page_range(page_obj.number),
        "breadcrumbs": [ACCOUNT, INBOX, ("Personnes bloquées", None)],
    }
    return render(request, "directory/conversation_blocked.html", context)


@login_required
@require_http_methods(["POST"])
def unblock(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Block, pk=pk, profile__owner=request.user)
    row.delete()
    messages.success(request, f"{row.name} peut de nouveau vous écrire.", extra_tags="ok")
    return redirect("directory:blocked")


@private("POST")
def report_profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell the moderators about a profile; 403 for one’s own."""
    viewer = viewer_of(request.user)
    visible = Profile.objects.visible_to(viewer)
    person = get_object_or_404(visible.select_related("commune__department__region"), slug=slug)
    is_own = person.owner_id == request.user.pk
    form = ReportForm(posted(request))
    if request.method == "POST" and not is_own and form.is_valid():
        file_report(request, form, profile=person)
        return redirect(person)
    status = 200
    if request.method == "POST":
        status = 403 if is_own else 400
    shown = person.shown_to(viewer)
    context = {
        "section": "carte",
        "title": "Signaler ce profil",
        "words": f"{person.name} ne saura pas qui l’a signalé. Une personne de la modération lira "
        "le profil et vos précisions.",
        "button": "Envoyer le signalement",
        "form": None if is_own else form,
        "forbidden": "C’est votre propre profil." if is_own else "",
        "back": shown.get_absolute_url(),
        "breadcrumbs": [
            *shown.breadcrumbs,
            (shown.name, shown.get_absolute_url()),
            ("Signaler", None),
        ],
    }
    return render(request, "directory/conversation_step.html", context, status=status)
