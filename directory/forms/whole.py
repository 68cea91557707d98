"""The owner’s form as a whole: one form, seven kinds of rows, in the sections of one page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from directory.forms.fields import tidied
from directory.forms.profile import ProfileForm
from directory.forms.rows import ROWS, Rows
from directory.models import Profile

TICKETS = ("portrait_ticket", "cv_ticket")


@dataclass(frozen=True)
class Section:
    anchor: str
    title: str
    template: str = "directory/edit_rows.html"
    needed: tuple[str, ...] = ()  # to be published
    fields: tuple[str, ...] = ()
    lead: str = ""

    @property
    def all_fields(self) -> tuple[str, ...]:
        return self.needed + self.fields


SECTIONS = (
    Section(
        "identite",
        "Qui vous êtes",
        "directory/edit_identity.html",
        ("name", "headline", "occupations"),
        ("portrait", "biography"),
    ),
    Section(
        "situation",
        "Où vous en êtes",
        "directory/edit_situation.html",
        ("status", "commune"),
        ("employer", "since", "working_since", "sectors"),
    ),
    Section(
        "parcours",
        "Votre parcours",
        lead="Les postes se rangent d’eux-mêmes, du plus récent au plus ancien, en France ou "
        "ailleurs. Une étape laissée vide ne compte pas.",
    ),
    Section("diplomes", "Vos diplômes", lead="École, formation\u00a0: une année suffit."),
    Section(
        "campagnes",
        "Vos campagnes",
        lead="Ce que vous voulez qu’on regarde\u00a0: pour qui, quand, dans quel rôle, et ce "
        "qui en est resté.",
    ),
    Section(
        "clients",
        "Vos clients et budgets",
        lead="Le budget se dit par tranche, ou pas du tout.",
    ),
    Section("langues", "Vos langues"),
    Section(
        "competences",
        "Vos compétences et outils",
        "directory/edit_skills.html",
        fields=("skills", "tools"),
    ),
    Section(
        "reseaux",
        "Les réseaux que vous animez",
        lead="L’audience est celle des comptes que vous animez, tous ensemble.",
    ),
    Section(
        "liens",
        "Vos liens et votre CV",
        "directory/edit_links.html",
        fields=("website", "cv"),
    ),
)


@dataclass(frozen=True)
class Problem:
    """An error: `target` is the id of what to correct, "" for the form as a whole."""

    section: str
    label: str
    message: str
    target: str = ""


@dataclass(frozen=True)
class Filled:
    """How far a section is written.  `state`: corriger, completer, rempli, vide."""

    section: Section
    state: str
    words: str
    rows: Rows | None
    is_open: bool


class WholeForm:
    """`complete=False` for a draft, which may leave out what only readers need."""

    def __init__(
        self,
        version: Profile,
        owner,
        data: QueryDict | None = None,
        files=None,
        *,
        complete: bool = True,
    ) -> None:
        self.form = ProfileForm(data, files, instance=version, owner=owner, complete=complete)
        self.rows: dict[str, Rows] = {kind.anchor: kind(version, data) for kind in ROWS}
        self.added = ""

    @property
    def version(self) -> Profile:
        return self.form.instance

    def is_valid(self) -> bool:
        # All of them, for the messages of all.
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def apply(self) -> Profile:
        """The version with what was written, unsaved, without the files; call once valid."""
        version = self.form.save(commit=False)
        for rows in self.rows.values():
            rows.store(version)
        return version

    def tidied(self) -> list[str]:
        """Labels of the fields from which something invisible was taken out."""
        found = tidied(self.form)
        for rows in self.rows.values():
            found += [label for form in rows for label in tidied(form)]
        return list(dict.fromkeys(found))

    def show_one_more_row(self, anchor: str) -> None:
        """Keep what was typed, scold nobody, and lead to the new row of this section."""
        self.added = anchor
        self.form.keep_uploads()
        self.form.forget_other_errors()
        for rows in self.rows.values():
            rows.forget_errors()
        last = self.rows[anchor].forms[-1:]
        for form in last:
            # Without JavaScript this is what brings the reader back to it.
            next(iter(form.fields.values())).widget.attrs["autofocus"] = True

    def problems(self) -> Iterator[Problem]:
        """Every error, in the order of the page."""
        if not self.form.is_bound:
            return
        for error in self.form.non_field_errors():
            yield Problem("", "", error)
        for section in SECTIONS:
            for name in (*section.all_fields, *(("precision",) * (section.anchor == "situation"))):
                field = self.form[name]
                for error in field.errors:
                    target = field.id_for_label or field.auto_id
                    yield Problem(section.anchor, field.label, error, target)
            if section.anchor in self.rows:
                yield from self._row_problems(section.anchor, self.rows[section.anchor])

    def _row_problems(self, anchor: str, rows: Rows) -> Iterator[Problem]:
        for error in rows.non_form_errors():
            yield Problem(anchor, rows.row, error, anchor)
        for number, form in enumerate(rows, start=1):
            label = f"{rows.row} {number}"
            for error in form.non_field_errors():
                yield Problem(anchor, label, error, f"{anchor}-{number}")
            for field in form:
                for error in field.errors:
                    words = f"{label}, {field.label[:1].lower()}{field.label[1:]}"
                    yield Problem(anchor, words, error, field.id_for_label)

    def sections(self, opened: str = "") -> list[Filled]:
        """`opened`: the one asked for in the address."""
        wrong = [problem.section for problem in self.problems()]
        return [self._filled(section, wrong.count(section.anchor), opened) for section in SECTIONS]

    def _filled(self, section: Section, wrong: int, opened: str) -> Filled:
        rows = self.rows.get(section.anchor)
        count = rows.count if rows is not None else 0
        holds = [name for name in section.all_fields if self._holds(name)]
        missing = [name for name in section.needed if name not in holds]
        if wrong:
            state, words = "corriger", f"{wrong} à corriger"
        elif missing:
            state, words = "completer", "À compléter"
        elif count:
            state, words = "rempli", f"{count}\u00a0{rows.row.lower()}{'s' * (count > 1)}"
        elif holds:
            state, words = "rempli", "Rempli"
        else:
            state, words = "vide", "Facultatif"
        is_open = bool(wrong or missing or section.needed)
        is_open = is_open or section.anchor in (opened, self.added)
        return Filled(section, state, words, rows, is_open)

    def _holds(self, name: str) -> bool:
        if name in ("portrait", "cv"):
            return name in self.form.received or bool(getattr(self.version, name))
        return bool(self.form[name].value())
