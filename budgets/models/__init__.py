"""Money: cost centres, account groups, budgets and their lines, the ledger, outlook, equity rules, table shapes, files.

Amounts are exact kronor in ledger sign (cost +, income −) unless the field says otherwise. Totals are never stored:
they are computed in `budgets.domain`.
"""

from budgets.models.budget import Budget, BudgetLine, LineAmount
from budgets.models.centres import AccountGroup, CostCategory, CostCentre, CostCentreName
from budgets.models.equity import Basis, EquityRule, OutlookYear
from budgets.models.follow_up import FollowUpRule
from budgets.models.imports import BudgetImport, ImportMapping
from budgets.models.layouts import StatementLayout, StatementLayoutColumn, StatementLayoutRow
from budgets.models.ledger import BalanceFigure, Forecast, LedgerClosing, LedgerFigure
from budgets.models.ledger_files import (
    BalanceLine,
    LedgerAccountMap,
    LedgerImport,
    LedgerObjectMap,
    VoucherBlock,
)
from budgets.models.payments import Instalment
from budgets.models.published import PublishedFigure
from budgets.models.shapes import Measure, ShapeColumn, ShapeRow, TableShape
from budgets.models.year_end import YearEndEntry

__all__ = [
    "AccountGroup",
    "BalanceFigure",
    "BalanceLine",
    "Basis",
    "Budget",
    "BudgetImport",
    "BudgetLine",
    "CostCategory",
    "CostCentre",
    "CostCentreName",
    "EquityRule",
    "FollowUpRule",
    "Forecast",
    "ImportMapping",
    "Instalment",
    "LedgerAccountMap",
    "LedgerClosing",
    "LedgerFigure",
    "LedgerImport",
    "LedgerObjectMap",
    "LineAmount",
    "Measure",
    "OutlookYear",
    "PublishedFigure",
    "ShapeColumn",
    "ShapeRow",
    "StatementLayout",
    "StatementLayoutColumn",
    "StatementLayoutRow",
    "TableShape",
    "VoucherBlock",
    "YearEndEntry",
]
