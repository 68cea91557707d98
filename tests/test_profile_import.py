"""Importing profiles from the admin: every row is judged, and what is right is saved."""

import csv
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from directory.models import Profile
from directory.visibility import ANYONE
from tests.factories import (
    EditorFactory,
    OccupationFactory,
    ProfileFactory,
    SkillFactory,
    UserFactory,
    commune,
)

pytestmark = pytest.mark.django_db
HEADERS = ["nom", "titre", "métiers", "statut", "commune", "compétences", "adresse"]
ROW = ["Émile Noël", "CM en Bretagne", "Community manager", "Freelance", "Rennes", "", ""]


@pytest.fixture
def editor(client):
    commune("35238"), commune("93066"), commune("97411")
    OccupationFactory(code="community-manager", name="Community manager")
    user = EditorFactory()
    client.force_login(user)
    return user


@pytest.fixture
def url():
    return reverse("directory_imports:index")


def table(*rows, headers=HEADERS, delimiter=",", encoding="utf-8") -> bytes:
    output = StringIO()
    csv.writer(output, delimiter=delimiter).writerows([headers, *rows])
    return output.getvalue().encode(encoding)


def bomb() -> bytes:
    """A small workbook that unpacks to more than we accept."""
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"xl/{number}.xml", bytes(45 * 1024 * 1024))
    return output.getvalue()


def changed(**cells) -> list[str]:
    return [cells.get(header, value) for header, value in zip(HEADERS, ROW, strict=True)]


def send(client, url, content: bytes, name="profils.csv", **data):
    """The page of verdicts, or the form with what is wrong with the file."""
    file = SimpleUploadedFile(name, content)
    return client.post(url, {"file": file, **data}, follow=True)


def confirm(client, page):
    run = page.context["run"]
    url = reverse("directory_imports:run", args=[run.pk])
    return client.post(url, {"action": "confirm"}, follow=True)


def import_all(client, url, content: bytes, name="profils.csv", **data):
    page = send(client, url, content, name, **data)
    assert page.status_code == 200, page.text
    done = confirm(client, page)
    assert done.context["run"].state == "fini"
    return done


def notes(page) -> dict[int, list[str]]:
    """What is said of each line."""
    return {row["line"]: row["notes"] for row in page.context["rows"]}


def test_nothing_is_saved_before_the_confirmation(client, editor, url):
    page = send(client, url, table(ROW))
    assert page.status_code == 200
    assert "Importer 1 profil" in page.text and "Émile Noël" in page.text
    assert not Profile.objects.exists()
    confirm(client, page)
    assert Profile.objects.count() == 1


def test_an_imported_profile_is_a_draft_without_an_account_with_its_version(client, editor, url):
    SkillFactory(name="Modération", slug="moderation")
    import_all(client, url, table(changed(**{"compétences": "Modération"})))
    profile = Profile.objects.get()
    assert (profile.live, profile.owner, profile.slug) == (False, None, "emile-noel")
    assert profile.commune.name == "Rennes"
    assert [o.name for o in profile.occupations.all()] == ["Community manager"]
    version = profile.latest_revision.as_object()
    assert version.name == "Émile Noël"
    assert [s.slug for s in version.skills.all()] == ["moderation"]
    assert profile.latest_revision.user == editor


@pytest.mark.parametrize(("cell", "told"), [("", ""), ("Disponible", "disponible")])
def test_nobody_is_said_to_be_available_who_was_not_asked(client, editor, url, cell, told):
    content = table([*ROW, cell], headers=[*HEADERS, "disponibilité"])
    import_all(client, url, content, publish="on")
    assert Profile.objects.get().shown_to(ANYONE).availability == told


def test_publishing_directly_goes_online_and_is_found_by_the_search(client, editor, url):
    import_all(client, url, table(ROW), publish="on")
    profile = Profile.objects.get()
    assert profile.live and not profile.has_unpublished_changes
    assert profile.live_revision == profile.latest_revision
    assert profile.last_published_at
    assert list(Profile.objects.published().matching("Bretagne")) == [profile]
    assert client.get(profile.get_absolute_url()).status_code == 200


def test_a_row_updates_the_profile_whose_address_it_gives(client, editor, url):
    existing = ProfileFactory(slug="emile-noel", name="Ancien nom")
    import_all(client, url, table(changed(adresse="emile-noel")), publish="on")
    profile = Profile.objects.get()
    assert (profile.pk, profile.name, profile.owner) == (existing.pk, "Émile Noël", existing.owner)
    assert profile.live_revision.as_object().name == "Émile Noël"


def test_as_a_draft_the_version_online_does_not_change(client, editor, url):
    ProfileFactory(slug="emile-noel", name="En ligne")
    import_all(client, url, table(changed(adresse="emile-noel")))
    profile = Profile.objects.get()
    assert profile.live and profile.name == "En ligne" and profile.has_unpublished_changes
    assert profile.latest_revision.as_object().name == "Émile Noël"


