"""/annuaire/<slug>/contact/: writing to someone, before or after signing in, without an address."""

import re
from smtplib import SMTPRecipientsRefused
from traceback import format_exception

import pytest
from django.core.mail import EmailMessage

from directory import contact, letters, proof_of_work
from directory.models import Block, ContactBan, Conversation, Message
from tests.factories import ProfileFactory, UserFactory
from tests.letters import TEXT, address, conversation, letter, plain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def little_work(monkeypatch):
    monkeypatch.setattr(proof_of_work, "BITS", 2)


@pytest.fixture
def ines():
    return ProfileFactory(
        name="Inès Cherfaoui",
        slug="ines-cherfaoui",
        owner=UserFactory(email="ines@prive.example"),
    )


@pytest.fixture
def recruiter(client):
    user = UserFactory(email="paul@confluent.example")
    client.force_login(user)
    return user


@pytest.fixture
def write(client, django_capture_on_commit_callbacks):
    def write(profile, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address(profile), letter(profile, **changes))

    return write


# --- The mail ---------------------------------------------------------------------------------
def test_the_owner_gets_a_mail_without_anyone_s_address(write, ines, recruiter, mailoutbox):
    response = write(ines)
    talk = Conversation.objects.get()
    assert (response.status_code, response["Location"]) == (302, talk.get_absolute_url())
    (mail,) = mailoutbox
    assert type(mail) is EmailMessage and mail.content_subtype == "plain"
    assert (mail.to, mail.reply_to, mail.cc, mail.bcc) == (["ines@prive.example"], [], [], [])
    body = mail.body.replace("\u202f", " ").replace("\xa0", " ")
    assert "Paul Recruteur (Confluent) vous écrit" in body
    assert f"> {TEXT}" in body
    assert talk.get_absolute_url() in body
    assert "confluent.example" not in mail.message().as_string()
    assert "prive.example" not in body


def test_the_offer_is_in_the_mail_and_the_owner_s_floor_is_not(write, ines, recruiter, mailoutbox):
    ines.salary_floor = 51_234
    ines.save()
    write(ines, pay_kind="an", pay_low="38000", pay_high="42000")
    body = mailoutbox[0].body.replace("\u202f", " ")
    assert "38 000 à 42 000 € bruts par an" in body
    assert "plancher" not in body and "51" not in body


def test_the_text_is_quoted_and_not_html(write, ines, recruiter, mailoutbox):
    write(ines, text="<b>R&D</b> & « vous » ?\n\nLa Carte des CM vous offre…", organisation="A & B")
    body = mailoutbox[0].body
    assert "> <b>R&D</b> & « vous » ?\n>\n> La Carte des CM vous offre…" in body
    assert "(A & B)" in body


