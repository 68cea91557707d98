"""/compte/messages/: the list, the thread, and what either side may do with it."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import contact
from directory.models import Block, Conversation, Message, Report
from directory.offers import Offer
from tests.factories import EditorFactory, ProfileFactory, UserFactory
from tests.letters import INBOX, TEXT, address, conversation, letter, plain

pytestmark = pytest.mark.django_db
SENDER, OWNER = Conversation.Side.SENDER, Conversation.Side.OWNER


@pytest.fixture
def ines():
    return ProfileFactory(
        name="Inès Cherfaoui",
        slug="ines-cherfaoui",
        owner=UserFactory(email="ines@prive.example"),
    )


@pytest.fixture
def sender():
    return UserFactory(email="helene@roussarie.example")


@pytest.fixture
def talk(ines, sender):
    return conversation(ines, sender)


@pytest.fixture
def as_owner(client, ines):
    client.force_login(ines.owner)
    return client


@pytest.fixture
def as_sender(client, sender):
    client.force_login(sender)
    return client


def url(name: str, talk=None) -> str:
    return reverse(f"directory:{name}", args=[talk.pk] if talk else [])


# --- Who may open what ------------------------------------------------------------------------
PEOPLE = ("visitor", "sender", "owner", "member", "moderator")
#                     GET as each of PEOPLE, then POST without anything typed
TABLE = {
    "inbox": ([302, 200, 200, 200, 200], [302, 405, 405, 405, 405]),
    "blocked": ([302, 200, 200, 200, 200], [302, 405, 405, 405, 405]),
    "conversation": ([302, 200, 200, 404, 404], [302, 400, 400, 404, 404]),
    "refuse": ([302, 404, 200, 404, 404], [302, 404, 400, 404, 404]),
    "block": ([302, 404, 200, 404, 404], [302, 404, 302, 404, 404]),
    "report": ([302, 200, 200, 404, 404], [302, 400, 400, 404, 404]),
    "erase": ([302, 200, 200, 404, 404], [302, 302, 302, 404, 404]),
    "unblock": ([302, 405, 405, 405, 405], [302, 404, 302, 404, 404]),
    "report_profile": ([302, 200, 200, 200, 200], [302, 400, 403, 400, 400]),
    "contact": ([200, 302, 200, 200, 200], [400, 400, 403, 400, 400]),
}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", TABLE)
def test_who_may_open_what(client, ines, sender, talk, name, method):
    member, moderator = UserFactory(), EditorFactory()
    accounts = dict(zip(PEOPLE, (None, sender, ines.owner, member, moderator), strict=True))
    key = {"unblock": 0, "report_profile": ines.slug, "contact": ines.slug}.get(name, talk.pk)
    found = []
    for account in accounts.values():
        if account is not None:
            client.force_login(account)
        block = Block.objects.create(profile=ines, account=UserFactory(), name="X")
        arguments = [] if name in ("inbox", "blocked") else [key or block.pk]
        with transaction.atomic():
            found.append(getattr(client, method)(reverse(f"directory:{name}", args=arguments)))
            transaction.set_rollback(True)
        block.delete()
    assert [response.status_code for response in found] == TABLE[name][method == "post"]
    for response in found:
        if response.status_code == 200:
            assert "prive.example" not in response.text and "roussarie.example" not in response.text
            assert name == "contact" or "noindex" in response.text


def test_private_pages_are_never_cached(as_owner, talk):
    for page in (INBOX, talk.get_absolute_url(), url("blocked")):
        assert "no-store" in as_owner.get(page)["Cache-Control"]


# --- The list ---------------------------------------------------------------------------------
def test_an_empty_inbox_says_what_will_come(client, as_owner):
    assert "Quand quelqu’un vous écrira" in plain(as_owner.get(INBOX))
    client.force_login(UserFactory())
    assert "Écrivez à quelqu’un de l’annuaire" in plain(client.get(INBOX))


def test_unread_first_then_the_latest(as_owner, ines):
    old = conversation(ines, None, "Ancien, non lu", days_ago=9)
    recent = conversation(ines, None, "Récent, lu", days_ago=1)
    conversation(ProfileFactory(), None, "Pour quelqu’un d’autre")
    recent.mark_read_by(OWNER)
    page = as_owner.get(INBOX)
    assert [one.pk for one in page.context["page_obj"]] == [old.pk, recent.pk]
    assert page.text.count("Non lu") == 1
    assert "Hélène Roussarie" in page.text and "Ancien, non lu" in page.text
    assert "quelqu’un d’autre" not in page.text


def test_reading_counts_for_oneself_and_is_told_to_nobody(client, ines, sender, talk):
    assert list(Conversation.objects.unread_by(ines.owner)) == [talk]
    assert not Conversation.objects.unread_by(sender).exists()
    client.force_login(sender)
    client.get(talk.get_absolute_url())
    assert Conversation.objects.unread_by(ines.owner).exists()
    client.force_login(ines.owner)
    client.head(talk.get_absolute_url())
    assert Conversation.objects.unread_by(ines.owner).exists()
    client.get(talk.get_absolute_url())
    assert not Conversation.objects.unread_by(ines.owner).exists()


def test_the_list_and_the_thread_cost_the_same_for_one_and_for_fifty(as_owner, ines, talk):
    seen = {}
    for count in (0, 49):
        people = [UserFactory.build() for _ in range(count)]
        Message.objects.bulk_create(
            Message(conversation=talk, side=SENDER, text=TEXT) for _ in people
        )
        for sender in type(ines.owner).objects.bulk_create(people):
            conversation(ines, sender)
        for page in (INBOX, talk.get_absolute_url()):
            with CaptureQueriesContext(connection) as queries:
                assert as_owner.get(page).status_code == 200
            seen.setdefault(page, []).append(len(queries))
    assert seen[INBOX][0] == seen[INBOX][1] <= 8
    # The first reading of the thread marks it as read.
    assert max(seen[talk.get_absolute_url()]) <= 14


# --- The thread -------------------------------------------------------------------------------
def test_both_sides_answer_each_other_and_each_gets_a_mail(
    client, ines, sender, talk, mailoutbox, django_capture_on_commit_callbacks
):
    for account, text in ((ines.owner, "Oui, en mars."), (sender, "Parfait, merci.")):
        client.force_login(account)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(talk.get_absolute_url(), {"text": text})
        assert response["Location"] == talk.get_absolute_url()
    assert [mail.to for mail in mailoutbox] == [[sender.email], [ines.owner.email]]
    for mail, name in zip(mailoutbox, ("Inès Cherfaoui", "Hélène Roussarie"), strict=True):
        assert name in mail.body and talk.get_absolute_url() in mail.body
        assert mail.reply_to == []
        other = ({sender.email, ines.owner.email} - set(mail.to)).pop()
        assert other not in mail.message().as_string()
    assert "Oui, en mars." in plain(client.get(talk.get_absolute_url()))


def test_words_are_shown_escaped(as_owner, ines):
    talk = conversation(ines, None, "<script>alert(1)</script> & bonjour")
    assert "&lt;script&gt;alert(1)" in as_owner.get(talk.get_absolute_url()).text


def test_the_sender_finds_the_profile_only_while_they_may_see_it(as_sender, ines, talk):
    assert "Voir son profil" in as_sender.get(talk.get_absolute_url()).text
    type(ines).objects.filter(pk=ines.pk).update(visibility="masque")
    page = as_sender.get(talk.get_absolute_url())
    assert page.status_code == 200
    assert "Voir son profil" not in page.text


def test_an_account_that_closed_receives_nothing_more(as_sender, ines, talk):
    type(ines.owner).objects.filter(pk=ines.owner_id).update(is_active=False)
    response = as_sender.post(talk.get_absolute_url(), {"text": "Toujours là ?"})
    assert response.status_code == 403
    assert "ne reçoit plus de messages" in plain(response)


# --- Pay --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("offer", "floor", "rate", "said"),
    [
        (Offer("an", 40_000, 45_000), 40_000, "", "au-dessus"),
        (Offer("an", 30_000, 39_999), 40_000, "", "en dessous"),
        (Offer("an", 35_000, 45_000), 40_000, "", "autour"),
        (Offer("an", 35_000, 45_000), None, "300-400", ""),
        (Offer("jour", 300, 300), None, "300-400", "au-dessus"),
        (Offer("jour", 200, 250), None, "300-400", "en dessous"),
        (Offer("jour", 250, 320), 40_000, "300-400", "autour"),
        (Offer("jour", 250, 320), 40_000, "", ""),
    ],
)
def test_an_offer_beside_what_one_asks_for(offer, floor, rate, said):
    assert offer.beside(floor, rate) == said


def test_every_day_rate_has_a_floor():
    from directory.models import Profile
    from directory.offers import LOWEST_DAY_RATE

    assert [*LOWEST_DAY_RATE] == Profile.DayRate.values


def test_the_owner_alone_sees_where_the_offer_stands(client, ines, sender):
    talk = conversation(ines, sender, pay_kind="an", pay_low=30_000, pay_high=32_000)
    seen = []
    for floor in (None, 45_000):
        type(ines).objects.filter(pk=ines.pk).update(salary_floor=floor)
        client.force_login(ines.owner)
        seen.append("plancher" in client.get(talk.get_absolute_url()).text)
    assert seen == [False, True]


def test_the_sender_gets_the_same_answer_whatever_the_floor(client, ines, now, monkeypatch):
    """The same page, the same mail, and the same queries: time tells nothing either."""
    answers = []
    monkeypatch.setattr("directory.proof_of_work.BITS", 2)
    for floor in (None, 90_000):
        type(ines).objects.filter(pk=ines.pk).update(salary_floor=floor)
        client.force_login(UserFactory(email=f"{floor}@exemple.example"))
        posted = letter(ines, pay_kind="an", pay_low="30000", text=f"{TEXT} {floor}")
        with CaptureQueriesContext(connection) as queries:
            response = client.post(address(ines), posted)
        count = len(queries)
        talk = Conversation.objects.latest("pk")
        page = client.get(talk.get_absolute_url()).text
        page = page.replace(f"/messages/{talk.pk}/", "/messages/N/")
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        assert count > 5
        answers.append((response.status_code, count, page.replace(str(floor), "")))
    assert answers[0] == answers[1]


# --- Refusing, blocking, erasing --------------------------------------------------------------
def test_refusing_sends_the_owner_s_words_and_closes(
    client, as_owner, ines, sender, talk, mailoutbox, django_capture_on_commit_callbacks
):
    ready = as_owner.get(url("refuse", talk)).context["form"]["text"].value()
    assert ready.endswith("Inès Cherfaoui")
    with django_capture_on_commit_callbacks(execute=True):
        response = as_owner.post(url("refuse", talk), {"text": "Merci, mais non."})
    assert response["Location"] == INBOX
    assert mailoutbox[0].to == [sender.email]
    assert "> Merci, mais non." in mailoutbox[0].body
    assert as_owner.get(url("refuse", talk)).status_code == 404
    client.force_login(sender)
    answer = client.post(talk.get_absolute_url(), {"text": "Et si j’insiste ?"})
    assert answer.status_code == 403
    assert "Cette conversation est close." in plain(answer)
    assert "Et si j’insiste ?" in plain(answer)


def test_blocking_closes_without_a_word_and_can_be_undone(
    client, as_owner, ines, sender, talk, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):  # twice is once
            assert as_owner.post(url("block", talk))["Location"] == url("blocked")
    assert mailoutbox == []
    assert Block.objects.filter(profile=ines, account=sender).count() == 1
    assert "Hélène Roussarie" in as_owner.get(url("blocked")).text
    assert "Vous avez bloqué cette personne" in as_owner.get(talk.get_absolute_url()).text

    client.force_login(sender)
    seen = plain(client.get(talk.get_absolute_url())) + plain(client.get(address(ines)))
    assert "ne peuvent pas être transmis" in seen
    assert "bloqué" not in seen.lower()

    client.force_login(ines.owner)
    row = Block.objects.get()
    as_owner.post(reverse("directory:unblock", args=[row.pk]))
    assert not Block.objects.exists()
    assert "Vous n’avez bloqué personne" in as_owner.get(url("blocked")).text


def test_erasing_leaves_the_other_side_its_copy_then_nothing(client, as_owner, ines, sender, talk):
    as_owner.post(url("erase", talk))
    assert as_owner.get(talk.get_absolute_url()).status_code == 404
    assert TEXT not in as_owner.get(INBOX).text
    client.force_login(sender)
    assert "Cette conversation est close." in client.get(talk.get_absolute_url()).text
    client.post(url("erase", talk))
    assert not Message.objects.exists()
    talk.refresh_from_db()
    assert (talk.sender_name, talk.organisation) == ("", "")


def test_a_reported_conversation_keeps_its_words_until_it_is_read(ines, sender, talk):
    talk.freeze()
    talk.erase(SENDER)
    talk.erase(OWNER)
    assert talk.messages.count() == 1
    talk.unfreeze()
    assert talk.state == Conversation.State.CLOSED
    assert not talk.messages.exists()


@pytest.mark.parametrize("side", ["as_owner", "as_sender"])
def test_reporting_freezes_the_conversation_for_both(request, client, ines, sender, talk, side):
    request.getfixturevalue(side)
    for _ in range(2):  # twice is once
        response = client.post(url("report", talk), {"reason": "harcelement", "text": "Trop."})
        assert response["Location"] == talk.get_absolute_url()
    assert Report.objects.count() == 1
    for account in (ines.owner, sender):
        client.force_login(account)
        answer = client.post(talk.get_absolute_url(), {"text": "Encore moi"})
        assert answer.status_code == 403
        assert "suspendue, le temps que la modération la relise" in plain(answer)


# --- What the database refuses ----------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        {"state": "close"},
        {"closed_at": "2026-01-01T00:00Z"},
        {"erased_by_owner": True},
        {"pay_kind": "an"},
        {"pay_kind": "an", "pay_low": 2, "pay_high": 1},
        {"pay_low": 1, "pay_high": 1},
    ],
)
def test_no_row_contradicts_itself(talk, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.filter(pk=talk.pk).update(**change)


def test_one_conversation_at_a_time_between_two_people(ines, sender, talk):
    with pytest.raises(IntegrityError), transaction.atomic():
        conversation(ines, sender)
    talk.close(OWNER)
    conversation(ines, sender)


@pytest.mark.parametrize("change", [{"text": ""}, {"side": "tiers"}])
def test_no_message_without_words_or_side(talk, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        talk.messages.update(**change)


# --- How long it is kept ----------------------------------------------------------------------
def test_twelve_months_after_the_last_message_all_is_deleted(ines):
    conversation(ines, days_ago=366)
    kept = conversation(ines, None, "un", "deux", days_ago=400)
    kept.say(OWNER, "Un mot de plus")
    emptied = conversation(ines, state="close", closed_at=kept.created_at, closed_by=OWNER)
    emptied.erase(SENDER)
    emptied.erase(OWNER)
    assert contact.purge() == 2
    assert [*Conversation.objects.all()] == [kept]
    assert Message.objects.count() == 3
    assert contact.purge() == 0


@pytest.mark.parametrize("who", ["owner", "sender"])
def test_erasing_an_account_erases_what_the_other_side_had_too(ines, sender, who):
    talk = conversation(ines, sender, "Un secret d’Hélène", "Un secret d’Inès")
    Block.objects.create(profile=ines, account=sender, name="Hélène Roussarie")
    Report.objects.create(conversation=talk, reporter=ines.owner, reason="autre")
    (ines.owner if who == "owner" else sender).erase()
    for model in (Conversation, Message, Block, Report):
        assert not model.objects.exists()
