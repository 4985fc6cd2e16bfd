"""The records of a SIE file that stand alone: what the file is, its accounts, dimensions, objects and balances.

Here: one record at a time, refused where it is not right or says again what may be said once. Not here: vouchers.
"""

from __future__ import annotations

from collections.abc import Callable

from budgets.imports.sie.items import (
    Account,
    AccountKind,
    Balance,
    BalanceKind,
    Code,
    Dimension,
    Info,
    Item,
    NamedObject,
    Year,
)
from budgets.imports.sie.tokens import content
from budgets.imports.sie.values import (
    LONGEST_CODE,
    Refused,
    Values,
    account_of,
    cut,
    dimension_of,
    missing,
    period_of,
    year_of,
)

IDENTIFICATION = frozenset(
    "#ADRESS #BKOD #FLAGGA #FNAMN #FNR #FORMAT #FTYP #GEN #KPTYP #OMFATTN #ORGNR #PROGRAM #PROSA #SIETYP #TAXAR "
    "#VALUTA".split()
)
_BALANCES = {
    "#IB": BalanceKind.OPENING,
    "#OIB": BalanceKind.OPENING,
    "#UB": BalanceKind.CLOSING,
    "#OUB": BalanceKind.CLOSING,
    "#RES": BalanceKind.RESULT,
    "#PSALDO": BalanceKind.PERIOD,
    "#PBUDGET": BalanceKind.BUDGET,
}


class Records:
    """The records that stand alone in one file."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.line = 0
        self.seen: set[tuple[object, ...]] = set()

    def read(self, line: int, found: list[str]) -> Item:
        """The record in the fields of a line. Its label is one of `RECORDS`. Raises Refused."""
        self.line = line
        return RECORDS[found[0].upper()](self, found)

    def _info(self, found: list[str]) -> Info:
        label = found[0].upper()
        values = tuple(content(each) for each in found[1:])
        if label == "#OMFATTN":
            self.values.day(values[0] if values else "")
        elif label == "#SIETYP" and (not values or values[0].upper() not in ("1", "2", "3", "4", "4E", "4I")):
            raise Refused(
                Code.TYPE, f"Filen är av SIE-typ ”{cut(''.join(values[:1]))}”. Typ 1 till 4 kan läsas."
            )
        if label not in ("#ADRESS", "#PROSA"):
            self._once(label)
        return Info(self.line, label, values)

    def _year(self, found: list[str]) -> Year:
        number, first, last = self._needed(found, "årsnummer", "första dag", "sista dag")
        year = Year(self.line, year_of(number), self.values.day(first), self.values.day(last))
        if year.last < year.first:
            raise Refused(Code.YEAR, "Räkenskapsåret slutar innan det börjar.")
        self._once("#RAR", year.number)
        return year

    def _account(self, found: list[str]) -> Account:
        (number,) = self._needed(found, "konto")
        self._once("#KONTO", number)
        return Account(self.line, account_of(number), self._given(found, 2))

    def _account_kind(self, found: list[str]) -> AccountKind:
        number, kind = self._needed(found, "konto", "kontotyp")
        if kind.upper() not in ("T", "S", "K", "I"):
            raise Refused(Code.TYPE, f"Kontotypen ”{cut(kind)}” är inte T, S, K eller I.")
        self._once("#KTYP", number)
        return AccountKind(self.line, account_of(number), kind.upper())

    def _dimension(self, found: list[str]) -> Dimension:
        number, name = self._needed(found, "dimension", "namn")
        parent = dimension_of(self._given(found, 3)) if found[0].upper() == "#UNDERDIM" else ""
        self._once("#DIM", dimension_of(number))
        return Dimension(self.line, dimension_of(number), name, parent)

    def _object(self, found: list[str]) -> NamedObject:
        dimension, number = self._needed(found, "dimension", "objekt")
        self._once("#OBJEKT", dimension_of(dimension), number)
        return NamedObject(self.line, dimension_of(dimension), number[:LONGEST_CODE], self._given(found, 3))

    def _balance(self, found: list[str]) -> Balance:
        label = found[0].upper()
        kind = _BALANCES[label]
        of_period = kind in (BalanceKind.PERIOD, BalanceKind.BUDGET)
        at = next(
            (place for place, each in enumerate(found[: 5 if of_period else 4]) if each[0] == "{"), None
        )
        listed = self.values.objects(found[at]) if at else ()
        plain = found[:at] + found[at + 1 :] if at else found
        names = ("årsnummer", "period", "konto", "belopp") if of_period else ("årsnummer", "konto", "belopp")
        given = self._needed(plain, *names)
        if at and at != len(names):
            raise Refused(Code.OBJECTS, "Objektlistan står inte mellan konto och belopp.")
        year, period = year_of(given[0]), period_of(given[1]) if of_period else ""
        account, amount = account_of(given[-2]), self.values.amount(plain[len(names)])
        self._once(kind, year, period, account, listed)
        return Balance(self.line, kind, year, period, account, listed, amount)

    # --- Fields ------------------------------------------------------------------------------------------

    def _needed(self, found: list[str], *names: str) -> list[str]:
        """The first fields, which a record must have."""
        if any(each[0] in "{}" for each in found[1 : len(names) + 1]):
            raise Refused(Code.BRACES, "En klammer står där ett fält ska stå.")
        given = [content(each) for each in found[1 : len(names) + 1]]
        if len(given) < len(names):
            raise missing(found[0].upper(), names[len(given)])
        if "" in given:
            raise missing(found[0].upper(), names[given.index("")])
        return given

    @staticmethod
    def _given(found: list[str], place: int) -> str:
        return content(found[place]) if len(found) > place else ""

    def _once(self, *what: object) -> None:
        """Refuse what a file may say only once: two answers are none."""
        if what in self.seen:
            raise Refused(
                Code.TWICE, "Uppgiften står två gånger i filen. Det går inte att veta vilken som gäller."
            )
        self.seen.add(what)


RECORDS: dict[str, Callable[[Records, list[str]], Item]] = {
    "#RAR": Records._year,
    "#KONTO": Records._account,
    "#KTYP": Records._account_kind,
    "#DIM": Records._dimension,
    "#UNDERDIM": Records._dimension,
    "#OBJEKT": Records._object,
    **dict.fromkeys(_BALANCES, Records._balance),
    **dict.fromkeys(IDENTIFICATION, Records._info),
}
"""How each of them is read, by its label."""
