"""Forms of an import into the ledger: the file, how it is read, and what its accounts and objects mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from django import forms

from budgets.domain.facts import CentreFact
from budgets.domain.ledger_meanings import plain_key
from budgets.imports.ledger import LedgerPlan, Unmapped
from budgets.imports.ledger_standing import LedgerChoices
from budgets.imports.sie.items import Encoding
from budgets.models import AccountGroup, BalanceLine
from finsam import swedish

MOST = 100
"""So many accounts and objects without meaning are asked about at a time; the others come when these are settled."""
MAPPED_MEANWHILE = {
    "account": "Konto {code} är redan kopplat. Se vad det hör till under Kopplingar, där det också kan ändras.",
    "object": "Objekt {code} är redan kopplat. Se vad det hör till under Kopplingar, där det också kan ändras.",
}
GROUP, BALANCE, NO_DIMENSION = "grupp:", "balans:", "-"


class LedgerUploadForm(forms.Form):
    """A SIE file, or a table."""

    file = forms.FileField(
        label="Fil med bokföringen",
        help_text="SIE-fil av typ 1–4 (.se, .si), högst 30 MB. Tabell ur Excel (.xlsx), LibreOffice (.ods) eller som "
        "text (.csv), högst 10 MB.",
        error_messages={"required": "Välj en fil.", "empty": "Filen är tom. Exportera den på nytt."},
        widget=forms.ClearableFileInput(attrs={"accept": ".se,.si,.sie,.xlsx,.ods,.csv,.txt"}),
    )


class LedgerPreviewForm(forms.Form):
    """How the file is read, what is accepted, and what accounts and objects without meaning are."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    basis = forms.CharField(widget=forms.HiddenInput)
    encoding = forms.ChoiceField(
        label="Teckenkodning",
        required=False,
        help_text="Byt om å, ä och ö är fel i namnen.",
    )
    dimension = forms.ChoiceField(
        label="Dimension som håller förbundets ID",
        required=False,
        help_text="I ekonomisystemet till exempel ansvar eller kostnadsställe. Valet är kvar till nästa fil.",
    )

    def __init__(
        self,
        *args: Any,
        plan: LedgerPlan,
        choices: LedgerChoices,
        centres: tuple[CentreFact, ...],
        groups: tuple[AccountGroup, ...],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.choices = plan, choices
        begin = plan.books.begin
        found = f" ({begin.encoding.label})" if begin is not None and not choices.encoding else ""
        own = {
            "encoding": [
                ("", f"Så som den hittades{found}"),
                *((each.value, each.label) for each in Encoding),
            ],
            "dimension": [
                *((number, f"{number} {name}".strip()) for number, name in plan.dimensions.items()),
                (NO_DIMENSION, "Ingen dimension"),
            ],
        }
        is_table = begin is None
        if is_table:
            del self.fields["encoding"], own["encoding"]
            own["dimension"] = [*plan.dimensions.items(), (NO_DIMENSION, "Ingen av dem")]
            self.fields["dimension"].label = "Kolumn som håller förbundets ID"
            self.fields["dimension"].help_text = "Valet är kvar till nästa tabell."
        noun = plan.dimensions.get(plan.dimension, "Objekt") if is_table else "Objekt"
        for name, options in own.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options
        self.initial = {
            **self.initial,
            "basis": plan.basis,
            "encoding": choices.encoding,
            "dimension": plan.dimension or NO_DIMENSION,
        }
        for question in () if plan.problems else plan.asked:  # answers would not help
            self.fields[f"accept_{question.accept.value}"] = forms.BooleanField(
                label=f"Läs in filen ändå. {question.text}",
                required=False,
                initial=question.accept.value in choices.accepted,
            )
        meanings = [
            ("", "Välj"),
            ("Kontogrupp", [(f"{GROUP}{each.pk}", f"{each.code} {each.name}") for each in groups]),
            ("Rad i balansräkningen", [(f"{BALANCE}{value}", label) for value, label in BalanceLine.choices]),
        ]
        ids = [(str(each.pk), f"{swedish.code(each.code)} {each.name}".strip()) for each in centres]
        for account in plan.accounts[:MOST]:
            self._ask(f"account_{plain_key(account.code)}", f"Konto {_called(account)}", meanings, account)
        for each in plan.objects[:MOST]:
            label = (
                f"{noun} {_called(each)}"
                if each.code
                else f"Rader utan {noun if noun == 'ID' else noun.lower()}"
            )
            self._ask(f"object_{plain_key(each.code)}", label, [("", "Välj"), *ids], each)

    def _ask(self, name: str, label: str, options: list[Any], what: Unmapped) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=options, required=False, help_text=f"{swedish.exact(what.amount)}\u00a0kr"
        )

    def clean(self) -> dict[str, Any]:
        """A choice for what someone else has mapped meanwhile is told of, and not lost unseen."""
        for name in self.data:
            kind = name.partition("_")[0]
            if kind in MAPPED_MEANWHILE and name not in self.fields and self.data[name]:
                code = unquote(name.partition("_")[2])
                raise forms.ValidationError(MAPPED_MEANWHILE[kind].format(code=code).replace("  ", " "))
        return super().clean() or self.cleaned_data

    def reading_fields(self) -> list[forms.BoundField]:
        """How the file is read, and what is accepted."""
        return [
            self[name]
            for name in self.fields
            if name in ("encoding", "dimension") or name.startswith("accept_")
        ]

    def account_fields(self) -> list[forms.BoundField]:
        """The accounts without a group."""
        return [self[name] for name in self.fields if name.startswith("account_")]

    def object_fields(self) -> list[forms.BoundField]:
        """The objects without an ID."""
        return [self[name] for name in self.fields if name.startswith("object_")]

    def changed(self) -> LedgerChoices:
        """The choices with what is chosen here. Another encoding or dimension is another file: all is asked again."""
        data = self.cleaned_data
        accepted = tuple(
            name.removeprefix("accept_") for name in self.fields if name.startswith("accept_") and data[name]
        )
        dimension = data["dimension"]
        if self.plan.problems:
            accepted = self.choices.accepted
        is_proposed = not self.choices.dimension and dimension == (self.plan.dimension or NO_DIMENSION)
        return replace(
            self.choices,
            encoding=data.get("encoding", ""),
            dimension="" if is_proposed else dimension,
            accepted=accepted,
        )

    def accounts(self) -> Iterator[tuple[str, str, str]]:
        """What accounts are said to be: the number, the key of a group or "", and a line of the balance sheet or ""."""
        for account in self.plan.accounts[:MOST]:
            chosen = self.cleaned_data[f"account_{plain_key(account.code)}"]
            if chosen.startswith(GROUP):
                yield account.code, chosen.removeprefix(GROUP), ""
            elif chosen:
                yield account.code, "", chosen.removeprefix(BALANCE)

    def objects(self) -> Iterator[tuple[str, int]]:
        """What objects are said to be: the code, and the key of an ID."""
        for each in self.plan.objects[:MOST]:
            if chosen := self.cleaned_data[f"object_{plain_key(each.code)}"]:
                yield each.code, int(chosen)


def _called(each: Unmapped) -> str:
    return f"{each.code} {each.name}".strip()
