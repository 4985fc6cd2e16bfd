"""Forms of an import: the file, what its columns mean, and what becomes of what the federation does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms

from budgets.domain.facts import CentreFact
from budgets.import_queries import Prepared
from budgets.imports.choices import AccountChoice, CentreChoice, Choices
from budgets.imports.columns import FIELDS, AmountColumn, Sign, Source, title_keys
from budgets.imports.doubts import Answer, SumQuestion
from budgets.imports.plan import ImportPlan, is_used
from budgets.imports.slots import PARTS
from budgets.imports.tables import MAX_BYTES, SheetTable, column_letter
from budgets.models import BudgetLine, CostCentre
from finsam import swedish
from finsam.money import Unit

FIELD_LABELS = {
    "id": "ID",
    "kortnamn": "Kortnamn för ID",
    "id_namn": "ID:ts namn",
    "konto": "Kontogrupp",
    "benamning": "Benämning",
    "grupp": "Grupp som ID:t hör till",
    "radtyp": "Radtyp (rad, delsumma, total, summa)",
    "slag": "Slag (kostnad, intäkt, medelstilldelning)",
    "kategori": "Fördelningsgrupp",
    "not": "Not till beloppet",
    "radnot": "Not till raden",
}
_UNITS = (Unit.TKR, Unit.KR, Unit.MNKR)
_PLAN_YEARS = 5
NEW, USE = "ny", "ar:"
SUMS = "summa"
ANSWERS_FOR_ALL = [
    ("", "Svara rad för rad"),
    (SUMS, "Summor, där orden säger av vad"),
    (Answer.LINE.value, "Budgetrader"),
    (Answer.LEFT_OUT.value, "Läs inte raderna"),
]
MOST_QUESTIONS = 100
"""So many rows are asked about one by one; the others come when these are answered, or are answered all at once."""


class UploadForm(forms.Form):
    """The file with the budget."""

    file = forms.FileField(
        label="Fil med budgeten",
        help_text="Excel (.xlsx), LibreOffice (.ods) eller text (.csv), högst 5 MB.",
        error_messages={
            "required": "Välj en fil.",
            "empty": "Filen är tom. Välj en fil med en rubrikrad och minst en rad.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
    )

    def clean_file(self) -> Any:
        """The file, which is not read when it is too large."""
        found = self.cleaned_data["file"]
        if found.size > MAX_BYTES:
            raise forms.ValidationError("Filen är större än 5 MB. Spara bladet med budgeten i en egen fil.")
        return found


class ColumnsForm(forms.Form):
    """Which sheet and row the titles stand in, what each column means, and how the file writes signs."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    sheet = forms.ChoiceField(label="Blad")
    header_row = forms.IntegerField(
        label="Rubrikraden är rad", min_value=1, help_text="Det som står ovanför den läses inte."
    )
    cost_sign = forms.ChoiceField(
        label="Kostnader skrivs",
        choices=[(Sign.PLUS, "med plus"), (Sign.MINUS, "med minus"), (Sign.UNSIGNED, "alltid utan tecken")],
    )
    income_sign = forms.ChoiceField(
        label="Intäkter skrivs",
        choices=[(Sign.MINUS, "med minus"), (Sign.PLUS, "med plus"), (Sign.UNSIGNED, "alltid utan tecken")],
    )

    def __init__(self, *args: Any, found: Prepared, year: int, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert found.table is not None and found.mapping is not None
        self.choices, self.mapping, self.table = choices, found.mapping, found.table
        tables = found.reading.tables
        sheet = self.fields["sheet"]
        assert isinstance(sheet, forms.ChoiceField)
        sheet.choices = [(table.name, table.name or "Filen") for table in tables]
        sheet.required = len(tables) > 1
        if len(tables) == 1:
            sheet.widget = forms.HiddenInput()
        names = self.mapping.names()
        for column, key in enumerate(title_keys(self.mapping.titles), start=1):
            if not key:
                continue
            title, chosen = self.mapping.titles[column - 1], names[key]
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=title.strip()[:80],
                choices=meanings(year, chosen),
                initial=chosen,
                required=False,
                help_text=examples(self.table, found.mapping.header_row, column),
            )
        self.initial = {
            **self.initial,
            "sheet": found.table.name,
            "header_row": found.mapping.header_row,
            "cost_sign": self.mapping.cost_sign.value,
            "income_sign": self.mapping.income_sign.value,
        }

    def column_fields(self) -> list[forms.BoundField]:
        """The fields that say what columns mean."""
        return [self[name] for name in self.fields if name.startswith("column_")]

    def changed(self) -> Choices:
        """The choices with what is chosen here. Another sheet or row has other columns, which are then proposed."""
        data = self.cleaned_data
        moved = data["sheet"] != self.table.name or data["header_row"] != self.mapping.header_row
        columns = {
            key: data.get(f"column_{column}", "")
            for column, key in enumerate(title_keys(self.mapping.titles), start=1)
            if key
        }
        return replace(
            self.choices,
            sheet=data["sheet"],
            header_row=data["header_row"],
            columns={} if moved else columns,
            natures={} if moved else self.choices.natures,  # by row, and these are other rows
            answers={} if moved else self.choices.answers,
            cost_sign=data["cost_sign"],
            income_sign=data["income_sign"],
        )


