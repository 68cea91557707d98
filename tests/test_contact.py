"""/annuaire/<slug>/contact/: writing to someone whose address stays private."""

import pytest
from django.core.mail import EmailMessage

from directory.models import Message
from tests.factories import ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
LETTER = {
    "sender_name": "Paul Recruteur",
    "organisation": "Confluent",
    "text": "Bonjour, un poste ?",
}


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


def address(profile) -> str:
    return f"{profile.get_absolute_url()}contact/"


@pytest.fixture
def write(client, django_capture_on_commit_callbacks):
    def write(profile, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address(profile), LETTER | changes)

    return write


def text_of(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_writing_needs_an_account_and_comes_back_after_signing_in(client, ines):
    response = client.get(address(ines))
    assert response.status_code == 302
    assert response["Location"] == "/compte/connexion/?next=/annuaire/ines-cherfaoui/contact/"


def test_the_owner_gets_a_mail_that_answers_the_sender(write, ines, recruiter, mailoutbox):
    response = write(ines)
    assert response.status_code == 302
    assert response["Location"] == ines.get_absolute_url()
    (mail,) = mailoutbox
    assert mail.to == ["ines@prive.example"]
    assert mail.reply_to == ["paul@confluent.example"]
    assert "paul@confluent.example" not in mail.from_email
    assert type(mail) is EmailMessage and mail.content_subtype == "plain"
    body = mail.body.replace("\u202f", " ").replace("\xa0", " ")
    assert "Paul Recruteur (Confluent) vous écrit" in body
    assert "Bonjour, un poste ?" in body
    assert "/annuaire/ines-cherfaoui/" in body


def test_the_message_is_kept_and_the_sender_told(client, write, ines, recruiter):
    write(ines)
    message = Message.objects.get()
    assert (message.profile, message.sender, message.text) == (ines, recruiter, LETTER["text"])
    text = text_of(client.get(ines.get_absolute_url()))
    assert "Votre message est parti" in text
    assert "Messages encore possibles aujourd’hui : 9." in text


def test_the_sender_never_sees_the_owner_s_address(client, write, ines, recruiter):
    pages = [client.get(address(ines)), write(ines, text=""), client.get(ines.get_absolute_url())]
    for response in pages:
        assert "prive.example" not in response.content.decode()


def test_the_text_is_not_html(write, ines, recruiter, mailoutbox):
    write(ines, text="<b>R&D</b> & « vous »", organisation="A & B")
    assert "<b>R&D</b> & « vous »" in mailoutbox[0].body
    assert "(A & B)" in mailoutbox[0].body


def test_nothing_leaves_before_the_message_is_stored(client, ines, recruiter, mailoutbox):
    client.post(address(ines), LETTER)  # the test’s own transaction is never committed
    assert Message.objects.count() == 1
    assert mailoutbox == []


@pytest.mark.parametrize("field", ["sender_name", "organisation"])
@pytest.mark.parametrize("sign", ["\n", "\r\n", "\r", "\x0b", "\u2028"])
def test_a_line_break_in_a_name_is_refused(write, ines, recruiter, mailoutbox, field, sign):
    response = write(ines, **{field: f"Paul{sign}Bcc: tous@ailleurs.example"})
    assert response.status_code == 400
    assert "Écrivez sur une seule ligne" in text_of(response)
    assert mailoutbox == [] and not Message.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sender_name": ""}, "Dites qui vous êtes."),
        ({"text": "   "}, "Écrivez votre message."),
        ({"text": "a" * 4001}, "4000"),
        ({"sender_name": "a" * 81}, "80"),
    ],
)
def test_an_incomplete_message_is_explained_and_nothing_typed_is_lost(
    write, ines, recruiter, mailoutbox, changes, message
):
    response = write(ines, **changes)
    assert response.status_code == 400
    assert message in text_of(response)
    assert 'value="Confluent"' in response.content.decode()
    assert mailoutbox == [] and not Message.objects.exists()


def test_a_robot_that_fills_every_field_sends_nothing(write, ines, recruiter, mailoutbox):
    response = write(ines, site="https://pub.example")
    assert response.status_code == 400
    assert mailoutbox == [] and not Message.objects.exists()


def test_the_sender_is_told_how_many_messages_remain(client, write, ines, recruiter):
    assert "encore envoyer 10 messages" in text_of(client.get(address(ines)))
    for _ in range(9):
        write(ines)
    assert "encore envoyer 1 message aujourd’hui" in text_of(client.get(address(ines)))


def test_the_eleventh_message_of_a_day_stays_on_the_page(
    client, write, ines, recruiter, mailoutbox
):
    for _ in range(10):
        write(ines)
    response = write(ProfileFactory(), text="Le onzième")
    assert response.status_code == 429
    assert "Vous avez envoyé vos 10 messages du jour" in text_of(response)
    assert "Le onzième" in text_of(response)
    assert len(mailoutbox) == Message.objects.count() == 10
    assert "<textarea" not in client.get(address(ines)).content.decode()


def test_the_limit_starts_again_at_midnight_in_france(client, write, ines, recruiter, time_machine):
    time_machine.move_to("2026-07-01T21:59:00+00:00", tick=False)  # 23:59 in Paris
    client.force_login(recruiter)
    for _ in range(10):
        write(ines)
    assert Message.objects.left_today(recruiter) == 0
    time_machine.move_to("2026-07-01T22:00:00+00:00", tick=False)
    assert Message.objects.left_today(recruiter) == 10


def test_the_limit_is_each_sender_s_own(write, client, ines, recruiter):
    for _ in range(10):
        write(ines)
    client.force_login(UserFactory())
    assert write(ines).status_code == 302


@pytest.mark.parametrize(
    "refusal",
    [{"accepts_messages": False}, {"owner": None}],
    ids=["declines messages", "has no account"],
)
def test_nobody_to_read_it_no_form(client, write, recruiter, mailoutbox, refusal):
    profile = ProfileFactory(**refusal)
    response = client.get(address(profile))
    assert response.status_code == 200
    assert "ne reçoit pas de messages" in text_of(response)
    assert "<textarea" not in response.content.decode()
    assert write(profile).status_code == 403
    assert mailoutbox == [] and not Message.objects.exists()


def test_a_closed_account_gets_no_message(write, ines, recruiter, mailoutbox):
    ines.owner.is_active = False
    ines.owner.save()
    assert write(ines).status_code == 403
    assert mailoutbox == []


def test_nobody_writes_to_themselves(client, write, ines, mailoutbox):
    client.force_login(ines.owner)
    assert "C’est votre propre profil" in text_of(client.get(address(ines)))
    assert write(ines).status_code == 403
    assert mailoutbox == []


def test_a_draft_cannot_be_written_to(write, recruiter, mailoutbox):
    assert write(ProfileFactory(live=False)).status_code == 404
    assert mailoutbox == []
