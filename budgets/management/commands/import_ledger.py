"""manage.py import_ledger FEDERATION YEAR FILE [--commit]: what a file would change in the ledger, and whether it ties;
and then the reading. A file is a SIE file or a table, as its content tells.

Exits non-zero when the file cannot be read in as it stands; then nothing has been written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from budgets.domain.ledger import month_name
from budgets.imports.columns import Sign, signature, title_keys
from budgets.imports.ledger import LedgerPlan, Unmapped
from budgets.imports.ledger_reading import Reading
from budgets.imports.ledger_standing import Accept, LedgerChoices
from budgets.imports.ledger_table import LedgerTable, is_sie, items_of, understood
from budgets.imports.ledger_table_choices import LEFT_OUT, ROW, TableChoices
from budgets.imports.ledger_table_columns import LABELS, LedgerColumns
from budgets.imports.sie.items import Encoding
from budgets.ledger_import_queries import MAX_SIE_BYTES, plan_for, plan_of
from budgets.ledger_table_queries import first_table
from budgets.models import LedgerImport
from budgets.services.ledger_import import import_ledger_file
from finsam import swedish
from finsam.revisions import refuse_taken
from members.commands import federation_at, year_in
from members.models import Federation


class Command(BaseCommand):
    """Prints the preview of an import into the ledger, and carries it out when told to."""

    help = (
        "Visar vad en SIE-fil (typ 1–4) eller en tabell (.xlsx, .ods, .csv) ändrar i årets bokföring, och om den går "
        "ihop. Med --commit läses den in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("federation", help="förbundets adress, till exempel sodra-dalarna")
        parser.add_argument("year", help="bokföringens år")
        parser.add_argument("file", type=Path, help="SIE-filen eller tabellen")
        parser.add_argument("--commit", action="store_true", help="läs in den, allt eller inget")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="hur svaret skrivs")
        parser.add_argument(
            "--encoding",
            choices=list(Encoding),
            default="",
            help="filens teckenkodning, när den inte hittas rätt",
        )
        parser.add_argument(
            "--dimension",
            default="",
            help="numret på dimensionen med förbundets ID, i en tabell dess namn (ansvar), eller - för ingen",
        )
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="RUBRIK=NAMN",
            help=f"vad en kolumn i en tabell är: {', '.join(LABELS)}, eller inget för en som inte läses; "
            "kan ges flera gånger, och minns till nästa tabell",
        )
        parser.add_argument(
            "--sign", choices=[Sign.PLUS, Sign.MINUS], help="hur en tabell skriver kostnader (annars plus)"
        )
        parser.add_argument(
            "--sums",
            choices=[LEFT_OUT, ROW],
            help="vad rader i en tabell är som ser ut som summor: bort eller rad",
        )
        parser.add_argument(
            "--accept",
            action="append",
            default=[],
            choices=list(Accept),
            help="läs in filen fast organisationsnumret är ett annat (organisation), fast dess uppgifter inte går ihop "
            "(differences), eller bredvid det som är infört för hand (typed); kan ges flera gånger",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        federation, year = federation_at(options["federation"]), year_in(options["year"])
        content = _content(options["file"])
        choices = LedgerChoices(options["encoding"], options["dimension"], tuple(options["accept"]))
        kind, found = LedgerImport.Kind.SIE, None
        if is_sie(content):
            plan = plan_for(federation, year, content, choices)
        else:
            kind = LedgerImport.Kind.TABLE
            found, table = _table(federation, year, content, options)
            choices = replace(choices, table=table)
            plan = plan_of(federation, year, Reading(items_of(found, year)).books, choices, kind)
        told = (
            json.dumps(as_data(plan, found), ensure_ascii=False, indent=2)
            if options["format"] == "json"
            else None
        )
        self.stdout.write(told or "\n".join(as_text(plan, found)))
        if not plan.is_ready:
            raise CommandError(
                "Filen är inte inläst. Det som står efter Fel behöver rättas eller godtas först."
            )
        if options["commit"]:
            try:
                with refuse_taken():
                    import_ledger_file(
                        federation=federation,
                        year=year,
                        name=options["file"].name,
                        content=content,
                        choices=choices,
                        kind=kind,
                    )
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        if options["format"] == "text":
            self.stdout.write(
                "Filen är inläst." if options["commit"] else "Ingenting är skrivet. Kör med --commit."
            )


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_SIE_BYTES:
            raise CommandError(
                f"Filen är större än {MAX_SIE_BYTES // 1_000_000} MB. Exportera ett år i taget."
            )
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Filen {path} går inte att läsa: {error.strerror}.") from error


def _table(
    federation: Federation, year: int, content: bytes, options: Mapping[str, Any]
) -> tuple[LedgerTable, TableChoices]:
    """A table as it is to be read: as the last one like it, and as the options say."""
    found, choices = first_table(federation, year, options["file"].name, content)
    if found.columns is None or found.header is None:
        raise CommandError(" ".join(str(problem) for problem in found.reading.problems))
    if options["column"] or options["sign"] or options["sums"]:
        names = {**found.columns.names(), **_columns(options["column"], found.columns)}
        sign, titles = options["sign"] or choices.sign, signature(found.header)
        choices = replace(choices, columns=names, sign=sign, signature=titles)
        found = understood(found.reading, choices, year)
    if options["sums"] and found.rows is not None:
        is_left_out = options["sums"] == LEFT_OUT
        asked = [each for each in found.rows.questions if is_left_out or each.is_complete]
        answers = {**choices.answers, **dict.fromkeys((each.row for each in asked), options["sums"])}
        choices = replace(choices, answers=answers, sums=LEFT_OUT if is_left_out else choices.sums)
        found = understood(found.reading, choices, year)
    return found, choices


def _columns(said: list[str], columns: LedgerColumns) -> dict[str, str]:
    """Our name of each column that an option names, by its title as it is remembered."""
    known = {
        title.strip().casefold(): key
        for title, key in zip(columns.titles, title_keys(columns.titles), strict=True)
    }
    found = {}
    for each in said:
        title, _, name = each.partition("=")
        key = known.get(title.strip().casefold())
        if not key:
            raise CommandError(f"Filen har ingen kolumn med rubriken ”{title}”.")
        if name not in ("", *LABELS):
            raise CommandError(
                f"”{name}” är inget en kolumn kan vara. Skriv {', '.join(LABELS)} eller inget."
            )
        found[key] = name
    return found


def as_text(plan: LedgerPlan, found: LedgerTable | None = None) -> Iterator[str]:
    """The preview and the reconciliation, to be read; `found` is the table, when it is one."""
    yield from _of_sie(plan) if found is None else _of_table(plan, found)
    yield from (f"Obs: {notice}" for notice in plan.notices)
    for month in plan.months:
        what = "stängd" if month.is_closed else "ändras" if month.is_changed else "oförändrad"
        yield (
            f"{month_name(month.month).capitalize()}: kostnader minus intäkter {_kr(month.before)} → "
            f"{_kr(month.after)} ({what})"
        )
    for check in plan.checks if found is None else ():
        if not check.compared:
            yield f"{check.rule.label}: filen har inget att jämföra"
            continue
        told = "stämmer" if check.ties else f"{check.count} skillnader"
        yield f"{check.rule.label}: {told} ({check.compared} jämförda)"
        for each in check.differences[:20]:
            yield f"  {each.about}: {_kr(each.found)} i stället för {_kr(each.expected)}"
    totals = plan.totals
    yield (
        f"Filens summa {_kr(totals.file)} = balanskonton {_kr(totals.balance_accounts)} + kopplat "
        f"{_kr(totals.mapped)} + ej kopplat {_kr(totals.unmapped)}"
    )
    yield from (f"Konto utan kontogrupp: {_unmapped(each)}" for each in plan.accounts)
    yield from (f"Objekt utan ID: {_unmapped(each)}" for each in plan.objects)
    yield from (f"Fel: {problem}" for problem in plan.problems)
    yield from (f"Fel: {each.text} Godta det med --accept {each.accept}." for each in plan.questions)


def _of_sie(plan: LedgerPlan) -> Iterator[str]:
    books, begin = plan.books, plan.books.begin
    named = "".join(books.info.get("#FNAMN", ()))
    yield f"{named or 'Utan namn'}, {' '.join(books.info.get('#PROGRAM', ('okänt program',)))}"
    if begin is not None:
        yield f"Teckenkodning: {begin.encoding.label} ({begin.reason.label})"
    yield f"Verifikationer: {books.vouchers}, rader: {books.rows}"
    for number, name in plan.dimensions.items():
        yield f"Dimension {number} {name}{' – håller förbundets ID' if number == plan.dimension else ''}".rstrip()


def _of_table(plan: LedgerPlan, found: LedgerTable) -> Iterator[str]:
    assert found.columns is not None and found.table is not None
    yield f"Tabell, {f'blad {found.table.name}' if found.table.name else found.reading.encoding}"
    for label, title in found.columns.read:
        is_id = label == plan.dimensions.get(plan.dimension)
        yield f"Kolumn ”{title}”: {label}{' – håller förbundets ID' if is_id else ''}"
    yield f"Rader: {plan.books.rows}"
    yield from (f"Obs: {notice}" for notice in found.notices)


def as_data(plan: LedgerPlan, found: LedgerTable | None = None) -> dict[str, Any]:
    """The preview and the reconciliation, for programs. Amounts are texts, exact."""
    books, begin = plan.books, plan.books.begin
    return {
        "kind": "sie" if found is None else "table",
        "columns": found.columns.names() if found is not None and found.columns is not None else {},
        "name": "".join(books.info.get("#FNAMN", ())),
        "organisation_number": "".join(books.info.get("#ORGNR", ())[:1]),
        "encoding": begin.encoding.value if begin else "",
        "vouchers": books.vouchers,
        "rows": books.rows,
        "dimension": plan.dimension,
        "dimensions": dict(plan.dimensions),
        "months": [
            {
                "month": each.month,
                "before": str(each.before),
                "after": str(each.after),
                "changed": each.is_changed,
                "closed": each.is_closed,
            }
            for each in plan.months
        ],
        "checks": [
            {
                "rule": check.rule.value,
                "compared": check.compared,
                "differences": [
                    {"about": each.about, "expected": str(each.expected), "found": str(each.found)}
                    for each in check.differences
                ],
            }
            for check in plan.checks
        ],
        "totals": {
            "file": str(plan.totals.file),
            "balance_accounts": str(plan.totals.balance_accounts),
            "mapped": str(plan.totals.mapped),
            "unmapped": str(plan.totals.unmapped),
        },
        "accounts_without_group": [_as_data(each) for each in plan.accounts],
        "objects_without_id": [_as_data(each) for each in plan.objects],
        "notices": [*(found.notices if found is not None else ()), *plan.notices],
        "problems": list(plan.problems),
        "questions": [{"accept": each.accept.value, "text": each.text} for each in plan.questions],
        "ready": plan.is_ready,
    }


def _as_data(each: Unmapped) -> dict[str, str]:
    return {"code": each.code, "name": each.name, "amount": str(each.amount)}


def _unmapped(each: Unmapped) -> str:
    return f"{each.code or 'utan objekt'} {each.name}".strip() + f", {_kr(each.amount)}"


def _kr(amount: Decimal) -> str:
    return f"{swedish.exact(amount)}\u00a0kr"