def meanings(year: int, chosen: str) -> list[tuple[str, Any]]:
    """What a column can mean, by our own names of columns; what it is understood as is among them."""
    amounts: list[tuple[str, str]] = []
    for source, label in (
        (Source.BUDGET, f"Budget {year}"),
        (Source.PREVIOUS, f"Budget {year - 1}"),
        (Source.FORECAST, f"Prognos {year - 1}"),
    ):
        amounts += [(AmountColumn(0, source, unit).name, f"{label}, {unit}") for unit in _UNITS]
    for later in range(year + 1, year + 1 + _PLAN_YEARS):
        amounts += [
            (AmountColumn(0, Source.PLAN, unit, later).name, f"Plan {later}, {unit}") for unit in _UNITS
        ]
    parts = [
        (AmountColumn(0, Source.BUDGET, unit, None, f"{letter}{part}").name, f"{name} {part}, {unit}")
        for letter, name in (("h", "Halvår"), ("t", "Tertial"), ("kv", "Kvartal"), ("m", "Månad"))
        for part in range(1, PARTS[letter] + 1)
        for unit in _UNITS[:2]
    ]
    texts = [(name, FIELD_LABELS[name]) for name in FIELDS]
    known = {value for value, _label in (*amounts, *parts, *texts)}
    other = [(chosen, chosen.replace("_", " "))] if chosen and chosen not in known else []
    return [
        ("", "Läs inte kolumnen"),
        ("Vad raden är", texts),
        ("Belopp", [*other, *amounts]),
        (f"Delar av {year}", parts),
    ]


def examples(table: SheetTable, header_row: int, column: int) -> str:
    """Some of what stands in a column."""
    cells = (row.cell(column) for row in table.rows[header_row:])
    said = [cell.text.strip()[:30] for cell in cells if not cell.is_blank][:3]
    return f"{column_letter(column)}: {' · '.join(said)}" if said else f"{column_letter(column)}: tom"


