"""Forms that say what accounts and objects mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from budgets.domain.ledger_meanings import NO_GROUP, NO_LINE, AccountMeaning, Names, ObjectMeaning
from budgets.domain.sheet import title_of
from budgets.services.ledger_meanings import AccountSaid, ObjectSaid
from finsam import swedish

GROUP, LINE = "grupp:", "balans:"
CHOOSE = "Välj"
SEEN = "sedd-"


def account_choices(names: Names) -> list[tuple[str, Any]]:
    """What an account may be: an account group, or a line of the balance sheet."""
    groups = [(f"{GROUP}{code}", names.group(code)) for code in names.groups]
    lines = [(f"{LINE}{value}", label) for value, label in names.lines.items()]
    return [*([("Kontogrupp", groups)] if groups else []), ("Rad i balansräkningen", lines)]


def centre_choices(names: Names) -> list[tuple[str, str]]:
    """The federation's IDs."""
    return [(str(each.pk), title_of(each)) for each in names.centres.values()]


def called(each: AccountMeaning | ObjectMeaning) -> str:
    """An account or object with what the file calls it."""
    if isinstance(each, AccountMeaning):
        return f"Konto {each.number} {each.name}".strip()
    return f"Objekt {each.code} {each.name}".strip() if each.code else "Rader utan objekt"


def meaning_text(each: AccountMeaning | ObjectMeaning, names: Names) -> str:
    """What an account or object means now."""
    if isinstance(each, ObjectMeaning):
        return names.centre(each.centre)
    if each.is_balance:
        return names.lines.get(each.line, NO_LINE)
    centre = each.own.centre if each.own else None
    parts = [names.group(each.group) if each.group else NO_GROUP.capitalize() if names.groups else ""]
    parts += [f"rader utan objekt till {names.centre(centre)}"] if centre else []
    return "; ".join(part for part in parts if part) or "Resultatet"


