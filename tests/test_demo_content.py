"""What the demonstration says: valid blocks, French typography, nobody who exists."""

import re
from collections import Counter
from datetime import date

import pytest

from cmsite.demo import answers, depth, documents, magazine, people, remarks
from cmsite.demo.accounts import ACCOUNTS
from cmsite.editorial.models import Article, Interview
from directory.management.commands.load_occupations import OCCUPATIONS, SKILLS, TOOLS
from directory.models import Profile, Sector, SpokenLanguage
from map.gazetteer import read_places
from surveys import branches, free_text, money, question_bank, second_part

# A straight apostrophe, three dots, straight quotes, « oe » for œ; ordinary spaces where a line
# must not break.
FORBIDDEN = re.compile(
    r"""['"]|\.\.\.|\b(?:coeur|oeuvre|soeur|voeu)"""
    r"""|[ ][;!?»]|«[ \u00a0]|\w[ ]:|\d[ ](?:€|%|\d{3}\b)"""
)
MARKUP = re.compile(r"<[^>]+>")


def texts_of(value) -> list[str]:
    """Every string inside a block, without its tags."""
    if isinstance(value, str):
        return [MARKUP.sub(" ", value)]
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_of(part)]
    return [text for part in value for text in texts_of(part)]


def regions() -> dict[str, str]:
    return dict.fromkeys(people.words("names.toml")["places"], "84")


def everybody() -> list[people.Person]:
    by_hand = list(people.written())
    return by_hand + list(people.drawn(regions(), [person.slug for person in by_hand]))


def magazine_documents() -> list[documents.Document]:
    return documents.read("articles") + documents.read("interviews")


def words_in(document: documents.Document) -> int:
    return sum(
        len(text.split())
        for _, value in documents.blocks(document.body)
        for text in texts_of(value)
    )


def test_there_are_ten_articles_and_three_interviews_worth_reading():
    articles = [words_in(document) for document in documents.read("articles")]
    interviews = [words_in(document) for document in documents.read("interviews")]
    assert len(articles) == 10 and 500 <= min(articles) <= max(articles) <= 900
    assert len(interviews) == 3 and 700 <= min(interviews) <= max(interviews) <= 1000


@pytest.mark.parametrize("folder, model", [("articles", Article), ("interviews", Interview)])
def test_every_block_of_the_magazine_is_valid(folder, model):
    field = model._meta.get_field("body")
    for document in documents.read(folder):
        body = field.to_python(magazine.stream(document.body))
        said = [kind for kind, _ in documents.blocks(document.body)]
        assert len(body) == len([kind for kind in said if kind not in magazine.OF_THE_SITE]) >= 5
        field.stream_block.clean(body)


@pytest.mark.parametrize("document", magazine_documents(), ids=lambda document: document.slug)
def test_articles_are_typographically_right(document):
    texts = list(document.fields.values())
    texts += [text for _, value in documents.blocks(document.body) for text in texts_of(value)]
    assert [text for text in texts if FORBIDDEN.search(text)] == []
    assert not re.search(r"[*#]|::|\]\(", " ".join(texts)), "mark-up left in the text"


def test_a_question_without_an_answer_is_refused():
    with pytest.raises(ValueError, match="Pourquoi"):
        documents.blocks("? Pourquoi ?\n\n## Titre\n\nTexte")


def test_mark_up_in_a_text_never_becomes_html():
    assert documents.inline("a < b & **c**") == "a &lt; b &amp; <b>c</b>"


def test_profiles_are_typographically_right_and_agree():
    for person in everybody():
        said = [person.name, person.headline, person.employer, person.biography]
        said += [part for step in person.path for part in (step.title, step.organisation)]
        assert [text for text in said if FORBIDDEN.search(text)] == []
        assert not re.search(r"[{}|]", " ".join(said)), person.name


def test_biographies_are_varied():
    told = Counter(person.biography for person in everybody() if person.biography)
    assert len(told) > 300 and max(told.values()) == 1
    complete = [person for person in people.written() if person.state == "live"]
    assert sum(len(person.biography) > 200 and bool(person.path) for person in complete) >= 25


def test_invented_people_are_the_same_at_every_run():
    assert everybody() == everybody()


def test_invented_people_live_where_surveys_found_them():
    departments = {place.code: place.department for place in read_places()}
    live = [departments[one.commune] for one in everybody() if one.state == "live"]
    share = {code: 100 * count / len(live) for code, count in Counter(live).items()}
    capital = sum(share.get(code, 0) for code in ("75", "77", "78", "91", "92", "93", "94", "95"))
    assert len(live) == 400
    assert capital == pytest.approx(26, abs=2)
    assert share["69"] == pytest.approx(4.3, abs=0.6)
    assert share["44"] == pytest.approx(4.2, abs=0.6)
    assert len({code for code in share if code.startswith("97")}) == 5


def test_people_claim_known_occupations_skills_and_states():
    for person in everybody():
        assert set(person.occupations) <= set(OCCUPATIONS)
        assert set(person.skills) <= set(SKILLS) | set(depth.SPOKEN)
        assert person.status in Profile.Status.values
        assert person.availability in Profile.Availability.values
        assert len(person.headline) <= 140 and len(person.employer) <= 100
        assert all(step.end is None or step.end <= step.start for step in person.path)
    assert Counter(one.state for one in everybody()) == {"live": 400, "waiting": 3, "draft": 1}