class PreviewForm(forms.Form):
    """What becomes of unknown IDs and account groups, what kind of income rows are, and where sums were printed."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    basis = forms.CharField(widget=forms.HiddenInput)
    document = forms.CharField(
        label="Dokumentet som filens summor är tryckta i",
        max_length=120,
        required=False,
        help_text="Till exempel Verksamhetsplan och budget år 2023. Lämna tomt för filens namn.",
    )

    def __init__(
        self,
        *args: Any,
        plan: ImportPlan,
        choices: Choices,
        centres: tuple[CentreFact, ...],
        accounts: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.choices = plan, choices
        self.initial = {**self.initial, "basis": plan.basis, "document": choices.document}
        if not plan.sums:
            del self.fields["document"]
        ids = [(f"{USE}{each.pk}", f"{swedish.code(each.code)} {each.name}".strip()) for each in centres]
        for number, need in enumerate(plan.needs):
            choice = need.choice
            used = f"{USE}{choice.use}" if choice and choice.use is not None else NEW if choice else ""
            called = f"ID {need.called}" if need.code else need.called
            self._add(f"centre_{number}", _missing(called, ids, "Lägg till som nytt ID"), used)
            self.fields[f"centre_{number}_name"] = forms.CharField(
                label=f"Namn på {need.called or 'ID:t'}", max_length=120, required=False, initial=need.name
            )
            purposes = forms.ChoiceField(
                label=f"Ändamål för {need.called or 'ID:t'}",
                choices=[("", "Välj"), *CostCentre.Purpose.choices],
                required=False,
                initial=need.purpose,
            )
            self.fields[f"centre_{number}_purpose"] = purposes
        groups = [(f"{USE}{code}", f"{code} {name}") for code, name in accounts.items()]
        self._accounts = list(dict.fromkeys([*choices.accounts, *(need.code for need in plan.accounts)]))
        names = {need.code: need.name for need in plan.accounts}
        for number, code in enumerate(self._accounts):
            known = choices.accounts.get(code)
            used = f"{USE}{known.use}" if known and known.use else NEW if known else ""
            self._add(
                f"account_{number}",
                _missing(f"Kontogrupp {code}", groups, "Lägg till som ny kontogrupp"),
                used,
            )
            self.fields[f"account_{number}_name"] = forms.CharField(
                label=f"Namn på kontogrupp {code}",
                max_length=120,
                required=False,
                initial=names.get(code) or (known.name if known else ""),
            )
        self._natures = sorted({*choices.natures, *(row.number for row in plan.nature_needs)})
        labels = {row.row.number: row.row.label for row in plan.rows}
        for row in self._natures:
            field = forms.ChoiceField(
                label=f"Rad {row}, {labels.get(row, '')}",
                choices=[("", "Välj"), *list(BudgetLine.Nature.choices)[1:]],
                required=False,
                initial=choices.natures.get(row, ""),
            )
            self.fields[f"nature_{row}"] = field
        self._questions = sorted(
            [
                *plan.open_questions[:MOST_QUESTIONS],
                *[each for each in plan.questions if each.answer][:MOST_QUESTIONS],
            ],
            key=lambda each: each.row,
        )
        if len(plan.open_questions) > 1:
            self.fields["answer_all"] = forms.ChoiceField(
                label=f"Samma svar för alla {len(plan.open_questions)} rader",
                choices=ANSWERS_FOR_ALL,
                required=False,
            )
        for question in self._questions:
            self._add(f"answer_{question.row}", _question(question), question.answer or question.proposed)

    def _add(self, name: str, field: forms.ChoiceField, initial: str) -> None:
        field.initial = initial
        self.fields[name] = field

    def centre_fields(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Each missing ID with its three fields."""
        for number, need in enumerate(self.plan.needs):
            name = f"centre_{number}"
            yield need, self[name], self[f"{name}_name"], self[f"{name}_purpose"]

    def account_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each missing account group with its two fields."""
        return [
            (self[f"account_{number}"], self[f"account_{number}_name"])
            for number in range(len(self._accounts))
        ]

    def nature_fields(self) -> list[forms.BoundField]:
        """The rows whose kind of income is asked for."""
        return [self[f"nature_{row}"] for row in self._natures]

    def question_fields(self) -> list[forms.BoundField]:
        """The rows that read as sums; before them one answer for all, where there are several."""
        names = ["answer_all", *(f"answer_{each.row}" for each in self._questions)]
        return [self[name] for name in names if name in self.fields]

    def waiting(self) -> Iterator[tuple[str, str]]:
        """What has to be chosen before the file can be read in: the field, and what it asks."""
        for number, need in enumerate(self.plan.needs):
            if not (need.is_settled or is_used(need)):
                yield f"id_centre_{number}", f"ID {need.called} finns inte i förbundet ({_rows(need.rows)})"
        for account in self.plan.accounts:
            if not account.is_settled:
                number = self._accounts.index(account.code)
                told = f"Kontogrupp {account.code} finns inte i förbundet ({_rows(account.rows)})"
                yield f"id_account_{number}", told
        for row in self.plan.nature_needs:
            yield f"id_nature_{row.number}", f"Rad {row.number}: är ”{row.label}” medelstilldelning?"
        for question in self.plan.open_questions[:MOST_QUESTIONS]:
            yield (
                f"id_answer_{question.row}",
                f"{question.problem.place}: ”{question.text}” ser ut som en summa",
            )

    def clean(self) -> dict[str, Any]:
        """What is added as new has a name, and an ID a purpose."""
        data: dict[str, Any] = super().clean() or {}
        for name in [name for name in self.fields if data.get(name) == NEW]:
            if not data.get(f"{name}_name"):
                self.add_error(f"{name}_name", "Skriv ett namn.")
            if f"{name}_purpose" in self.fields and not data.get(f"{name}_purpose"):
                self.add_error(f"{name}_purpose", "Välj vad ID:t är till för.")
        return data

    def changed(self) -> Choices:
        """The choices with what is chosen here."""
        data = self.cleaned_data
        centres, accounts = {}, {}
        for number, need in enumerate(self.plan.needs):
            name = f"centre_{number}"
            if data[name] == NEW:
                new = CentreChoice(name=data[f"{name}_name"], purpose=data[f"{name}_purpose"])
                centres[need.key] = new
            elif data[name]:
                centres[need.key] = CentreChoice(use=int(data[name].removeprefix(USE)))
        for number, code in enumerate(self._accounts):
            name = f"account_{number}"
            if data[name] == NEW:
                accounts[code] = AccountChoice(name=data[f"{name}_name"])
            elif data[name]:
                accounts[code] = AccountChoice(use=data[name].removeprefix(USE))
        natures = {row: data[f"nature_{row}"] for row in self._natures if data[f"nature_{row}"]}
        return replace(
            self.choices,
            centres={**self.choices.centres, **centres},
            accounts=accounts,
            natures=natures,
            answers=self._answers(),
            document=data.get("document", self.choices.document),
        )

    def _answers(self) -> dict[int, str]:
        """What rows are that read as sums; an answer for all is for those that had none."""
        answers = {each.row: each.answer for each in self.plan.questions}
        answers |= {each.row: self.cleaned_data[f"answer_{each.row}"] for each in self._questions}
        for_all: str = self.cleaned_data.get("answer_all") or ""
        for each in self.plan.open_questions if for_all else ():
            answers[each.row] = for_all if for_all != SUMS else each.proposed or answers[each.row]
        return {row: answer for row, answer in answers.items() if answer}


def _question(question: SumQuestion) -> forms.ChoiceField:
    """Asks whether a row is a sum, and of what, or a line, or nothing to read."""
    sums = [
        (Answer.COST.value, "Summan av alla kostnader"),
        (Answer.INCOME.value, "Summan av alla intäkter"),
        (Answer.RESULT.value, "Resultatet"),
    ]
    if question.place.called:
        sums.insert(0, (Answer.TOTAL.value, f"Summan av {question.place.called}"))
    return forms.ChoiceField(
        label=f"Rad {question.row}: {question.label}",
        choices=[
            ("", "Välj"),
            ("En summa, som jämförs med det som räknas ut", sums),
            ("Annat", [(Answer.LINE.value, "En budgetrad"), (Answer.LEFT_OUT.value, "Läs inte raden")]),
        ],
        required=False,
        help_text=" · ".join([question.problem.place, *filter(None, question.printed)]),
    )


def _rows(numbers: Sequence[int]) -> str:
    return f"rad {', '.join(map(str, numbers[:10]))}{' …' if len(numbers) > 10 else ''}"


def _missing(called: str, known: list[tuple[str, str]], add: str) -> forms.ChoiceField:
    """Asks what becomes of something that is missing."""
    return forms.ChoiceField(
        label=f"{called or 'Utan namn'} finns inte i förbundet",
        choices=[("", "Välj"), (NEW, add), ("Det är samma som", known)],
        required=False,
    )
