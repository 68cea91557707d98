"""Reports: what people tell the moderators, what these see of it, and what their decision does."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.urls import reverse

from directory.models import ContactBan, Conversation, Report
from tests.factories import EditorFactory, ProfileFactory, UserFactory
from tests.letters import TEXT, address, conversation, plain

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_directory_report:list"
EDIT = "wagtailsnippets_directory_report:edit"
BANS = "wagtailsnippets_directory_contactban"


@pytest.fixture
def ines():
    return ProfileFactory(
        name="Inès Cherfaoui",
        slug="ines-cherfaoui",
        owner=UserFactory(email="ines@prive.example"),
    )


@pytest.fixture
def talk(ines):
    talk = conversation(ines, UserFactory(email="helene@roussarie.example"))
    talk.freeze()
    return talk


@pytest.fixture
def report(talk, ines):
    return Report.objects.create(
        conversation=talk, reporter=ines.owner, reason="escroquerie", text="Il demande un virement."
    )


@pytest.fixture
def of_profile(ines):
    return Report.objects.create(profile=ines, reporter=UserFactory(), reason="faux")


@pytest.fixture
def moderator(client):
    user = UserFactory(first_name="Nadège", last_name="Poullain")
    user.groups.add(Group.objects.get(name="Modération"))
    client.force_login(user)
    return user


@pytest.fixture
def decide(client, moderator, django_capture_on_commit_callbacks):
    def decide(report, decision, note="Lu."):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(
                reverse(EDIT, args=[report.pk]), {"decision": decision, "note": note}
            )

    return decide


# --- Reporting a profile ----------------------------------------------------------------------
def test_a_profile_is_reported_by_somebody_signed_in(client, ines):
    url = f"{ines.get_absolute_url()}signaler/"
    assert url in client.get(ines.get_absolute_url()).text
    assert client.get(url)["Location"].startswith("/compte/connexion/")
    reporter = UserFactory()
    client.force_login(reporter)
    for _ in range(2):  # twice is once
        response = client.post(url, {"reason": "faux", "text": "Cette personne, c’est moi."})
        assert response["Location"] == ines.get_absolute_url()
    assert "déjà signalé" in plain(client.get(ines.get_absolute_url()))
    report = Report.objects.get()
    assert (report.profile, report.reporter, report.state) == (ines, reporter, "a-traiter")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"reason": "", "text": "Je garde ce texte"}, "Choisissez ce qui s’en approche"),
        ({"reason": "jalousie", "text": "Je garde ce texte"}, "jalousie"),
        ({"reason": "faux", "text": "Je garde ce texte" + "a" * 2000}, "2000"),
    ],
)
def test_a_faulty_report_is_explained(client, ines, typed, message):
    client.force_login(UserFactory())
    response = client.post(f"{ines.get_absolute_url()}signaler/", typed)
    assert response.status_code == 400
    assert message in plain(response) and "Je garde ce texte" in plain(response)


def test_nobody_reports_what_they_cannot_see(client):
    hidden = ProfileFactory(visibility="masque")
    client.force_login(UserFactory())
    assert client.post(f"{hidden.get_absolute_url()}signaler/", {}).status_code == 404


# --- What moderators see ----------------------------------------------------------------------
def test_the_queue_names_no_address_and_is_filtered(client, moderator, report, of_profile):
    url = reverse(LIST)
    page = client.get(url)
    assert reverse(EDIT, args=[report.pk]) in page.text
    assert "conversation de Hélène Roussarie avec Inès Cherfaoui" in page.text
    assert "profil de Inès Cherfaoui" in page.text
    assert ".example" not in page.text.replace(moderator.email, "")
    for query, found in (
        ({"of": "profil"}, [of_profile]),
        ({"reason": "escroquerie"}, [report]),
        ({"state": "traite"}, []),
    ):
        assert list(client.get(url, query).context["object_list"]) == found


def test_the_queue_costs_a_fixed_number_of_queries(
    client, moderator, ines, django_assert_max_num_queries
):
    for count in (1, 20):
        for _ in range(count):
            Report.objects.create(profile=ines, reporter=UserFactory(), reason="faux")
            talk = conversation(ines)
            Report.objects.create(conversation=talk, reporter=ines.owner, reason="autre")
        with django_assert_max_num_queries(16):
            assert client.get(reverse(LIST)).status_code == 200


def test_a_moderator_reads_the_reported_conversation(client, moderator, report):
    page = client.get(reverse(EDIT, args=[report.pk]))
    text = plain(page)
    assert TEXT in text and "Il demande un virement." in text
    assert "La personne mise en cause est <b>Hélène Roussarie</b>" in text
    assert "prive.example" not in text and "roussarie.example" not in text


@pytest.mark.parametrize("who", ["member", "editor"])
def test_only_moderators_and_editors_read_reports(client, report, who):
    client.force_login(UserFactory() if who == "member" else EditorFactory())
    expected = 302 if who == "member" else 200
    for url in (reverse(LIST), reverse(EDIT, args=[report.pk])):
        assert client.get(url).status_code == expected


def test_nobody_adds_or_deletes_a_report_there(client, report):
    client.force_login(EditorFactory())
    assert client.get(reverse("wagtailsnippets_directory_report:add")).status_code == 302
    url = reverse("wagtailsnippets_directory_report:delete", args=[report.pk])
    assert client.post(url).status_code == 302
    assert Report.objects.exists()


# --- What a decision does ---------------------------------------------------------------------
def test_dismissing_gives_the_conversation_back(client, decide, moderator, report, talk):
    assert decide(report, "sans-suite").status_code == 302
    report.refresh_from_db()
    assert (report.state, report.decision, report.note) == ("traite", "sans-suite", "Lu.")
    assert report.handled_by == moderator and report.handled_at
    talk.refresh_from_db()
    assert talk.state == Conversation.State.OPEN


def test_a_second_report_keeps_it_frozen(decide, report, talk):
    Report.objects.create(conversation=talk, reporter=talk.sender, reason="autre")
    decide(report, "sans-suite")
    talk.refresh_from_db()
    assert talk.state == Conversation.State.FROZEN


def test_a_banned_account_writes_to_nobody_until_it_is_lifted(client, decide, report, talk):
    decide(report, "bloque")
    assert ContactBan.objects.get().account == talk.sender
    talk.refresh_from_db()
    assert talk.state == Conversation.State.CLOSED
    other = conversation(ProfileFactory(), talk.sender)
    moderator = Report.objects.get().handled_by
    for expected in (403, 302):
        client.force_login(talk.sender)
        response = client.post(other.get_absolute_url(), {"text": "Bonjour encore."})
        assert response.status_code == expected
        client.force_login(moderator)
        page = client.get(reverse(f"{BANS}:list"))
        assert talk.sender.email not in page.text
        for ban in ContactBan.objects.all():
            client.post(reverse(f"{BANS}:delete", args=[ban.pk]))


def test_whoever_reports_may_be_the_sender(decide, ines, talk):
    report = Report.objects.create(conversation=talk, reporter=talk.sender, reason="harcelement")
    decide(report, "bloque")
    assert ContactBan.objects.get().account == ines.owner


def test_a_hidden_profile_leaves_the_site_and_its_owner_is_told(
    client, decide, of_profile, ines, mailoutbox
):
    decide(of_profile, "masque")
    ines.refresh_from_db()
    assert not ines.live
    assert mailoutbox[0].to == ["ines@prive.example"]
    assert "retiré votre profil" in mailoutbox[0].body
    client.logout()
    assert client.get(ines.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        ("", "Choisissez une décision."),
        ("bloque", "il n’y a personne à bloquer"),
        ("masque", "pas de profil en ligne"),
        ("oublier", "oublier"),
    ],
)
def test_an_impossible_decision_is_explained_and_changes_nothing(decide, decision, message):
    profile = ProfileFactory(owner=None, live=False)
    report = Report.objects.create(profile=profile, reporter=UserFactory(), reason="faux")
    response = decide(report, decision)
    assert response.status_code == 200
    assert message in plain(response)
    assert Report.objects.get().state == "a-traiter"
    assert not ContactBan.objects.exists()


def test_a_decision_is_taken_once(client, decide, report, talk):
    decide(report, "sans-suite")
    decide(report, "bloque")
    assert Report.objects.get().decision == "sans-suite"
    assert not ContactBan.objects.exists()
    with pytest.raises(ValueError, match="déjà traité"):
        report.handle("bloque", "", talk.sender)


# --- What the database refuses ----------------------------------------------------------------
@pytest.mark.parametrize(
    "change", [{"conversation": None}, {"state": "traite"}, {"decision": "bloque"}]
)
def test_no_row_contradicts_itself(report, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**change)


def test_a_report_is_of_one_thing(report, ines):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(profile=ines)


def test_the_form_to_write_to_a_profile_is_not_for_banned_accounts(client, ines):
    banned = UserFactory()
    ContactBan.objects.create(account=banned)
    client.force_login(banned)
    assert "a suspendu l’envoi" in plain(client.get(address(ines)))
