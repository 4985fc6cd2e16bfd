"""Reads what a federation's accounts and objects hold and mean. Constant number of queries."""

from __future__ import annotations

from budgets.domain.ledger_balance import line_of
from budgets.domain.ledger_meanings import (
    Held,
    HeldBalance,
    HeldRow,
    MeaningFacts,
    Names,
    OwnAccount,
    OwnObject,
)
from budgets.ledger_queries import account_group_names, added_up, ledger_mapping, row_of
from budgets.models import (
    BalanceFigure,
    BalanceLine,
    LedgerAccountMap,
    LedgerFigure,
    LedgerImport,
    LedgerObjectMap,
)
from budgets.queries import centre_facts
from finsam.scope import Scope


def meaning_facts(scope: Scope, *, is_all: bool = False) -> MeaningFacts:
    """The year's accounts and objects; `is_all` gives them the names of other years' files too. Ten queries."""
    files = LedgerImport.objects.filter(
        federation_id=scope.federation_id, status=LedgerImport.Status.COMMITTED
    ).order_by("imported_at", "pk")
    if not is_all:
        files = files.filter(year=scope.year)
    told = list(files.values_list("pk", "name", "dimension", "names"))
    return MeaningFacts(
        year=scope.year,
        held=held(scope, [scope.year]),
        names=names_of(scope),
        own_accounts={
            row.account_number: OwnAccount(
                state=state_of(row),
                group=row.account_group.code if row.account_group else "",
                centre=row.cost_centre_id,
                line=row.balance_line,
            )
            for row in LedgerAccountMap.objects.filter(federation_id=scope.federation_id).select_related(
                "account_group"
            )
        },
        own_objects={
            (row.dimension, row.object_code): OwnObject(state_of(row), row.cost_centre_id)
            for row in LedgerObjectMap.objects.filter(federation_id=scope.federation_id)
        },
        file_names={pk: name for pk, name, _dimension, _names in told},
        account_names={
            number: called
            for _pk, _name, _dimension, names in told
            for number, called in names.get("accounts", {}).items()
        },
        object_names={
            (dimension, code): called
            for _pk, _name, dimension, names in told
            for code, called in names.get("objects", {}).items()
        },
    )


def names_of(scope: Scope) -> Names:
    """What the federation's IDs, account groups and lines are called in the year."""
    return Names(
        centres={each.pk: each for each in scope.facts(centre_facts)},
        groups=dict(scope.facts(account_group_names)),
        lines=dict(BalanceLine.choices),
    )


def held(scope: Scope, years: list[int] | None = None) -> Held:
    """What the ledger holds in the years, None for all, as it is read now. Four queries, and those of the IDs."""
    mapping = ledger_mapping(scope)
    own = {number: each.balance_line for number, each in mapping.accounts.items() if each.balance_line}
    figures = LedgerFigure.objects.filter(federation_id=scope.federation_id)
    balances = BalanceFigure.objects.filter(federation_id=scope.federation_id).exclude(ledger_import=None)
    if years is not None:
        figures, balances = figures.filter(year__in=years), balances.filter(year__in=years)
    rows = []
    for each in added_up(figures):
        number = each["account_number"]
        is_balance = mapping.is_balance(number)
        rows.append(
            HeldRow(
                year=each["year"],
                dimension=each["ledger_import__dimension"] or "",
                row=row_of(each, mapping),
                is_balance=is_balance,
                line=line_of(number, own) if is_balance else "",
            )
        )
    return Held(
        rows=tuple(rows),
        balances=tuple(
            HeldBalance(year, month, number, amount, line_of(number, own), file)
            for year, month, number, amount, file in balances.values_list(
                "year", "month", "account_number", "amount", "ledger_import"
            )
        ),
    )


def state_of(row: LedgerAccountMap | LedgerObjectMap | None) -> str:
    """A text that is another after every change of what is said of an account or object; "" where nothing is."""
    return f"{row.pk}.{row.revision}" if row is not None else ""