def _flat(choices: Any) -> Iterator[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


class MeaningsForm(forms.Form):
    """What some accounts and objects mean. Each carries the state it was shown in; one left alone is not changed.

    `is_alone` asks all there is to say of a single one, and what is taken away there is a mapping removed.
    """

    def __init__(
        self,
        *args: Any,
        asked: Sequence[AccountMeaning | ObjectMeaning],
        names: Names,
        is_alone: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.names, self.is_alone = asked, names, is_alone
        for each in asked:
            self.fields[f"{SEEN}{each.key}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=each.state
            )
            if isinstance(each, AccountMeaning):
                self._ask_account(each)
            else:
                self._ask_object(each)

    def _ask_account(self, each: AccountMeaning) -> None:
        nothing = "Ingen egen koppling: kontots nummer avgör" if self.is_alone else CHOOSE
        proposed = f"{GROUP}{each.proposal.value}" if each.proposal and not each.own else ""
        self._add(
            each,
            "Hör till" if self.is_alone else called(each),
            [("", nothing), *account_choices(self.names)],
            self.value_of(each) or proposed,
        )
        if self.is_alone:
            self.fields[f"id-{each.key}"] = forms.ChoiceField(
                label="ID för rader utan objekt",
                required=False,
                choices=[("", "Inget bestämt"), *centre_choices(self.names)],
                initial=str(each.own.centre) if each.own and each.own.centre else "",
                help_text="Bara för konton i resultatet, när ekonomisystemet inte har något objekt på raderna.",
            )

    def _ask_object(self, each: ObjectMeaning) -> None:
        proposed = each.proposal.value if each.proposal and not each.own else ""
        nothing = "Ingen egen koppling: objektets kod avgör" if self.is_alone else CHOOSE
        self._add(
            each,
            "Hör till" if self.is_alone else called(each),
            [("", nothing), *centre_choices(self.names)],
            self.value_of(each) or proposed,
        )

    def _add(
        self, each: AccountMeaning | ObjectMeaning, label: str, choices: list[Any], initial: str
    ) -> None:
        told = []
        if each.amount is not None:
            told.append(
                f"{swedish.exact(each.amount)}\u00a0kr i {swedish.listed(each.files) or 'huvudboken'}."
            )
        if each.proposal is not None and initial:
            told.append(f"Förslaget: {each.proposal.why}.")
        self.fields[each.key] = forms.ChoiceField(
            label=label, choices=choices, required=False, initial=initial, help_text=" ".join(told)
        )

    @staticmethod
    def value_of(each: AccountMeaning | ObjectMeaning) -> str:
        """What is said of it now, as the field has it."""
        if isinstance(each, ObjectMeaning):
            return str(each.own.centre) if each.own else ""
        if each.own is None:
            return ""
        return (
            f"{GROUP}{each.own.group}"
            if each.own.group
            else f"{LINE}{each.own.line}"
            if each.own.line
            else ""
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for each in self.asked:
            if str(data.get(each.key, "")).startswith(LINE) and data.get(f"id-{each.key}"):
                self.add_error(
                    f"id-{each.key}", "Ett konto i balansräkningen har inget ID. Välj ”Inget bestämt”."
                )
        if not self.errors and not self.is_changed():
            raise forms.ValidationError("Välj minst en koppling att ändra.")
        return data

    def is_changed(self) -> bool:
        """Whether anything is said that is not said already."""
        return any(True for _each in (*self.accounts(), *self.objects()))

    def accounts(self) -> Iterator[AccountSaid]:
        """What is said of accounts that is not said already."""
        for each in self.asked:
            chosen = self.cleaned_data.get(each.key, "")
            if not isinstance(each, AccountMeaning) or not (chosen or self.is_alone):
                continue
            kept = each.own.centre if each.own else None
            typed = self.cleaned_data.get(f"id-{each.key}", "")
            centre = (int(typed) if typed else None) if self.is_alone else kept
            if chosen == self.value_of(each) and centre == kept:
                continue
            yield AccountSaid(
                number=each.number,
                group=chosen.removeprefix(GROUP) if chosen.startswith(GROUP) else "",
                line=chosen.removeprefix(LINE) if chosen.startswith(LINE) else "",
                centre=None if chosen.startswith(LINE) else centre,
                state=self.cleaned_data[f"{SEEN}{each.key}"],
            )

    def objects(self) -> Iterator[ObjectSaid]:
        """What is said of objects that is not said already."""
        for each in self.asked:
            chosen = self.cleaned_data.get(each.key, "")
            if not isinstance(each, ObjectMeaning) or not (chosen or self.is_alone):
                continue
            if chosen != self.value_of(each):
                yield ObjectSaid(
                    dimension=each.dimension,
                    code=each.code,
                    centre=int(chosen) if chosen else None,
                    state=self.cleaned_data[f"{SEEN}{each.key}"],
                )

    def changes(self) -> Iterator[tuple[str, str, str]]:
        """What is changed, in words: the account or object, what it meant and what it will mean."""
        said: set[Any] = {each.number for each in self.accounts()}
        said |= {(each.dimension, each.code) for each in self.objects()}
        for each in self.asked:
            if (each.number if isinstance(each, AccountMeaning) else (each.dimension, each.code)) not in said:
                continue
            field = self.fields[each.key]
            assert isinstance(field, forms.ChoiceField)
            labels = dict(_flat(field.choices))
            parts = [labels[self.cleaned_data[each.key]]]
            if centre := self.cleaned_data.get(f"id-{each.key}"):
                parts.append(f"rader utan objekt till {self.names.centre(int(centre))}")
            yield called(each), meaning_text(each, self.names), "; ".join(parts)

    def account_fields(self) -> list[forms.BoundField]:
        """The fields of accounts."""
        return [self[each.key] for each in self.asked if isinstance(each, AccountMeaning)]

    def object_fields(self) -> list[forms.BoundField]:
        """The fields of objects."""
        return [self[each.key] for each in self.asked if isinstance(each, ObjectMeaning)]

    def sent(self) -> list[tuple[str, str]]:
        """Everything the form was sent with, to be sent again."""
        return [(name, str(self.data.get(name, ""))) for name in self.fields]