def test_a_profile_awaiting_a_review_is_not_overwritten(client, editor, url):
    ProfileFactory(slug="emile-noel", has_unpublished_changes=True)
    response = send(client, url, table(changed(adresse="emile-noel")))
    assert "personne n’a encore relues" in response.text
    assert "Importer" not in response.text.split('name="action"')[1]


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"commune": "Atlantis"}, "commune", "Nous ne connaissons pas cette commune"),
        ({"commune": ""}, "commune", "Indiquez une commune"),
        ({"commune": "Saint-Denis"}, "commune", "Saint-Denis (93)"),
        ({"statut": "Roi"}, "statut", "Statut inconnu"),
        ({"métiers": "Dompteur"}, "métiers", "Métier inconnu"),
        ({"métiers": ""}, "métiers", "au moins un métier"),
        ({"compétences": "Magie"}, "compétences", "Compétence inconnue"),
        ({"nom": ""}, "nom", "vide"),
        ({"nom": "x" * 81}, "nom", "80"),
        ({"titre": "x" * 141}, "titre", "140"),
        ({"adresse": "Pas une adresse !"}, "adresse", "sans accent"),
    ],
)
def test_a_wrong_cell_is_shown_at_its_row(client, editor, url, cells, column, message):
    page = send(client, url, table(changed(nom="Autre"), changed(**cells)))
    assert [row["verdict"] for row in page.context["rows"]] == ["new", "error"]
    (said,) = [note for note in notes(page)[3] if note.startswith(f"{column} : ")]
    assert message in said
    confirm(client, page)
    assert [profile.name for profile in Profile.objects.all()] == ["Autre"]


def test_two_rows_of_the_same_name_get_two_addresses(client, editor, url):
    ProfileFactory(slug="emile-noel")
    import_all(client, url, table(ROW, ROW), known="creer")
    assert set(Profile.objects.filter(name="Émile Noël").values_list("slug", flat=True)) == {
        "emile-noel-2",
        "emile-noel-3",
    }


def test_the_same_address_twice_is_refused(client, editor, url):
    page = send(client, url, table(changed(adresse="a"), changed(adresse="a")))
    assert "autre ligne du fichier" in notes(page)[3][-1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_files_of_every_spreadsheet_can_be_read(client, editor, url, encoding, delimiter):
    page = send(client, url, table(ROW, encoding=encoding, delimiter=delimiter))
    assert page.status_code == 200
    assert "Émile Noël" in page.text
    assert ("latin-1" in page.text) == (encoding == "cp1252")


def test_an_xlsx_workbook_can_be_read(client, editor, url):
    book, output = Workbook(), BytesIO()
    for row in (HEADERS, ROW):
        book.active.append(row)
    book.save(output)
    import_all(client, url, output.getvalue(), "profils.XLSX")
    assert Profile.objects.get().name == "Émile Noël"


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (table(headers=HEADERS), "p.csv", "aucune ligne"),
        (b"", "p.csv", "vide"),
        (b'nom,titre\n"A,B\n', "p.csv", "mal formé"),
        (b"\x89PNG\x00\x00", "p.csv", "pas un texte"),
        (b"nom;nom\nA;B\n", "p.csv", "même nom"),
        (table([*ROW, "de trop"]), "p.csv", "ligne 2 a plus de cases"),
        (b"bonjour", "p.xlsx", "pas un classeur"),
        (b"PK\x03\x04 tronque", "p.xlsx", "pas un classeur"),
        (b"bonjour", "p.ods", ".csv ou .xlsx"),
        (b"0" * (25 * 1024 * 1024 + 1), "p.csv", "25\u00a0Mo"),
        (b"nom\n" + b"A\n" * 50_001, "p.csv", "50\u202f000 lignes"),
        (b"nom,titre\nA," + b"x" * 20_001, "p.csv", "20\u202f000 caractères"),
        (bomb(), "p.xlsx", "trop volumineux"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_unreadable_file_is_refused_at_the_field(client, editor, url, content, name, message):
    response = send(client, url, content, name)
    assert response.status_code == 400
    assert message in " ".join(response.context["form"].errors["file"])
    assert not Profile.objects.exists()


def test_without_a_file_the_field_says_so(client, editor, url):
    response = client.post(url, {})
    assert response.status_code == 400
    assert "Choisissez un fichier." in response.text


def test_a_profile_changed_meanwhile_is_left_alone(client, editor, url):
    ProfileFactory(slug="emile-noel", name="Avant")
    page = send(client, url, table(changed(nom="Nouvelle"), changed(adresse="emile-noel")))
    Profile.objects.update(has_unpublished_changes=True)
    done = confirm(client, page)
    assert [row["verdict"] for row in done.context["rows"]] == ["new", "error"]
    assert {profile.name for profile in Profile.objects.all()} == {"Avant", "Nouvelle"}


def test_a_file_is_written_only_once(client, editor, url):
    page = send(client, url, table(ROW))
    confirm(client, page)
    confirm(client, page)
    assert Profile.objects.count() == 1


def test_the_cost_in_queries_does_not_depend_on_the_number_of_rows(
    client, editor, url, django_assert_max_num_queries
):
    pages = [send(client, url, table(*[ROW] * count), known="creer") for count in (1, 200)]
    for page in pages:
        with django_assert_max_num_queries(75):
            confirm(client, page)


@pytest.mark.parametrize("rights", [[], ["view"], ["change", "publish"], ["add"]])
def test_without_the_rights_to_add_and_to_change_the_import_is_closed(client, editor, url, rights):
    user = UserFactory(is_staff=True)
    codenames = ["access_admin", *(f"{right}_profile" for right in rights)]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    file = SimpleUploadedFile("p.csv", table(ROW))
    for response in (client.get(url), client.post(url, {"file": file})):
        assert response.status_code == 302
        assert response["Location"] != url
    assert not Profile.objects.exists()


def test_without_the_right_to_publish_the_import_stays_a_draft(client, editor, url):
    user = UserFactory(is_staff=True)
    codenames = ["access_admin", "add_profile", "change_profile"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    assert "Publier directement" not in client.get(url).text
    import_all(client, url, table(ROW), publish="on")
    assert not Profile.objects.get().live
