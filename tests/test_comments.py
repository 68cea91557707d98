"""Writing a comment: confirmed by a code, read before it is shown, and one’s own to erase."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.urls import reverse
from django.utils import timezone

from cmsite.editorial.models import Comment
from directory import proof_of_work
from tests.comments import ADDRESS, code_in, comment, write
from tests.stories import article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def easy_work(monkeypatch):
    monkeypatch.setattr(proof_of_work, "BITS", 2)


@pytest.fixture
def story():
    return article(published_on=timezone.localdate())


def test_a_comment_is_confirmed_then_waits_then_is_shown(client, story, mailoutbox):
    assert "Écrire un commentaire" in client.get(story.url).text
    answer = write(client, story, text="Première ligne.\n\nSeconde <b>ligne</b>.")
    [one] = Comment.objects.all()
    assert answer.status_code == 302 and one.state == "nouveau"
    [mail] = mailoutbox
    assert mail.to == [ADDRESS]
    assert "commentaire" in mail.subject and "> Première ligne." in mail.body
    assert answer.url in mail.body and "&lt;" not in mail.body
    assert client.post(answer.url, {"code": "000000"}).status_code == 400
    done = client.post(answer.url, {"code": code_in(mail)}, follow=True)
    assert "une fois relu" in done.text
    one.refresh_from_db()
    assert one.state == "attente" and "Première ligne" not in client.get(story.url).text
    one.decide("publie")
    text = client.get(story.url).text
    assert "1 commentaire" in text
    assert "<p>Première ligne.</p>" in text and "Seconde &lt;b&gt;ligne&lt;/b&gt;" in text
    assert client.get(answer.url).status_code == 404  # the code has served


def test_no_address_is_kept(client, story, mailoutbox):
    write(client, story)
    [row] = Comment.objects.values()
    assert ADDRESS not in str(row) and ADDRESS.split("@")[0] not in str(row)


def test_answers_go_one_level_deep(client, story):
    first = comment(story)
    other = comment(article())
    assert write(client, story, answering=first).status_code == 302
    answer = Comment.objects.get(parent=first)
    answer.decide("publie")
    for wrong in (answer, other):
        url = reverse("magazine:comment_write", args=[story.pk])
        assert client.get(f"{url}?reponse={wrong.pk}").status_code == 404
    for wrong in ("x", "1" * 30, "-1"):
        assert client.get(f"{url}?reponse={wrong}").status_code == 404
    text = client.get(story.url).text
    assert text.index(first.text) < text.index(answer.text)
    assert f"?reponse={first.pk}" in text and f"?reponse={answer.pk}" not in text


def test_sent_twice_it_is_one(client, story, mailoutbox):
    urls = {write(client, story, text=text).url for text in ("Oui, vraiment.", " Oui,  vraiment. ")}
    assert len(urls) == 1 and Comment.objects.count() == len(mailoutbox) == 1
    Comment.objects.get().confirm()
    again = write(client, story, text="Oui, vraiment.")
    assert again.url == story.url and Comment.objects.count() == len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": "é" * 50_000}, "50\u202f000 caractères"),
        ({"text": "x\n" * 2}, None),
        ({"text": "\u200b\u202e"}, "Écrivez votre commentaire."),
        ({"text": "www.un.example www.deux.example www.trois.example"}, "2 adresses au plus"),
        ({"name": ""}, "Signez"),
        ({"address": "personne"}, "pas complète"),
        ({"address": "a@b.fr\nBcc: tous@exemple.fr"}, "pas complète"),
        ({"site": "https://pub.example"}, "robots"),
    ],
)
def test_what_is_refused_is_said_at_the_field_and_kept(client, story, mailoutbox, typed, words):
    answer = write(client, story, **typed)
    if words is None:
        assert answer.status_code == 302
        return
    assert answer.status_code == 400 and not Comment.objects.exists() and not mailoutbox
    assert words in answer.text
    kept = typed.get("text", "Je ne suis pas d’accord.")
    assert kept in answer.text and 'value="Jeanne"' in answer.text or "name" in typed


def test_nothing_turns_the_text_over_and_no_link_runs(client, story):
    write(
        client,
        story,
        name="J\u202eanne",
        text="Oui\u200b \u202enon\u202c javascript:alert(1) https://a.example",
    )
    one = Comment.objects.get()
    assert one.name == "Janne" and one.text == "Oui non javascript:alert(1) https://a.example"
    one.decide("publie")
    assert 'href="https://a.example' not in client.get(story.url).text


def test_too_fast_without_proof_then_within_a_lower_limit(client, story, mailoutbox, time_machine):
    time_machine.move_to("2026-06-15 10:00+02:00", tick=False)
    fresh = article(published_on=timezone.localdate())
    assert "plus vite" in write(client, fresh, answer="").text
    url = reverse("magazine:comment_write", args=[fresh.pk])
    from tests.comments import hidden

    for number in range(4):
        fields = hidden(client.get(url).text)
        time_machine.shift(10)
        answer = client.post(
            url,
            {
                **fields,
                "answer": "",
                "name": "J",
                "text": f"Avis {number}",
                "site": "",
                "address": f"a{number}@exemple.fr",
            },
        )
        assert answer.status_code == (302 if number < 3 else 429)
    assert "Avis 3" in answer.text and "Sans JavaScript" in answer.text


def test_floods_are_stopped_and_lose_nothing(client, story, mailoutbox):
    answers = [
        write(client, story, text=f"Publicité {number}", address=f"a{number}@x.example")
        for number in range(8)
    ]
    assert [answer.status_code for answer in answers] == [302] * 6 + [429] * 2
    assert "Publicité 7" in answers[-1].text and "quelques minutes" in answers[-1].text


def test_nobody_receives_code_after_code(client, story, mailoutbox):
    for number in range(6):
        write(client, story, text=f"Avis {number}")
    assert len(mailoutbox) == 4


def test_five_wrong_codes_end_it_and_another_can_be_sent(client, story, mailoutbox):
    url = write(client, story).url
    right = code_in(mailoutbox[0])
    wrong = "111111" if right != "111111" else "222222"
    for _ in range(5):
        assert client.post(url, {"code": wrong}).status_code == 400
    assert "ne vaut plus rien" in client.post(url, {"code": right}).text
    told = [
        client.post(url, {"action": "renvoyer", "encore-address": address}, follow=True).text
        for address in ("autre@exemple.example", ADDRESS)
    ]
    assert all("un code y est parti" in text for text in told)
    assert [mail.to for mail in mailoutbox] == [[ADDRESS], [ADDRESS]]
    assert client.post(url, {"code": code_in(mailoutbox[1])}).status_code == 302


def test_a_code_is_too_old_after_half_an_hour(client, mailoutbox, time_machine):
    time_machine.move_to("2026-06-15 10:00+02:00", tick=False)
    url = write(client, article(published_on=timezone.localdate())).url
    time_machine.shift(31 * 60)
    assert client.post(url, {"code": code_in(mailoutbox[0])}).status_code == 400


def test_comments_close_and_keep_what_was_typed(client):
    old = article(published_on=timezone.localdate() - timedelta(days=91))
    first = comment(old)
    text = client.get(old.url).text
    assert first.text in text and "sont fermés" in text and "Répondre" not in text
    url = reverse("magazine:comment_write", args=[old.pk])
    assert client.get(url).status_code == 200
    answer = client.post(url, {"text": "Trop tard."})
    assert answer.status_code == 403 and "Trop tard." in answer.text
    silent = article(published_on=timezone.localdate(), comments_allowed=False)
    assert "ommentaire" not in client.get(silent.url).text


def test_its_author_erases_it_by_a_code(client, story, mailoutbox):
    one = comment(story)
    url = reverse("magazine:comment_erase", args=[one.pk])
    client.post(url, {"action": "renvoyer", "encore-address": "autre@exemple.example"})
    assert not mailoutbox
    client.post(url, {"action": "renvoyer", "encore-address": ADDRESS})
    [mail] = mailoutbox
    assert mail.to == [ADDRESS] and url in mail.body
    assert client.post(url, {"code": code_in(mail)}, follow=True).status_code == 200
    assert not Comment.objects.exists()


def test_an_erased_comment_that_was_answered_leaves_its_place(client, story):
    one = comment(story)
    answer = comment(story, parent=one)
    one.erase()
    text = client.get(story.url).text
    assert one.name == "" and "effacé par la personne" in text and answer.text in text
    assert "1 commentaire" in text


def test_a_code_to_confirm_does_not_erase(client, story, mailoutbox):
    one = comment(story)
    one.send_code(ADDRESS, "confirm")
    url = reverse("magazine:comment_erase", args=[one.pk])
    assert client.post(url, {"code": code_in(mailoutbox[0])}).status_code == 400
    assert Comment.objects.exists()


def test_a_report_reaches_the_moderators_once(client, story):
    one = comment(story)
    url = reverse("magazine:comment_report", args=[one.pk])
    from tests.comments import hidden

    for _ in range(2):
        answer = client.post(
            url, {**hidden(client.get(url).text), "reason": "Une attaque.", "site": ""}, follow=True
        )
        assert "va relire" in answer.text
    assert one.reports.count() == 1
    assert list(Comment.objects.reported()) == [one]
    assert (
        client.post(url, {**hidden(client.get(url).text), "reason": "", "site": ""}).status_code
        == 400
    )


@pytest.mark.parametrize("state", ["nouveau", "attente", "refuse", "spam"])
def test_what_is_not_shown_is_nowhere(client, story, state):
    one = comment(story, state=state)
    assert one.text not in client.get(story.url).text
    for name in ("comment_report", "comment_erase"):
        assert client.get(reverse(f"magazine:{name}", args=[one.pk])).status_code == 404
    assert one.text not in client.get(reverse("magazine:comments", args=[story.pk])).text


def test_nothing_is_said_of_an_article_that_is_not_readable(client):
    hidden_story = article(live=False)
    for name in ("comments", "comment_write"):
        assert client.get(reverse(f"magazine:{name}", args=[hidden_story.pk])).status_code == 404


def test_many_threads_have_a_page_of_their_own(client, story):
    for _ in range(22):
        comment(story)
    text = client.get(story.url).text
    assert "22 commentaires" in text and "Lire tous les commentaires" in text
    assert text.count('class="message commentaire"') == 20
    second = client.get(reverse("magazine:comments", args=[story.pk]) + "?page=2").text
    assert second.count('class="message commentaire"') == 2


def test_unconfirmed_ones_are_forgotten(story):
    old = comment(story, state="nouveau", created_at=timezone.now() - timedelta(hours=25))
    kept = comment(story, state="attente", created_at=timezone.now() - timedelta(days=9))
    assert Comment.objects.forget_unconfirmed() == 1
    assert list(Comment.objects.all()) == [kept] and old not in Comment.objects.all()


def test_an_answer_out_of_sight_is_not_counted(client):
    story = article()
    withdrawn, kept = comment(story), comment(story)
    comment(story, parent=withdrawn)
    comment(story, parent=kept)
    withdrawn.decide("refuse")
    page = client.get(story.url).content.decode()
    assert page.count('id="commentaire-') == 2
    assert ">2 commentaires</h2>" in page


def test_a_mail_that_does_not_leave_is_said_and_another_may(client, story, mailoutbox, monkeypatch):
    def refused(*args, **kwargs):
        raise SMTPException(ADDRESS)

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refused)
        answer = write(client, story, text="Un avis à ne pas perdre.")
        assert answer.status_code == 503
        assert "n’a pas pu partir" in answer.text and "Un avis à ne pas perdre." in answer.text
    answer = write(client, story, text="Un avis à ne pas perdre.")
    assert answer.status_code == 302 and len(mailoutbox) == 1
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refused)
        again = client.post(answer.url, {"action": "renvoyer", "encore-address": ADDRESS})
    assert again.status_code == 503 and "n’a pas pu partir" in again.text


def test_an_answer_that_waits_for_the_moderation_is_not_lost_with_what_it_answers(story):
    first = comment(story)
    waiting = comment(story, parent=first, state="attente")
    comment(story, parent=first, state="spam")
    first.erase()
    waiting.refresh_from_db()
    assert waiting.parent.is_erased and not waiting.parent.text
    alone = comment(story)
    comment(story, parent=alone, state="spam")
    alone.erase()
    assert not Comment.objects.filter(pk=alone.pk).exists()


@pytest.mark.parametrize("number", [2**31, 2**63, 10**20])
def test_a_number_too_large_for_the_database_is_nobodys(client, number):
    for page in ("", "ecrire/", "signaler/", "effacer/"):
        assert client.get(f"/commentaires/{number}/{page}").status_code == 404