@pytest.mark.parametrize("field", ["sender_name", "organisation", "text"])
@pytest.mark.parametrize("sign", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\x00"])
def test_nothing_typed_enters_a_header(write, ines, recruiter, mailoutbox, field, sign):
    write(ines, **{field: f"Bonjour à vous{sign}Bcc: tous@ailleurs.example"})
    (mail,) = mailoutbox
    assert mail.recipients() == ["ines@prive.example"]
    message = mail.message()
    assert not {"bcc", "cc", "reply-to"} & {name.lower() for name, _ in message.items()}
    assert not any("ailleurs.example" in str(value) for value in message.values())
    talk = Conversation.objects.get()
    assert len(f"{talk.sender_name}{talk.organisation}".splitlines()) == 1


def test_nothing_leaves_before_the_message_is_stored(client, ines, recruiter, mailoutbox):
    client.post(address(ines), letter(ines))  # the test’s own transaction is never committed
    assert Message.objects.count() == 1
    assert mailoutbox == []


def test_a_failing_mail_server_s_words_are_not_kept(ines, monkeypatch):
    def refuse(self, *args, **kwargs):
        raise SMTPRecipientsRefused({"ines@prive.example": (550, b"ines@prive.example")})

    monkeypatch.setattr(EmailMessage, "send", refuse)
    message = conversation(ines).messages.get()
    with pytest.raises(contact.DeliveryError) as failure:
        contact.deliver.func(message.pk)
    kept = "".join(format_exception(failure.value))
    assert "SMTPRecipientsRefused" in str(failure.value)
    assert "prive.example" not in kept


def test_a_message_erased_meanwhile_is_not_mailed(ines, mailoutbox):
    contact.deliver.func(404)
    assert mailoutbox == []


def test_the_sender_never_sees_the_owner_s_address(client, write, ines, recruiter):
    pages = [client.get(address(ines)), write(ines, text=""), write(ines)]
    pages.append(client.get(pages[-1]["Location"]))
    for response in pages:
        assert "prive.example" not in response.content.decode()


# --- A visitor writes, then signs in ----------------------------------------------------------
def test_a_visitor_writes_first_and_confirms_after(client, write, ines, mailoutbox):
    offer = {"pay_kind": "jour", "pay_low": "300", "pay_high": "350"}
    response = write(ines, **offer)
    assert response["Location"] == f"/compte/connexion/?next={address(ines)}"
    assert not Message.objects.exists() and mailoutbox == []
    assert "Votre message est prêt" in plain(client.get(response["Location"]))

    asked = client.post(response["Location"], {"email": "nouvelle@recruteuse.example"})
    [code] = re.findall(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mailoutbox.pop().body, re.MULTILINE)
    back = client.post(asked["Location"], {"code": code})
    assert back["Location"] == address(ines)
    page = client.get(back["Location"])
    assert "Votre adresse est confirmée et rien n’est perdu" in plain(page)
    typed = page.context["form"]
    assert typed["text"].value() == TEXT
    assert (typed["sender_name"].value(), typed["pay_low"].value()) == ("Paul Recruteur", 300)

    assert write(ines, **offer).status_code == 302
    assert Conversation.objects.get().sender.email == "nouvelle@recruteuse.example"
    assert client.get(address(ines)).status_code == 302  # to the conversation: nothing waits


def test_what_a_visitor_typed_waits_a_day_and_for_this_browser_only(
    client, write, ines, time_machine
):
    time_machine.move_to("2026-06-15T08:00:00+00:00", tick=False)
    write(ines)
    assert TEXT in plain(client.get(address(ines)))
    assert client.session.get_expiry_age() == 24 * 60 * 60
    assert TEXT not in plain(type(client)().get(address(ines)))
    time_machine.move_to("2026-06-16T08:00:01+00:00", tick=False)
    assert TEXT not in plain(client.get(address(ines)))


def test_a_signed_in_session_lasts_again_as_long_as_any(client, write, ines):
    write(ines)
    client.force_login(UserFactory())
    client.get(address(ines))
    assert client.session.get_expiry_age() > 24 * 60 * 60


def test_a_message_that_waited_continues_the_conversation(client, write, ines, recruiter):
    talk = conversation(ines, recruiter)
    client.logout()
    write(ines)
    client.force_login(recruiter)
    page = client.get(address(ines))
    assert "ce message la continuera" in plain(page)
    assert write(ines)["Location"] == talk.get_absolute_url()
    assert talk.messages.count() == 2


# --- What is typed ----------------------------------------------------------------------------
@pytest.mark.parametrize("signed_in", [True, False], ids=["member", "visitor"])
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sender_name": ""}, "Dites qui vous êtes."),
        ({"text": "   "}, "Écrivez votre message."),
        ({"text": "Bonjour."}, "Dites-en un peu plus : 20 caractères au moins."),
        ({"text": "a" * 4001}, "4000"),
        ({"text": "voir https://a.fr http://b.fr www.c.fr HTTPS://d.fr"}, "Gardez 3 liens au plus"),
        ({"sender_name": "a" * 81}, "80"),
        ({"pay_kind": "an"}, "Écrivez un montant"),
        ({"pay_low": "300"}, "Dites si c’est par an ou par jour."),
        ({"pay_kind": "jour", "pay_low": "400", "pay_high": "300"}, "au moins égal au premier"),
        ({"pay_kind": "jour", "pay_low": "38000"}, "Ce montant est trop élevé."),
        ({"pay_kind": "siècle"}, "siècle"),
        ({"pay_kind": "an", "pay_low": "beaucoup"}, "nombre entier"),
        ({"site": "https://pub.example"}, "laissez-le vide"),
    ],
)
def test_a_faulty_message_is_explained_and_nothing_typed_is_lost(
    client, write, ines, mailoutbox, signed_in, changes, message
):
    if signed_in:
        client.force_login(UserFactory())
    response = write(ines, **changes)
    assert response.status_code == 400
    assert message in plain(response)
    assert 'value="Confluent"' in response.content.decode()
    assert mailoutbox == [] and not Message.objects.exists()


