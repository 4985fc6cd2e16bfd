"""A plan as its preview shows it: each row that is a line or might be one, and where each problem stands."""

from __future__ import annotations

from dataclasses import dataclass

from budgets.imports.doubts import Answer, SumQuestion
from budgets.imports.plan import Change, ImportPlan

MOST_PROBLEMS = 50


@dataclass(frozen=True)
class ShownRow:
    """One row of the file. `status` is that of the planned row, or else asked or left_out."""

    number: int
    place: str
    account: str
    label: str
    status: str
    changes: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownProblem:
    """What stops the file. `row` is the row on the page that it is about; None when the page shows no such row."""

    text: str
    row: int | None


@dataclass(frozen=True)
class Preview:
    """All that the page lists. `more` is how many problems it does not name."""

    rows: tuple[ShownRow, ...]
    problems: tuple[ShownProblem, ...]
    more: int
    new: int
    changed: int
    same: int
    refused: int


def preview_of(plan: ImportPlan) -> Preview:
    """The plan as it is shown."""
    at_row: dict[int, list[str]] = {}
    for problem in plan.problems:
        if problem.row is not None:
            at_row.setdefault(problem.row, []).append(problem.message)
    rows = [
        ShownRow(
            each.row.number,
            each.place,
            each.row.account,
            each.row.label,
            each.status,
            each.changes,
            tuple(at_row.get(each.row.number, ())),
        )
        for each in plan.rows
    ]
    rows += [_asked(each) for each in plan.questions if each.answer in ("", Answer.LEFT_OUT)]
    rows.sort(key=lambda each: each.number)
    shown = {each.number for each in rows} | {each.row.number for each in plan.sums}
    problems = tuple(
        ShownProblem(str(problem), problem.row if problem.row in shown else None)
        for problem in plan.problems[:MOST_PROBLEMS]
    )
    statuses = [each.status for each in rows]
    return Preview(
        tuple(rows),
        problems,
        len(plan.problems) - len(problems),
        *(statuses.count(name) for name in ("new", "changed", "same", "refused")),
    )


def _asked(question: SumQuestion) -> ShownRow:
    return ShownRow(
        question.row, "", "", question.label or question.text, "left_out" if question.answer else "asked"
    )
