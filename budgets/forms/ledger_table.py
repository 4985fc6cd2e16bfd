"""The form of a ledger's table: where its titles stand, what its columns are, its signs, and which rows are sums."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from budgets.forms.importing import examples
from budgets.imports.columns import Sign, signature, title_keys
from budgets.imports.ledger_table import LedgerTable
from budgets.imports.ledger_table_choices import LEFT_OUT, ROW, TableChoices
from budgets.imports.ledger_table_columns import DIMENSIONS, LABELS
from budgets.imports.ledger_table_sums import SumRow
from finsam.money import Unit

MOST_QUESTIONS = 100
"""So many rows are asked about one by one; the others come when these are answered, or are answered all at once."""
_GROUPS = (
    ("Det som behövs", ("konto", "period", "datum", "belopp", "debet", "kredit")),
    ("Det som kan hålla ID", tuple(DIMENSIONS)),
    ("Verifikationen", ("verifikation", "serie", "text")),
    ("Namn på koder", tuple(name for name in LABELS if name.endswith("_namn"))),
    ("Övrigt", ("ar",)),
)
MEANINGS: list[tuple[str, Any]] = [
    ("", "Läs inte kolumnen"),
    *((group, [(name, LABELS[name]) for name in names]) for group, names in _GROUPS),
]


class LedgerColumnsForm(forms.Form):
    """Which sheet and row the titles stand in, what each column is, how amounts are written, and what sums are."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    sheet = forms.ChoiceField(label="Blad")
    header_row = forms.IntegerField(
        label="Rubrikraden är rad", min_value=1, help_text="Det som står ovanför den läses inte."
    )
    sign = forms.ChoiceField(
        label="Kostnader och intäkter skrivs",
        choices=[
            (Sign.PLUS.value, "Kostnader med plus, intäkter med minus"),
            (Sign.MINUS.value, "Kostnader med minus, intäkter med plus"),
        ],
    )
    credit_sign = forms.ChoiceField(
        label="Kredit skrivs",
        required=False,
        choices=[
            ("", "Så som beloppen ser ut"),
            (Sign.PLUS.value, "Utan tecken"),
            (Sign.MINUS.value, "Med minus"),
        ],
    )
    unit = forms.ChoiceField(label="Beloppen är i", choices=[(each.value, each.value) for each in Unit])
    answer_all = forms.ChoiceField(
        label="Svar för alla rader som ser ut som summor",
        required=False,
        choices=[
            ("", "Svara rad för rad"),
            (LEFT_OUT, "De är summor, läs dem inte"),
            (ROW, "De är bokförda rader"),
        ],
    )

    def __init__(self, *args: Any, found: LedgerTable, choices: TableChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert found.table is not None and found.columns is not None and found.header is not None
        self.titles = signature(found.header)
        self.choices, self.columns, self.table = choices, found.columns, found.table
        self.open_questions = found.rows.questions if found.rows else ()
        answered = tuple(each for each in found.rows.sums if each.answer) if found.rows else ()
        self.questions = (*self.open_questions, *answered)[:MOST_QUESTIONS]
        self._offer_sheets([each.name for each in found.reading.tables])
        if not found.columns.has_two_sides:
            del self.fields["credit_sign"]
        if len(self.open_questions) < 2:
            del self.fields["answer_all"]
        names = self.columns.names()
        for column, key in enumerate(title_keys(self.columns.titles), start=1):
            if key:
                self.fields[f"column_{column}"] = forms.ChoiceField(
                    label=self.columns.titles[column - 1].strip()[:80],
                    choices=MEANINGS,
                    initial=names[key],
                    required=False,
                    help_text=examples(self.table, self.columns.header_row, column),
                )
        for each in self.questions:
            self.fields[f"answer_{each.row}"] = _question(each)
        self.initial = {
            **self.initial,
            "sheet": found.table.name,
            "header_row": self.columns.header_row,
            "sign": self.columns.sign.value,
            "credit_sign": choices.credit_sign,
            "unit": self.columns.unit.value,
        }

    def _offer_sheets(self, names: list[str]) -> None:
        sheet = self.fields["sheet"]
        assert isinstance(sheet, forms.ChoiceField)
        sheet.choices = [(name, name or "Filen") for name in names]
        sheet.required = len(names) > 1
        if len(names) == 1:
            sheet.widget = forms.HiddenInput()

    def column_fields(self) -> list[forms.BoundField]:
        """The fields that say what columns are."""
        return [self[name] for name in self.fields if name.startswith("column_")]

    def amount_fields(self) -> list[forms.BoundField]:
        """The fields that say how amounts are written."""
        return [self[name] for name in ("sign", "credit_sign", "unit") if name in self.fields]

    def sum_fields(self) -> list[forms.BoundField]:
        """The fields that say what rows are that read as sums."""
        return [self[name] for name in self.fields if name.startswith("answer_")]

    def changed(self) -> TableChoices:
        """The choices with what is chosen here. Another sheet or row has other columns, which are then proposed."""
        data = self.cleaned_data
        if data["sheet"] != self.table.name or data["header_row"] != self.columns.header_row:
            return TableChoices(sheet=data["sheet"], header_row=data["header_row"])
        columns = {
            key: data.get(f"column_{column}", "")
            for column, key in enumerate(title_keys(self.columns.titles), start=1)
            if key
        }
        answers = self._answers()
        ties = [each.row for each in self.questions if not each.is_complete and each.is_worded]
        return replace(
            self.choices,
            sheet=data["sheet"],
            header_row=data["header_row"],
            columns=columns,
            sign=data["sign"],
            credit_sign=data.get("credit_sign", self.choices.credit_sign),
            unit=data["unit"],
            answers=answers,
            signature=self.titles,
            sums=LEFT_OUT if any(answers.get(row) == LEFT_OUT for row in ties) else self.choices.sums,
        )

    def _answers(self) -> dict[int, str]:
        """What rows are that read as sums; an answer for all is for those that had none, where it can be given."""
        answers = {each.row: each.answer for each in self.questions}
        answers |= {each.row: self.cleaned_data[f"answer_{each.row}"] for each in self.questions}
        for_all: str = self.cleaned_data.get("answer_all") or ""
        for each in self.open_questions if for_all else ():
            if not answers.get(each.row) and (each.is_complete or for_all == LEFT_OUT):
                answers[each.row] = for_all
        return {row: answer for row, answer in answers.items() if answer}


def _question(each: SumRow) -> forms.ChoiceField:
    """Asks whether a row is a sum; one without account or period cannot be a booked row."""
    options = [("", "Välj"), (LEFT_OUT, "En summa, läs inte raden")]
    if each.is_complete:
        options.append((ROW, "En bokförd rad"))
    return forms.ChoiceField(
        label=f"Rad {each.row}: {each.label}",
        choices=options,
        required=False,
        initial=each.answer,
        help_text=f"Beloppet är {each.told}",
    )
