"""manage.py import_budget FEDERATION YEAR FILE [--commit]: what a file would change, row by row, and then the reading.

Exits non-zero when the file cannot be read in as it stands; then nothing has been written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from budgets.import_queries import Prepared, first_choices, prepared
from budgets.imports.choices import AccountChoice, CentreChoice, Choices
from budgets.imports.columns import Sign
from budgets.imports.doubts import Answer, SumQuestion
from budgets.imports.files import read_file
from budgets.imports.plan import ImportPlan, PlannedRow, kr
from budgets.imports.tables import MAX_BYTES
from budgets.models import CostCentre
from budgets.services.importing import import_budget
from finsam import swedish
from finsam.revisions import refuse_taken
from members.models import Federation

LONGEST_DOCUMENT = 120
_STATUS = {"new": "ny", "changed": "ändras", "same": "oförändrad", "refused": "stoppas"}
_SUMS = "summa"
_FOR_ALL = (_SUMS, Answer.LINE.value, Answer.LEFT_OUT.value)


class Command(BaseCommand):
    """Prints the preview of an import, and carries it out when told to."""

    help = "Visar vad en fil (.xlsx, .ods, .csv) ändrar i årets budget. Med --commit läses den in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("federation", help="förbundets adress, till exempel sodra-dalarna")
        parser.add_argument("year", type=int, help="budgetens år")
        parser.add_argument("file", type=Path, help="filen med budgeten")
        parser.add_argument("--commit", action="store_true", help="läs in den, allt eller inget")
        parser.add_argument(
            "--create",
            action="store_true",
            help="lägg till de ID:n och kontogrupper som saknas, med filens namn",
        )
        parser.add_argument("--costs", choices=list(Sign), help="hur filen skriver kostnader (annars plus)")
        parser.add_argument("--income", choices=list(Sign), help="hur filen skriver intäkter (annars minus)")
        parser.add_argument(
            "--document", default="", help="vad dokumentet heter som filens summor är tryckta i"
        )

        parser.add_argument(
            "--row-type",
            action="append",
            default=[],
            metavar="SVAR",
            help="vad rader är som ser ut som summor, när filen inte säger det: summa, rad eller bort för alla, "
            f"eller RAD={'|'.join(Answer)} för en, till exempel 12=total; kan ges flera gånger",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        federation = self._federation(options["federation"])
        name, content = options["file"].name, self._content(options["file"])
        if len(options["document"]) > LONGEST_DOCUMENT:
            raise CommandError(f"Dokumentets namn är längre än {LONGEST_DOCUMENT} tecken. Korta det.")
        choices = replace(first_choices(federation, read_file(content, name)), document=options["document"])
        choices = replace(
            choices,
            cost_sign=options["costs"] or choices.cost_sign,
            income_sign=options["income"] or choices.income_sign,
        )
        found = prepared(federation, options["year"], content, name, choices)
        if options["row_type"] and found.plan is not None:
            choices = replace(choices, answers=answers_of(options["row_type"], found.plan))
            found = prepared(federation, options["year"], content, name, choices)
        if options["create"] and found.plan is not None:
            choices = with_all_created(choices, found.plan)
            found = prepared(federation, options["year"], content, name, choices)
        self.stdout.write("\n".join(as_text(found)))
        if found.plan is None or not found.plan.can_be_read:
            raise CommandError("Ingenting är inläst: rätta det som står ovan.")
        if not options["commit"]:
            self.stdout.write("Ingenting är inläst. Kör igen med --commit för att läsa in.")
            return
        try:
            with refuse_taken():
                plan = import_budget(
                    federation=federation,
                    year=options["year"],
                    name=name,
                    content=content,
                    choices=choices,
                    basis=found.plan.basis,
                )
        except ValidationError as error:
            raise CommandError(f"Ingenting är inläst: {' '.join(error.messages)}") from error
        self.stdout.write(f"Inläst i budgeten för {plan.year}: {plan.changed} ändringar.")

    @staticmethod
    def _federation(slug: str) -> Federation:
        found: Federation | None = Federation.objects.filter(slug=slug).first()
        if found is None:
            known = ", ".join(Federation.objects.order_by("slug").values_list("slug", flat=True)) or "inga"
            raise CommandError(f"Förbundet ”{slug}” finns inte. De som finns: {known}.")
        return found

    @staticmethod
    def _content(file: Path) -> bytes:
        try:
            with file.open("rb") as source:
                return source.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(
                f"”{file}” går inte att läsa. Kontrollera att filen finns och att du får läsa den."
            ) from error


def answers_of(told: list[str], plan: ImportPlan) -> dict[int, str]:
    """What rows are that read as sums, by row: what is told of one goes before what is told of all."""
    answers: dict[int, str] = {}
    single: dict[int, str] = {}
    asked = {question.row for question in plan.questions}
    for each in told:
        number, equals, answer = each.partition("=")
        if not equals and each in _FOR_ALL:
            answers = {
                question.row: question.proposed if each == _SUMS else each for question in plan.questions
            }
        elif not (equals and number.isdecimal() and answer in set(Answer)):
            raise CommandError(
                f"--row-type {each} går inte att läsa. Skriv {', '.join(_FOR_ALL[:-1])} eller {_FOR_ALL[-1]} för alla, "
                f"eller radens nummer och vad den är: 12={Answer.TOTAL}. Det kan vara {swedish.listed(list(Answer))}."
            )
        elif int(number) not in asked:
            raise CommandError(f"--row-type {each}: filen har ingen fråga om rad {number}.")
        else:
            single[int(number)] = answer
    return {row: answer for row, answer in {**answers, **single}.items() if answer}


def with_all_created(choices: Choices, plan: ImportPlan) -> Choices:
    """The choices, with every missing ID and account group added under the name the file gives it.

    An ID whose rows do not tell what it is for waits still: that is never guessed.
    """
    centres = {need.key: CentreChoice(name=need.name, purpose=need.purpose) for need in plan.new_centres}
    accounts = {need.code: AccountChoice(name=need.name) for need in plan.accounts}
    return replace(choices, centres={**choices.centres, **centres}, accounts={**choices.accounts, **accounts})


def as_text(found: Prepared) -> Iterator[str]:
    """The preview, to be read."""
    yield from (f"Obs: {notice}" for notice in found.reading.notices)
    plan = found.plan
    if plan is not None and found.mapping is not None:
        if found.mapping.unused:
            yield f"Kolumner som inte läses: {', '.join(title for _column, title in found.mapping.unused)}."
        yield from (f"Obs: {notice}" for notice in plan.notices)
        yield from map(_row, plan.rows)
        yield from (
            f"Rad {each.row}: ”{each.text}” läses inte."
            for each in plan.questions
            if each.answer == Answer.LEFT_OUT
        )
        yield from _sums(plan)
        yield from _waits(plan)
        changed = sum(row.status in ("new", "changed") for row in plan.rows)
        yield f"Rader som ändras: {changed} av {len(plan.rows)}. Summor som sparas: {plan.changed - changed}."
        yield f"Rader i budgeten som filen inte nämner, och som lämnas orörda: {len(plan.kept)}."
        yield _after(plan)
    yield from (f"Fel: {problem}" for problem in found.problems)


def _after(plan: ImportPlan) -> str:
    """The year's sums, which nobody knows before every row is read."""
    if plan.totals is None:
        return (
            "Efter inläsningen: intäkter, kostnader och resultat räknas när det som stoppar filen är rättat."
        )
    return (
        f"Efter inläsningen: intäkter {kr(plan.totals.income)} kr, kostnader {kr(plan.totals.cost)} kr, "
        f"resultat {kr(plan.totals.result)} kr."
    )


