"""How much one account may write: new people, messages in a row, same words, pace, proof."""

import pytest

from directory import proof_of_work
from directory.models import Conversation, Message
from tests.factories import ProfileFactory, UserFactory
from tests.letters import TEXT, address, conversation, letter, plain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def little_work(monkeypatch):
    monkeypatch.setattr(proof_of_work, "BITS", 2)


@pytest.fixture
def ines():
    return ProfileFactory(name="Inès Cherfaoui", slug="ines-cherfaoui")


@pytest.fixture
def recruiter(client, now):
    user = UserFactory(email="paul@confluent.example")
    client.force_login(user)
    return user


def has_written_to(count: int, sender, text: str = "") -> None:
    """To as many people, each in their own words unless told."""
    for number in range(count):
        conversation(ProfileFactory(), sender, text or f"{TEXT} Numéro {number}.")


def test_ten_new_people_a_day(client, ines, recruiter):
    assert "encore écrire à 10 nouvelles personnes" in plain(client.get(address(ines)))
    has_written_to(9, recruiter)
    assert "encore écrire à 1 nouvelle personne aujourd’hui" in plain(client.get(address(ines)))
    assert client.post(address(ines), letter(ines)).status_code == 302
    other = ProfileFactory()
    response = client.post(address(other), letter(other, text="Le onzième message du jour."))
    assert response.status_code == 429
    assert "Vous avez écrit à 10 personnes aujourd’hui" in plain(response)
    assert "Le onzième message du jour." in plain(response)
    # There is nothing to correct: only to wait.
    assert "Votre message n’est pas parti" in plain(response)
    assert "à corriger" not in plain(response) and "écrire à 0" not in plain(response)
    assert "vous pourrez l’envoyer demain" in plain(response)
    assert Conversation.objects.filter(sender=recruiter).count() == 10
    assert "c’est le maximum" in plain(client.get(address(other)))


def test_the_day_starts_at_midnight_in_france_and_each_sender_has_their_own(
    recruiter, time_machine
):
    time_machine.move_to("2026-07-01T21:59:00+00:00", tick=False)  # 23:59 in Paris
    has_written_to(3, recruiter)
    assert Conversation.objects.left_today(recruiter) == 7
    assert Message.objects.left_today(recruiter) == Message.DAILY_LIMIT - 3
    assert Conversation.objects.left_today(UserFactory()) == 10
    time_machine.move_to("2026-07-01T22:00:00+00:00", tick=False)
    assert Conversation.objects.left_today(recruiter) == 10
    assert Message.objects.left_today(recruiter) == Message.DAILY_LIMIT


def test_erasing_gives_no_message_back(recruiter):
    has_written_to(1, recruiter)
    talk = Conversation.objects.get()
    talk.erase(Conversation.Side.OWNER)
    talk.erase(Conversation.Side.SENDER)
    assert not talk.messages.exists()
    assert Conversation.objects.left_today(recruiter) == 9


def test_answers_have_a_larger_limit_of_their_own(client, ines, recruiter, monkeypatch):
    monkeypatch.setattr(Message, "DAILY_LIMIT", 2)
    talk = conversation(ines, recruiter, TEXT, "Oui, en mars.")
    assert client.post(talk.get_absolute_url(), {"text": "Merci !"}).status_code == 302
    response = client.post(talk.get_absolute_url(), {"text": "Encore un mot."})
    assert response.status_code == 429
    assert "Encore un mot." in plain(response)
    other = ProfileFactory()
    assert client.post(address(other), letter(other)).status_code == 429


def test_a_second_message_continues_the_conversation(client, ines, recruiter):
    client.post(address(ines), letter(ines))
    response = client.post(
        address(ines), letter(ines, text="J’oubliais\u00a0: à Lyon, de préférence.")
    )
    talk = Conversation.objects.get()
    assert response["Location"] == talk.get_absolute_url()
    assert talk.messages.count() == 2
    assert client.get(address(ines))["Location"] == talk.get_absolute_url()


