"""Money: cost centres, account groups, budgets and their lines, outlook, equity rules, table shapes, files.

Amounts are exact kronor in ledger sign (cost +, income −) unless the field says otherwise. Totals are never stored:
they are computed in `budgets.domain`.
"""

from budgets.models.budget import Budget, BudgetLine, LineAmount
from budgets.models.centres import AccountGroup, CostCategory, CostCentre, CostCentreName
from budgets.models.equity import Basis, EquityRule, OutlookYear
from budgets.models.imports import BudgetImport, ImportMapping
from budgets.models.payments import Instalment
from budgets.models.published import PublishedFigure
from budgets.models.shapes import Measure, ShapeColumn, ShapeRow, TableShape

__all__ = [
    "AccountGroup",
    "Basis",
    "Budget",
    "BudgetImport",
    "BudgetLine",
    "CostCategory",
    "CostCentre",
    "CostCentreName",
    "EquityRule",
    "ImportMapping",
    "Instalment",
    "LineAmount",
    "Measure",
    "OutlookYear",
    "PublishedFigure",
    "ShapeColumn",
    "ShapeRow",
    "TableShape",
]