def _row(planned: PlannedRow) -> str:
    changes = "; ".join(
        f"{each.what}: {each.after}"
        if planned.status == "new"
        else f"{each.what}: {each.before} → {each.after}"
        for each in planned.changes
    )
    where = " ".join(part for part in (planned.place, planned.row.account, planned.row.label) if part)
    return f"Rad {planned.row.number}: {where}: {_STATUS[planned.status]}{f' ({changes})' if changes else ''}"


def _sums(plan: ImportPlan) -> Iterator[str]:
    for each in plan.sums:
        if each.value is None:
            continue
        if plan.totals is None:
            told = "uträknat när det som stoppar filen är rättat"
        elif each.computed is None:
            told = "ingenting att jämföra med"
        else:
            differs = f"skiljer {kr(each.difference)} kr" if each.difference else "stämmer"
            told = f"uträknat {kr(each.computed)} kr: {differs}"
        if each.replaces:
            told = f"{told}, ersätter {each.replaces}"
        code = f"{swedish.code(each.row.centre_code)} " if each.row.centre_code else ""
        yield (
            f"Rad {each.row.number}: summan {code}{each.row.label}, {each.slot.heading.lower()}: i filen "
            f"{kr(each.value)} kr, {told}"
        )


def _waits(plan: ImportPlan) -> Iterator[str]:
    """What has to be chosen before the file can be read in, and how."""
    for question in plan.open_questions:
        yield f"Fel: {question.problem} Här svarar du med --row-type, till exempel {_example(question)}."
    for need in plan.new_centres:
        if need.choice is None:
            yield (
                f"Fel: ID {need.called} (rad {_numbers(need.rows)}) finns inte. "
                "Lägg till det, eller kör med --create."
            )
        elif not need.is_settled:
            yield (
                f"Fel: ID {need.called} (rad {_numbers(need.rows)}): raderna säger inte om det är intäkter eller "
                "kostnader, eller vad det heter. Lägg till det i förbundet först."
            )
        else:
            purpose = CostCentre.Purpose(need.purpose).label
            yield f"Nytt ID: {need.called} ({purpose})"
    for account in plan.accounts:
        if account.is_settled:
            yield f"Ny kontogrupp: {account.code} {account.name}"
        else:
            yield (
                f"Fel: kontogrupp {account.code} (rad {_numbers(account.rows)}) finns inte. "
                "Lägg till den under Kontogrupper, eller kör med --create."
            )
    for row in plan.nature_needs:
        yield (
            f"Fel: Rad {row.number}: är ”{row.label}” medelstilldelning eller övrig intäkt? "
            "Skriv det i kolumnen slag."
        )


def _example(question: SumQuestion) -> str:
    return f"{question.row}={question.proposed or Answer.LINE.value}"


def _numbers(rows: list[int] | tuple[int, ...]) -> str:
    return ", ".join(map(str, rows[:10])) + (" …" if len(rows) > 10 else "")
