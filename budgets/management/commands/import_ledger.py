"""manage.py import_ledger FEDERATION YEAR FILE [--commit]: what a SIE file would change in the ledger, and whether it
ties; and then the reading.

Exits non-zero when the file cannot be read in as it stands; then nothing has been written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from budgets.domain.ledger import month_name
from budgets.imports.ledger import LedgerPlan, Unmapped
from budgets.imports.ledger_standing import Accept, LedgerChoices
from budgets.imports.sie.items import Encoding
from budgets.ledger_import_queries import MAX_SIE_BYTES, plan_for
from budgets.services.ledger_import import import_ledger_file
from finsam import swedish
from finsam.revisions import refuse_taken
from members.commands import federation_at, year_in


class Command(BaseCommand):
    """Prints the preview of an import into the ledger, and carries it out when told to."""

    help = "Visar vad en SIE-fil (typ 1–4) ändrar i årets bokföring, och om den går ihop. Med --commit läses den in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("federation", help="förbundets adress, till exempel sodra-dalarna")
        parser.add_argument("year", help="bokföringens år")
        parser.add_argument("file", type=Path, help="SIE-filen")
        parser.add_argument("--commit", action="store_true", help="läs in den, allt eller inget")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="hur svaret skrivs")
        parser.add_argument(
            "--encoding",
            choices=list(Encoding),
            default="",
            help="filens teckenkodning, när den inte hittas rätt",
        )
        parser.add_argument(
            "--dimension", default="", help="numret på dimensionen med förbundets ID, eller - för ingen"
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
        plan = plan_for(federation, year, content, choices)
        told = (
            json.dumps(as_data(plan), ensure_ascii=False, indent=2) if options["format"] == "json" else None
        )
        self.stdout.write(told or "\n".join(as_text(plan)))
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


def as_text(plan: LedgerPlan) -> Iterator[str]:
    """The preview and the reconciliation, to be read."""
    books, begin = plan.books, plan.books.begin
    named = "".join(books.info.get("#FNAMN", ()))
    yield f"{named or 'Utan namn'}, {' '.join(books.info.get('#PROGRAM', ('okänt program',)))}"
    if begin is not None:
        yield f"Teckenkodning: {begin.encoding.label} ({begin.reason.label})"
    yield f"Verifikationer: {books.vouchers}, rader: {books.rows}"
    for number, name in plan.dimensions.items():
        yield f"Dimension {number} {name}{' – håller förbundets ID' if number == plan.dimension else ''}".rstrip()
    yield from (f"Obs: {notice}" for notice in plan.notices)
    for month in plan.months:
        what = "stängd" if month.is_closed else "ändras" if month.is_changed else "oförändrad"
        yield (
            f"{month_name(month.month).capitalize()}: kostnader minus intäkter {_kr(month.before)} → "
            f"{_kr(month.after)} ({what})"
        )
    for check in plan.checks:
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


def as_data(plan: LedgerPlan) -> dict[str, Any]:
    """The preview and the reconciliation, for programs. Amounts are texts, exact."""
    books, begin = plan.books, plan.books.begin
    return {
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
        "notices": list(plan.notices),
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