@pytest.mark.parametrize("where", ["thread", "form"])
def test_three_in_a_row_then_one_waits_for_an_answer(client, ines, recruiter, where):
    talk = conversation(ines, recruiter)
    for number in range(2):
        talk.say(Conversation.Side.SENDER, f"Et encore {number}")
    if where == "thread":
        response = client.post(talk.get_absolute_url(), {"text": "Une quatrième fois."})
        assert response.status_code == 403
    else:
        response = client.post(
            address(ines), letter(ines, text="Une quatrième fois, tout de même.")
        )
        assert response.status_code == 429
    assert "Une quatrième fois" in plain(response)
    assert talk.messages.count() == 3
    talk.say(Conversation.Side.OWNER, "Je lis cela ce soir.")
    assert client.post(talk.get_absolute_url(), {"text": "Merci !"}).status_code == 302


def test_the_owner_may_answer_as_often_as_they_like(client, ines, now):
    talk = conversation(ines)
    client.force_login(ines.owner)
    for _ in range(4):
        assert client.post(talk.get_absolute_url(), {"text": "Une précision."}).status_code == 302


def test_the_same_words_go_to_three_people_a_day(client, ines, recruiter, time_machine):
    has_written_to(3, recruiter, TEXT)
    same = letter(ines, text=f"  {TEXT.upper()} !! ")
    response = client.post(address(ines), same)
    assert response.status_code == 400
    assert "ce même texte à 3 personnes" in plain(response)
    time_machine.move_to("2026-06-16T08:00:00+00:00", tick=False)
    assert client.post(address(ines), letter(ines)).status_code == 302


# --- Without JavaScript -----------------------------------------------------------------------
def test_without_proof_the_form_goes_after_a_moment(client, ines, recruiter, time_machine):
    filled = letter(ines, proven=False)
    response = client.post(address(ines), filled)
    assert response.status_code == 400
    assert "plus vite qu’on ne peut l’écrire" in plain(response)
    # The form comes back with the date of its first showing.
    assert f'value="{filled["opened"]}"' in response.content.decode()
    time_machine.move_to("2026-06-15T08:00:04+00:00", tick=False)
    assert client.post(address(ines), filled).status_code == 302


@pytest.mark.parametrize("opened", [None, "", "1781503200", "hier:abc", "\x00"])
def test_a_date_that_is_not_ours_does_not_count(client, ines, recruiter, opened):
    response = client.post(address(ines), letter(ines, proven=False, opened=opened))
    assert response.status_code == 400
    assert not Message.objects.exists()


def test_a_form_of_the_day_before_starts_again(client, ines, recruiter, time_machine):
    filled = letter(ines, proven=False)
    time_machine.move_to("2026-06-16T08:00:01+00:00", tick=False)
    response = client.post(address(ines), filled)
    assert response.status_code == 400
    assert filled["opened"] not in response.content.decode()


def test_without_proof_three_new_people_a_day(client, ines, recruiter, time_machine):
    has_written_to(3, recruiter)
    filled = letter(ines, proven=False)
    time_machine.move_to("2026-06-15T08:01:00+00:00", tick=False)
    response = client.post(address(ines), filled)
    assert response.status_code == 429
    assert "Sans JavaScript, on écrit à trois nouvelles personnes" in plain(response)
    assert client.post(address(ines), letter(ines)).status_code == 302
    assert "Sans JavaScript" in plain(client.get(address(ProfileFactory())))


def test_a_proof_serves_once_and_for_one_person(client, ines, recruiter):
    filled = letter(ines)
    assert client.post(address(ines), filled).status_code == 302
    again = client.post(address(ines), filled | {"text": "Un autre message, plus long."})
    assert again.status_code == 400
    other = ProfileFactory()
    assert client.post(address(other), letter(ines)).status_code == 400
    assert Message.objects.count() == 1


def test_a_visitor_too_shows_a_proof_or_takes_their_time(client, ines, now):
    assert client.post(address(ines), letter(ines, proven=False)).status_code == 400
    assert client.post(address(ines), letter(ines)).status_code == 302
