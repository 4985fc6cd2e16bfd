"""Forms of what documents printed of outcomes: one figure, and a table at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from budgets.imports.files import read_file
from budgets.imports.tables import Contents
from finsam import swedish
from finsam.forms import RevisionForm
from members.models import Federation
from plans.domain.printed_outcome_rows import PrintedEntry, cells_of, read_heading, read_table
from plans.models import Initiative, OutcomePeriod, PublishedOutcome
from plans.outcome_queries import initiative_fact

MOST_SIGNS = 200_000
TABLE = Contents("tabellen", "rad", lambda title: read_heading(title) is not None, max_bytes=1_000_000)
OF_ALL, OF_NONE = "alla", "ingen"
"""Whose a row is when it is no initiative's: all together, or one that is no initiative here."""


class _NamedInitiative(forms.ModelChoiceField):
    """An initiative by its name in a year."""

    year = 0

    def label_from_instance(self, obj: Any) -> str:
        return initiative_fact(obj).name(self.year)


class PublishedOutcomeForm(RevisionForm):
    """A figure as a document printed it. Its value is read from what is typed."""

    initiative = _NamedInitiative(queryset=Initiative.objects.none(), label="Insats", required=False)

    class Meta:
        model = PublishedOutcome
        fields: ClassVar = [
            "document",
            "place",
            "label",
            "initiative",
            "is_total",
            "year",
            "period",
            "measure",
            "printed",
            "note",
        ]
        labels: ClassVar = {"is_total": "Raden gäller alla insatser tillsammans"}
        help_texts: ClassVar = {
            "document": "Dokumentets titel.",
            "place": "Tabellen, till exempel Tabell 12.",
            "label": "Radens etikett, som den är tryckt.",
            "year": "Det år som siffran gäller.",
            "printed": "Precis som det står: 67, 54,5 eller Fyrsteget?",
            "note": "Till exempel vad dokumentet själv säger om siffran.",
        }

    def __init__(self, *args: Any, document_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("initiative", initiatives_of(self.federation))
        field = self.fields["initiative"]
        assert isinstance(field, _NamedInitiative)
        field.year = document_year


def initiatives_of(federation: Federation) -> Any:
    """The federation's initiatives, with their names at hand."""
    return federation.initiatives.select_related("cost_centre").prefetch_related("names", "years")


class PrintedTableForm(forms.Form):
    """A table of a document: pasted, or from a file, with its headings."""

    document = forms.CharField(label="Dokument", max_length=120, help_text="Dokumentets titel.")
    place = forms.CharField(label="Tabell", max_length=120, help_text="Till exempel Tabell 12.")
    measure = forms.ChoiceField(
        label="Mått",
        required=False,
        choices=[("", "Kolumnerna är olika mått"), *PublishedOutcome.Measure.choices],
        help_text="Vad siffrorna är, när kolumnerna är år.",
    )
    period = forms.ChoiceField(
        label="Period",
        choices=OutcomePeriod.choices,
        help_text="Vad siffrorna gäller, när kolumnerna är olika mått.",
    )
    rows = forms.CharField(
        label="Tabellen",
        required=False,
        max_length=MOST_SIGNS,
        strip=False,
        help_text=(
            "Med rubrikrad: insatser i första kolumnen, sedan år (2015, delår 2016) eller mått (avslut totalt). "
            "Ett utdrag ur Excel går bra. Skriver du för hand sätter du semikolon mellan kolumnerna."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Eller en fil",
        required=False,
        help_text="Excel, LibreOffice eller CSV. Läses in i rutan ovanför, i stället för det som står där.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        text = found.get("rows") or ""
        if found.get("file"):
            text = self._text_of(found["file"])
        found["rows"] = text
        if not self.errors:
            try:
                found["read"] = read_table(
                    cells_of(text), measure=found["measure"], year=self.year, period=found["period"]
                )
            except ValueError as error:
                self.add_error("rows", str(error))
        return found

    def _text_of(self, file: Any) -> str:
        """The one table of a file, with tabs between its cells."""
        reading = read_file(file.read(), file.name, TABLE)
        for problem in reading.problems:
            self.add_error("file", str(problem))
        filled = [table for table in reading.tables if any(not row.is_blank for row in table.rows)]
        if len(filled) > 1:
            names = swedish.listed([f"”{table.name}”" for table in filled])
            self.add_error("file", f"Filen har flera blad: {names}. Spara tabellen i en egen fil.")
        if self.errors or not filled:
            return ""
        rows = ([" ".join(cell.text.split()) for cell in row.cells] for row in filled[0].rows)
        return "\n".join("\t".join(row) for row in rows)

    @property
    def read(self) -> tuple[PrintedEntry, ...]:
        """The figures, once the form is valid."""
        found: tuple[PrintedEntry, ...] = self.cleaned_data["read"]
        return found

    def seal(self, replaced: Mapping[tuple[str, int, str, str], str]) -> str:
        """A digest of what the form says and of what it would replace, so that what is kept is what was shown."""
        names = ("document", "place", "measure", "period", "rows")
        said = [str(self.cleaned_data[name]) for name in names]
        said += [f"{place}: {before}" for place, before in sorted(replaced.items())]
        return hashlib.sha256("\x1f".join(said).replace("\r\n", "\n").encode()).hexdigest()


def labels_of(entries: Sequence[PrintedEntry]) -> tuple[str, ...]:
    """The rows of a table by their labels, each once."""
    return tuple(dict.fromkeys(entry.label for entry in entries if entry.label))