@pytest.mark.django_db
def test_what_people_add_is_valid_and_always_the_same():
    sectors = set(Sector.objects.values_list("code", flat=True))
    for person in everybody():
        more = depth.of(person)
        assert more.columns == depth.of(person).columns
        assert set(more.sectors) <= sectors and more.sectors
        assert set(more.tools) <= set(TOOLS)
        for row in more.rows:
            row.clean_fields(exclude=["profile"])
        languages = [row.language for row in more.rows if isinstance(row, SpokenLanguage)]
        assert len(languages) == len(set(languages)) >= 1
    hidden = Counter(depth.of(one).columns["visibility"] for one in everybody())
    assert 20 < hidden["inscrits"] < 50 and not hidden["masque"]


def test_no_address_could_reach_anyone():
    addresses = [person.email for person in everybody()] + list(ACCOUNTS)
    assert all(address.endswith(".example") for address in addresses)
    assert all(".example" in one.website for one in everybody() if one.website)


def test_nothing_in_the_texts_of_the_demonstration_bears_a_recent_year():
    """Only the archive does; elsewhere a year would age."""
    recent = re.compile(rf"\b(?:202[4-9]|20[3-9]\d|{date.today().year})\b")
    texts = [document.body for document in magazine_documents()]
    texts += [person.biography + person.headline for person in everybody()]
    assert [text for text in texts if recent.search(text)] == []


def test_every_archived_figure_names_its_source_and_keeps_conflicts():
    editions = {entry["year"]: entry for entry in people.words("archive.toml")["editions"]}
    assert sorted(editions) == [*range(2010, 2017), *range(2018, 2025)]
    assert all(entry["source"] and entry["figures"] for entry in editions.values())
    means = [row for row in editions[2021]["figures"] if row[3] == "salaire-moyen"]
    assert [row[2] for row in means] == [29400, 27251]
    assert all("Conflit" in row[4] for row in means)


def test_invented_answers_are_ones_that_could_be_given():
    standards = {one.code: one for one in question_bank.QUESTIONS + second_part.QUESTIONS}
    codes = {
        code: (question_bank.BRANCHES | second_part.BRANCHES).get(code, "")
        for _, screen in question_bank.SCREENS + second_part.SCREENS
        for code in screen
    }
    core = {code for _, screen in question_bank.SCREENS for code in screen}
    crowd = answers.invent(300, seed=1)
    for given in crowd:
        asked = set(branches.asked(codes, given))
        assert set(given) <= asked and core & asked <= set(given)
        for code, value in given.items():
            standard = standards[code]
            choices = {choice[0] for choice in standard.choices}
            if isinstance(value, list):
                assert standard.kind == "multi" and set(value) <= choices and value
                assert len(value) == 1 or "aucun" not in value
            elif choices:
                assert value in choices or value is None
            elif value is not None:
                assert isinstance(value, str if standard.kind == "text" else int)
            if standard.kind == "number" and value is not None:
                assert standard.lowest <= value <= standard.highest
    assert answers.invent(300, seed=1) == crowd


def test_a_few_have_something_to_say_of_a_question_they_were_asked():
    crowd = answers.invent(300, seed=1)
    before = [dict(given) for given in crowd]
    remarks.remark(crowd, seed=1)
    added = [
        (key, given[key], given) for given, was in zip(crowd, before, strict=True)
        for key in set(given) - set(was)
    ]  # fmt: skip
    assert sorted(text for _, text, _ in added) == sorted(sum(remarks.REMARKS.values(), ()))
    for key, text, given in added:
        assert key.removesuffix(branches.REMARK) in given and free_text.tidy(text) == text
        assert len(text) <= free_text.LONGEST_REMARK


def test_most_people_of_the_demonstration_answer_part_of_the_second_part():
    crowd = answers.invent(600, seed=4)
    went_on = [given for given in crowd if "taille" in given]
    assert 0.5 < len(went_on) / len(crowd) < 0.66
    finished = [given for given in went_on if "manque" in given]
    assert 0.6 < len(finished) / len(went_on) < 0.9
    on_instagram = ["instagram" in (given.get("reseaux") or []) for given in went_on]
    assert 0.6 < sum(on_instagram) / len(went_on) < 0.85


def test_invented_pay_follows_what_was_published():
    crowd = answers.invent(1200, seed=2)
    paid = sorted(a["salaire"] for a in crowd if a["contrat"] == "cdi" and a["salaire"])
    quartiles = [paid[len(paid) * part // 4] for part in (1, 2, 3)]
    assert quartiles == pytest.approx([24000, 29000, 35000], abs=1500)

    def mean(kept) -> float:
        salaries = [a["salaire"] for a in crowd if a.get("salaire") and kept(a)]
        return sum(salaries) / len(salaries)

    assert mean(lambda a: a["anciennete"] == "10-ans-plus") > 1.3 * mean(
        lambda a: a["anciennete"] == "1-2-ans"
    )
    assert mean(lambda a: a["region"] == "11") > mean(lambda a: a["region"] != "11") + 2500
    assert mean(lambda a: a["genre"] == "femme") < mean(lambda a: a["genre"] == "homme")


def test_invented_pay_is_rounded_as_answers_are():
    for given in answers.invent(300, seed=3):
        for code, name in (("salaire", "yearly"), ("tjm", "daily")):
            if given.get(code):
                scale = money.scale(name)
                assert given[code] % scale.step == 0
                assert scale.low <= given[code] <= scale.high


def test_some_people_tell_their_departement_only_and_a_few_stay_off_the_map():
    shares = Counter(people.precision(f"personne-{rank}") for rank in range(5000))
    assert 0.08 < shares["departement"] / 5000 < 0.12
    assert 0.02 < shares["liste"] / 5000 < 0.04
    assert people.precision("personne-1") == people.precision("personne-1")
