"""Forms of an import: the file, what its columns mean, and what becomes of what the federation does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms

from budgets.domain.facts import CentreFact
from budgets.import_queries import Prepared
from budgets.imports.choices import AccountChoice, CentreChoice, Choices
from budgets.imports.columns import FIELDS, AmountColumn, Sign, Source, title_keys
from budgets.imports.plan import ImportPlan
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
                help_text=_examples(self.table, found.mapping.header_row, column),
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


def _examples(table: SheetTable, header_row: int, column: int) -> str:
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
            self._add(f"centre_{number}", _missing(need.called, ids, "Lägg till som nytt ID"), used)
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
            self._add(f"account_{number}", _missing(code, groups, "Lägg till som ny kontogrupp"), used)
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
            document=data.get("document", self.choices.document),
        )


def _missing(called: str, known: list[tuple[str, str]], add: str) -> forms.ChoiceField:
    """Asks what becomes of something that is missing."""
    return forms.ChoiceField(
        label=f"{called or 'Utan namn'} finns inte i förbundet",
        choices=[("", "Välj"), (NEW, add), ("Det är samma som", known)],
        required=False,
    )