def test_four_thousand_characters_count_a_line_break_once(write, ines, recruiter):
    assert write(ines, text="é\r\n" * 1998 + "fin").status_code == 302
    assert Message.objects.get().text.count("\n") == 1998


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Bonjour\u200b à \ufeffvous, de la part de Paul", "Bonjour à vous, de la part de Paul"),
        ("\u202eBonjour à vous, de la part\u202c de Paul", "Bonjour à vous, de la part de Paul"),
        ("Bonjour à vous 👩\u200d💻 et à bientôt", "Bonjour à vous 👩\u200d💻 et à bientôt"),
    ],
    ids=["zero width", "right-to-left override", "an emoji of two"],
)
def test_what_cannot_be_seen_is_not_sent(write, ines, recruiter, typed, kept):
    write(ines, text=typed)
    assert Message.objects.get().text == kept


def test_pure_rules_of_a_text():
    assert letters.is_same("Bonjour, Inès !", "bonjour inès\n")
    assert not letters.is_same("Bonjour Inès", "Bonjour Anne")
    assert letters.quoted("a\n\nLa Carte des CM") == "> a\n>\n> La Carte des CM"


# --- Where nobody would read it ---------------------------------------------------------------
REFUSED = {
    "declines": "ne reçoit pas de messages",
    "no account": "ne reçoit pas de messages",
    "closed account": "ne reçoit pas de messages",
    "blocked": "Vos messages ne peuvent pas être transmis à Inès Cherfaoui",
    "banned": "La modération a suspendu l’envoi de messages",
    "frozen": "suspendue, le temps que la modération la relise",
    "refused": "Inès Cherfaoui a clos votre conversation",
}


def refuse(case, ines, recruiter):
    if case == "declines":
        type(ines).objects.filter(pk=ines.pk).update(accepts_messages=False)
    elif case == "no account":
        type(ines).objects.filter(pk=ines.pk).update(owner=None)
    elif case == "closed account":
        type(recruiter).objects.filter(pk=ines.owner_id).update(is_active=False)
    elif case == "blocked":
        Block.objects.create(profile=ines, account=recruiter, name="Paul")
    elif case == "banned":
        ContactBan.objects.create(account=recruiter)
    elif case == "frozen":
        conversation(ines, recruiter).freeze()
    else:
        conversation(ines, recruiter).close(Conversation.Side.OWNER)


@pytest.mark.parametrize("case", REFUSED)
def test_no_form_and_the_typed_text_comes_back(client, write, ines, recruiter, mailoutbox, case):
    refuse(case, ines, recruiter)
    before = Message.objects.count()
    page = client.get(address(ines))
    assert page.status_code == 200
    assert REFUSED[case] in plain(page)
    assert "<form method" not in page.content.decode().split("<main", 1)[1].split("</main")[0]
    answer = write(ines)
    assert answer.status_code == 403
    assert TEXT in plain(answer)
    assert mailoutbox == [] and Message.objects.count() == before


def test_a_refused_person_may_write_again_after_three_months(write, ines, recruiter, time_machine):
    time_machine.move_to("2026-01-10T10:00:00+00:00", tick=False)
    conversation(ines, recruiter).close(Conversation.Side.OWNER)
    time_machine.move_to("2026-04-09T10:00:00+00:00", tick=False)
    assert write(ines).status_code == 403
    time_machine.move_to("2026-04-10T10:00:01+00:00", tick=False)
    assert write(ines).status_code == 302


def test_whoever_closed_it_themselves_may_start_again(write, ines, recruiter):
    conversation(ines, recruiter).close(Conversation.Side.SENDER)
    assert write(ines).status_code == 302


def test_nobody_writes_to_themselves(client, write, ines, mailoutbox):
    client.force_login(ines.owner)
    assert "C’est votre propre profil" in plain(client.get(address(ines)))
    assert write(ines).status_code == 403
    assert mailoutbox == []


@pytest.mark.parametrize(
    "fields", [{"live": False}, {"visibility": "masque"}, {"visibility": "inscrits"}]
)
def test_a_profile_that_one_cannot_see_cannot_be_written_to(write, fields):
    assert write(ProfileFactory(**fields)).status_code == 404


def test_the_page_costs_a_fixed_number_of_queries(
    client, ines, recruiter, django_assert_max_num_queries
):
    for count in (1, 8):
        for _ in range(count):
            conversation(ProfileFactory(), recruiter)
        with django_assert_max_num_queries(14):
            assert client.get(address(ines)).status_code == 200
