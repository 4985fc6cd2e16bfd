"""Reads a SIE file record by record: what it holds and what is wrong, in the file's order, and never an exception.

The memory this takes does not grow with the number of vouchers. Whoever sums up what is read must look for
problems: with a single one, nothing of the file can be trusted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from io import SEEK_SET
from typing import BinaryIO

from budgets.imports.sie.checksum import Checksum
from budgets.imports.sie.encodings import detect
from budgets.imports.sie.items import (
    Begin,
    Code,
    Encoding,
    End,
    Item,
    Limits,
    Problem,
    Reason,
    Voucher,
    VoucherEnd,
    VoucherRow,
)
from budgets.imports.sie.lines import chunks, lines
from budgets.imports.sie.records import RECORDS, Records
from budgets.imports.sie.sequences import Sequences
from budgets.imports.sie.tokens import PLAIN_AMOUNT, PLAIN_ROW, content, fields, said
from budgets.imports.sie.values import (
    LONGEST_ACCOUNT,
    LONGEST_CODE,
    Refused,
    Values,
    account_of,
    cut,
    missing,
    no_list,
)

LIMITS = Limits()
_PASSED_OVER = frozenset(("#SRU", "#ENHET"))
_MOST = {
    "#ADRESS": 4, "#BKOD": 1, "#DIM": 2, "#ENHET": 2, "#FLAGGA": 1, "#FNAMN": 1, "#FNR": 1, "#FORMAT": 1, "#FTYP": 1,
    "#GEN": 2, "#IB": 4, "#KONTO": 2, "#KPTYP": 1, "#KTYP": 2, "#OBJEKT": 3, "#OIB": 5, "#OMFATTN": 1, "#ORGNR": 3,
    "#OUB": 5, "#PBUDGET": 6, "#PROGRAM": 2, "#PROSA": 1, "#PSALDO": 6, "#RAR": 3, "#RES": 4, "#SIETYP": 1, "#SRU": 2,
    "#TAXAR": 1, "#TRANS": 7, "#UB": 4, "#UNDERDIM": 3, "#VALUTA": 1, "#VER": 6,
}  # fmt: skip
"""How many fields the standard gives each label."""
_AT_ONCE = 1000
"""So many rows are given together."""
_made = tuple.__new__
"""Makes a named tuple of fields that are all there, twice as soon as calling its class."""


class _TooMuch(Exception):
    """Enough is known of what is wrong. Never leaves this module."""


def read(file: BinaryIO, encoding: Encoding | None = None, limits: Limits = LIMITS) -> Iterator[Item]:
    """All that a file holds: first a `Begin`, last an `End`, and a `Problem` where something is wrong.

    The file is read from where it stands, twice when its encoding is not given: it must be one that can be rewound.
    """
    for each in read_some(file, encoding, limits):
        if isinstance(each, list):
            yield from each
        else:
            yield each


def read_some(
    file: BinaryIO, encoding: Encoding | None = None, limits: Limits = LIMITS
) -> Iterator[Item | list[VoucherRow]]:
    """What `read` gives, with rows that follow each other in a voucher together where that is sooner."""
    reason = Reason.CHOSEN
    if encoding is None:
        start = file.tell()
        encoding, reason = detect(chunks(file, limits))
        file.seek(start, SEEK_SET)
    yield Begin(encoding, reason)
    yield from _Reader(file, encoding, limits).items()


class _Reader:
    """One reading of one file."""

    def __init__(self, file: BinaryIO, encoding: Encoding, limits: Limits) -> None:
        self.limits = limits
        self.lines = lines(file, encoding, limits)
        self.line = 0
        self.ahead: tuple[int, str | Problem] | None = None
        """The next line, where it has been looked at."""
        self.may_have_lost = encoding is Encoding.UTF8
        self.problems = self.records = 0
        self.checksum = Checksum(encoding)
        self.unknown: Counter[str] = Counter()
        self.extra_fields = self.removed = self.added = self.unmatched = self.lost = 0
        self.voucher: Voucher | None = None
        self.opened = False
        """Whether the voucher's brace has come."""
        self.rows, self.total = 0, Decimal()
        self.is_sound = True
        """Whether all rows of the voucher could be read; the sum of others says nothing."""
        self.pending: list[str] | None = None
        """The fields of an added row that waits for the equal row after it."""
        self.depth = 0
        """How deep in the sub-records of an unknown record."""
        self.may_nest = False
        """Whether the last record is unknown, and may have sub-records."""
        self.numbers = Sequences()
        self.values = Values(limits)
        self.alone = Records(self.values)

    def items(self) -> Iterator[Item | list[VoucherRow]]:
        """What the file holds, and at its end what was passed over."""
        try:
            yield from self._all()
            for problem in self._at_the_end():
                yield self._told(problem)
        except _TooMuch:
            yield Problem(
                Code.TOO_MANY_PROBLEMS,
                max(self.line, 1),
                f"Filen har fler än {self.limits.problems} fel. Resten av den lästes inte.",
            )
        yield End(
            lines=self.line,
            unknown=dict(self.unknown),
            extra_fields=self.extra_fields,
            removed_rows=self.removed,
            added_rows=self.added,
            unmatched_added_rows=self.unmatched,
            decimal_commas=self.values.commas,
            lost_letters=self.lost,
            is_checked=self.checksum.is_right,
        )

    def _all(self) -> Iterator[Item | list[VoucherRow]]:
        while True:
            if self.opened and (rows := self._plain_rows()):
                yield rows
            self.line, line = self.ahead or next(self.lines, (self.line, None))
            self.ahead = None
            if line is None:
                return
            if isinstance(line, Problem):
                yield self._told(line)
                continue
            if line == "}" and self.opened and not self.depth and not self.checksum.is_running:
                self.records += 1
                yield from self._voucher_end()
                continue
            found = fields(line)
            if found is None:
                self.is_sound = False
                yield self._told(_problem(Code.QUOTES, self.line, _QUOTES))
                continue
            if not found:
                continue
            self.records += 1
            if self.may_have_lost and "\ufffd" in line:
                self.lost += 1
            if self.checksum.is_running and found[0] != "#KSUMMA":
                self.checksum.add(found)
            try:
                if found[0] == "#TRANS" and self.opened and not self.depth:
                    yield self._row(found)
                else:
                    yield from self._record(found)
            except Refused as refused:
                self.is_sound = False
                yield self._told(Problem(refused.code, self.line, refused.message))

    def _told(self, problem: Problem) -> Problem:
        self.problems += 1
        if self.problems > self.limits.problems:
            raise _TooMuch
        return problem

    def _at_the_end(self) -> Iterator[Problem]:
        line = max(self.line, 1)
        if not self.records and not self.problems:
            yield _problem(Code.EMPTY, line, "Filen är tom. Exportera den på nytt.")
        elif self.voucher or self.depth:
            yield _problem(
                Code.NOT_CLOSED,
                line,
                "Filen slutar mitt i en verifikation. Den är avbruten: exportera den på nytt.",
            )
        if self.checksum.is_running:
            yield _problem(
                Code.CUT_OFF,
                line,
                "Filen börjar med en kontrollsumma men den sista raden med summan saknas. Den är avbruten: "
                "exportera den på nytt.",
            )

    # --- Records -----------------------------------------------------------------------------------------

    def _record(self, found: list[str]) -> Iterator[Item]:
        """One record, or a brace, that is not the row of a voucher."""
        label = found[0].upper()
        if label in ("{", "}"):
            yield from self._brace(found)
            return
        if self.depth:
            if label in _MOST:  # rather refused than passed over
                raise Refused(
                    Code.NOT_CLOSED,
                    f"Posten {label} står inom klamrarna till en okänd post. En klammer saknas eller står fel.",
                )
            self.may_nest = True
            return
        if self.checksum.is_right:
            raise Refused(
                Code.CHECKSUM, "Raden står efter kontrollsumman. Filen är ändrad: exportera den på nytt."
            )
        if label[0] != "#" or len(label) == 1:
            raise Refused(
                Code.NO_LABEL, f"Raden börjar inte med en etikett som #KONTO, utan med ”{cut(found[0])}”."
            )
        self.may_nest = False
        if self.voucher and not self.opened:
            voucher, self.voucher = self.voucher, None
            yield self._told(
                _problem(
                    Code.VOUCHER_WITHOUT_ROWS,
                    voucher.line,
                    "Verifikationen följs inte av rader inom { och }.",
                )
            )
        if label == "#KSUMMA":
            if refusal := self.checksum.mark([content(each) for each in found[1:]]):
                raise Refused(Code.CHECKSUM, refusal)
            return
        if len(found) - 1 > _MOST.get(label, len(found)):
            self.extra_fields += 1
        if self.opened:
            yield from self._inside(label, found)
        elif label == "#VER":
            yield self._voucher_head(found)
        elif label in ("#TRANS", "#RTRANS", "#BTRANS"):
            raise Refused(Code.OUTSIDE_VOUCHER, f"Raden {label} står utanför en verifikation.")
        elif label in RECORDS:
            yield self.alone.read(self.line, found)
        elif label not in _PASSED_OVER:
            self.unknown[label[:LONGEST_CODE]] += 1
            self.may_nest = True

    def _inside(self, label: str, found: list[str]) -> Iterator[Item]:
        """A record between the braces of a voucher."""
        if label == "#TRANS":
            yield self._row(found)
        elif label == "#RTRANS":
            self.unmatched += self.pending is not None
            self.added += 1
            self.pending = found[1:]
        elif label == "#BTRANS":
            self.removed += 1
        elif label in RECORDS or label == "#VER":
            raise Refused(
                Code.NOT_CLOSED,
                f"Posten {label} står inne i en verifikation. Klammern som avslutar den saknas.",
            )
        else:
            self.unknown[label[:LONGEST_CODE]] += 1
            self.may_nest = True

    def _brace(self, found: list[str]) -> Iterator[Item]:
        if len(found) > 1:
            raise Refused(Code.BRACES, "En klammer { eller } ska stå ensam på sin rad.")
        if found[0] == "{":
            if self.depth or self.may_nest:
                self.depth += 1
                self.may_nest = False
                if self.depth > self.limits.nesting:
                    raise Refused(Code.NESTING, f"Poster ligger i fler än {self.limits.nesting} nivåer.")
            elif self.voucher and not self.opened:
                self.opened = True
            else:
                raise Refused(Code.BRACES, "Klammern { hör inte till någon verifikation.")
        elif self.depth:
            self.depth -= 1
            self.may_nest = False
        elif self.opened:
            yield from self._voucher_end()
        else:
            raise Refused(Code.BRACES, "Klammern } avslutar ingenting.")

    # --- Vouchers ----------------------------------------------------------------------------------------

    def _voucher_head(self, found: list[str]) -> Voucher:
        self.rows, self.total, self.is_sound, self.pending = 0, Decimal(), True, None
        given = [content(each) if each[0] != "{" else no_list() for each in found[1:7]]
        series, number, *rest = [*given, *[""] * (6 - len(given))]
        try:
            when = self.values.date(rest[0])
        except Refused:
            self.voucher = Voucher(
                self.line, series, number, None, rest[1], None
            )  # so that its rows have one
            raise
        self.voucher = voucher = Voucher(
            self.line, series, number, when, rest[1], self.values.date_or_none(rest[2])
        )
        if self.numbers.has(series, number):
            raise Refused(
                Code.TWICE,
                f"Verifikation {cut(number)} i serie ”{cut(series)}” står två gånger i filen.",
            )
        return voucher

    def _plain_rows(self) -> list[VoucherRow]:
        """The rows that come next in the voucher, as long as they are written as most are: just as `_row` reads them.

        The first line that is written otherwise, or that has something to count, forgive or refuse, is left `ahead`.
        """
        rows: list[VoucherRow] = []
        voucher, lists, dates, match = self.voucher, self.values.lists, self.values.dates, PLAIN_ROW.fullmatch
        if self.ahead or self.depth or self.pending is not None or self.checksum.is_running:
            return rows
        if self.limits.amount < PLAIN_AMOUNT:
            return rows
        assert voucher is not None
        own, total = voucher.date, self.total
        for number, line in self.lines:
            found = None if isinstance(line, Problem) else match(line)
            if found is not None:
                account, listed, written, day, text, word = found.groups("")
                objects, when = lists.get(listed), dates.get(day) if day else own
                if objects is not None and when is not None:
                    amount = Decimal(written)
                    total += amount
                    row = number, voucher, account, objects, amount, when, text or word
                    rows.append(_made(VoucherRow, row))
                    if len(rows) < _AT_ONCE:
                        continue
                    break
            self.ahead = number, line
            break
        if rows:
            self.line, self.total = rows[-1].line, total
            self.records += len(rows)
            self.rows += len(rows)
        return rows

    def _row(self, found: list[str]) -> VoucherRow:
        """A row of the open voucher."""
        voucher = self.voucher
        assert voucher is not None
        count = len(found)
        if count > 8:
            self.extra_fields += 1
        if self.pending is not None:
            self.unmatched += said(self.pending) != said(found[1:])
            self.pending = None
        at = 3 if count > 2 and found[2][0] == "{" else 2
        if count <= at:
            raise missing("#TRANS", "belopp" if count > 1 else "konto")
        account = found[1]
        if not account.isalnum() or len(account) > LONGEST_ACCOUNT:
            account = account_of(content(account))
        listed = self.values.objects(found[2]) if at == 3 else ()
        amount = self.values.amount(found[at])
        when, text = voucher.date, ""
        if count > at + 1:
            when = self.values.date(found[at + 1]) or when
            if count > at + 2:
                text = content(found[at + 2])
        if when is None:
            raise Refused(Code.DATE, "Varken raden eller verifikationen har något datum.")
        self.rows += 1
        self.total += amount
        return VoucherRow(self.line, voucher, account, listed, amount, when, text)

    def _voucher_end(self) -> Iterator[Item]:
        voucher, self.voucher, self.opened = self.voucher, None, False
        assert voucher is not None
        self.unmatched += self.pending is not None
        self.pending = None
        if self.is_sound:
            yield VoucherEnd(self.line, voucher, self.rows, self.total)


_QUOTES = "Citattecken eller klamrar går inte ihop på raden."


def _problem(code: Code, line: int, message: str) -> Problem:
    return Problem(code, line, message)
