"""The forms of statements by law and year, as data. A new law is a new form here, with the year it is in force from.

From 2019 they are those of the act on municipal accounts (2018:597, LKBR); before that the one a samordningsförbund
printed in 2018 under the act of 1997. Neither act has a form for the cash flow: its rows follow recommendation R13 of
the council for municipal accounting (RKR), and the one printed in 2018.
"""

from __future__ import annotations

from budgets.domain.statement_forms import (
    Form,
    FormColumn,
    FormRow,
    Layout,
    Level,
    Statement,
    form_in,
    layout_of,
)
from finsam.sources import accounting_act

LKBR_YEAR = 2019
"""The first year of LKBR."""
OLDER_ACT = "lagen (1997:614) om kommunal redovisning"
H, R, SUB, SUM, TOTAL = Level.HEADING, Level.ROW, Level.SUBTOTAL, Level.SUM, Level.TOTAL

LKBR_INCOME = Form(
    "lkbr",
    Statement.INCOME,
    "Resultaträkning enligt LKBR",
    str(accounting_act("5 kap. 2 §")),
    (
        FormRow("income", "Verksamhetens intäkter", R, ("income", "grants")),
        FormRow("cost", "Verksamhetens kostnader", R, ("cost",), "costs"),
        FormRow("depreciation", "Avskrivningar", R, ("depreciation",), is_optional=True),
        FormRow("net-cost", "Verksamhetens nettokostnader", SUB),
        FormRow("contributions", "Bidrag från medlemmarna", R, ("contributions",), "contributions"),
        FormRow("operating-result", "Verksamhetens resultat", SUB),
        FormRow("financial-income", "Finansiella intäkter", R, ("financial_income",)),
        FormRow("financial-cost", "Finansiella kostnader", R, ("financial_cost",)),
        FormRow("ordinary-result", "Resultat efter finansiella poster", SUB),
        FormRow("extraordinary", "Extraordinära poster", R, ("extraordinary",), is_optional=True),
        FormRow("result", "Årets resultat", TOTAL, period_label="Periodens resultat"),
    ),
    (FormColumn("actual", "{år}"), FormColumn("before", "{år-1}"), FormColumn("budget", "Budget {år}")),
    from_year=LKBR_YEAR,
)
"""The rows of 5 kap. 2 § LKBR that a samordningsförbund has; its members' contributions stand where taxes do."""
OLDER_INCOME = Form(
    "lag-1997",
    Statement.INCOME,
    "Resultaträkning som 2018",
    OLDER_ACT,
    (
        FormRow("contributions", "Verksamhetens medlemsavgifter", R, ("contributions",), "contributions"),
        FormRow("grants", "EU-medel och andra bidrag", R, ("grants",)),
        FormRow("income", "Övriga intäkter", R, ("income",)),
        FormRow("cost", "Verksamhetens kostnader", R, ("cost",), "costs"),
        FormRow("depreciation", "Avskrivningar", R, ("depreciation",), is_optional=True),
        FormRow("operating-result", "Resultat före finansiella poster", SUB),
        FormRow("financial-income", "Finansiella intäkter", R, ("financial_income",)),
        FormRow("financial-cost", "Finansiella kostnader", R, ("financial_cost",)),
        FormRow("extraordinary", "Extraordinära poster", R, ("extraordinary",), is_optional=True),
        FormRow("result", "Årets resultat", TOTAL, period_label="Periodens resultat"),
    ),
    (
        FormColumn("budget", "Budget {år}"),
        FormColumn("actual", "Utfall {år}"),
        FormColumn("deviation", "Avvikelse"),
        FormColumn("before", "Utfall {år-1}"),
    ),
    until_year=LKBR_YEAR,
)
LKBR_BALANCE = Form(
    "lkbr",
    Statement.BALANCE,
    "Balansräkning enligt LKBR",
    str(accounting_act("6 kap. 2 §")),
    (
        FormRow("fixed", "Anläggningstillgångar", H, note="fixed-assets"),
        FormRow(
            "intangible-assets",
            "Immateriella anläggningstillgångar",
            R,
            ("intangible_assets",),
            is_optional=True,
        ),
        FormRow(
            "tangible-assets", "Materiella anläggningstillgångar", R, ("tangible_assets",), is_optional=True
        ),
        FormRow(
            "financial-assets",
            "Finansiella anläggningstillgångar",
            R,
            ("financial_assets",),
            is_optional=True,
        ),
        FormRow("fixed-total", "Summa anläggningstillgångar", SUM),
        FormRow("infrastructure", "Bidrag till infrastruktur", R, ("infrastructure",), is_optional=True),
        FormRow("current", "Omsättningstillgångar", H),
        FormRow("stock", "Förråd m.m.", R, ("stock",), "stock", is_optional=True),
        FormRow(
            "receivables", "Kortfristiga fordringar", R, ("receivables",), "receivables", is_optional=True
        ),
        FormRow(
            "short-investments",
            "Kortfristiga placeringar",
            R,
            ("short_investments",),
            "short-investments",
            is_optional=True,
        ),
        FormRow("cash", "Kassa och bank", R, ("cash",), "cash", is_optional=True),
        FormRow("current-total", "Summa omsättningstillgångar", SUM),
        FormRow("assets-total", "Summa tillgångar", TOTAL),
        FormRow("equity-heading", "Eget kapital", H),
        FormRow("equity", "Eget kapital vid årets början", R, ("equity",)),
        FormRow("result", "Årets resultat", R, ("result",), period_label="Periodens resultat"),
        FormRow("equity-total", "Summa eget kapital", SUM),
        FormRow("provisions", "Avsättningar", H, note="provisions"),
        FormRow(
            "pension-provisions",
            "Avsättningar för pensioner",
            R,
            ("pension_provisions",),
            is_optional=True,
        ),
        FormRow("other-provisions", "Andra avsättningar", R, ("other_provisions",), is_optional=True),
        FormRow("provisions-total", "Summa avsättningar", SUM),
        FormRow("debts", "Skulder", H),
        FormRow("long-debts", "Långfristiga skulder", R, ("long_debts",), "long-debts", is_optional=True),
        FormRow(
            "current-debts", "Kortfristiga skulder", R, ("current_debts",), "current-debts", is_optional=True
        ),
        FormRow("debts-total", "Summa skulder", SUM),
        FormRow("liabilities-total", "Summa eget kapital, avsättningar och skulder", TOTAL),
    ),
    from_year=LKBR_YEAR,
)
"""The rows of 6 kap. 2 § LKBR, in its order. "result" is the ledger's, from January."""
OLDER_BALANCE = Form(
    "lag-1997",
    Statement.BALANCE,
    "Balansräkning som 2018",
    OLDER_ACT,
    (
        FormRow("assets", "Tillgångar", H),
        FormRow("fixed", "Anläggningstillgångar", H, note="fixed-assets"),
        FormRow(
            "intangible-assets",
            "Immateriella anläggningstillgångar",
            R,
            ("intangible_assets",),
            is_optional=True,
        ),
        FormRow(
            "tangible-assets",
            "Materiella anläggningstillgångar",
            R,
            ("tangible_assets", "infrastructure"),
            is_optional=True,
        ),
        FormRow(
            "financial-assets",
            "Finansiella anläggningstillgångar",
            R,
            ("financial_assets",),
            is_optional=True,
        ),
        FormRow("fixed-total", "Summa anläggningstillgångar", SUM),
        FormRow("current", "Omsättningstillgångar", H),
        FormRow("stock", "Förråd", R, ("stock",), "stock", is_optional=True),
        FormRow("receivables", "Kortfristiga fordringar", R, ("receivables",), "receivables"),
        FormRow(
            "short-investments",
            "Kortfristiga placeringar",
            R,
            ("short_investments",),
            "short-investments",
            is_optional=True,
        ),
        FormRow("cash", "Kassa och bank", R, ("cash",), "cash"),
        FormRow("current-total", "Summa omsättningstillgångar", SUM),
        FormRow("assets-total", "Summa tillgångar", TOTAL),
        FormRow("liabilities", "Skulder och eget kapital", H),
        FormRow("equity-heading", "Eget kapital", H),
        FormRow("equity", "Eget kapital", R, ("equity",)),
        FormRow("result", "Årets resultat", R, ("result",), period_label="Periodens resultat"),
        FormRow("equity-total", "Summa eget kapital", SUM),
        FormRow("provisions", "Avsättningar", H, note="provisions"),
        FormRow("pension-provisions", "Pensioner", R, ("pension_provisions",), is_optional=True),
        FormRow("other-provisions", "Övriga avsättningar", R, ("other_provisions",), is_optional=True),
        FormRow("provisions-total", "Summa avsättningar", SUM),
        FormRow("long-debts", "Långfristiga skulder", R, ("long_debts",), "long-debts", is_optional=True),
        FormRow("long-debts-total", "Summa långfristiga skulder", SUM),
        FormRow("current-debts", "Kortfristiga skulder", R, ("current_debts",), "current-debts"),
        FormRow("current-debts-total", "Summa kortfristiga skulder", SUM),
        FormRow("liabilities-total", "Summa skulder och eget kapital", TOTAL),
    ),
    until_year=LKBR_YEAR,
)

_INVESTING = (
    FormRow("investing", "Investeringsverksamheten", H),
    FormRow(
        "investments",
        "Investeringar i immateriella och materiella anläggningstillgångar",
        R,
        ("fixed_assets",),
        is_optional=True,
    ),
    FormRow("infrastructure", "Bidrag till infrastruktur", R, ("infrastructure",), is_optional=True),
    FormRow(
        "financial-investments",
        "Investeringar i finansiella anläggningstillgångar",
        R,
        ("financial_assets",),
        is_optional=True,
    ),
    FormRow("investing-total", "Kassaflöde från investeringsverksamheten", SUM),
    FormRow("financing", "Finansieringsverksamheten", H),
    FormRow("loans", "Förändring av långfristiga skulder", R, ("long_debts",), is_optional=True),
    FormRow("equity", "Ändring av eget kapital utöver resultatet", R, ("equity",), is_optional=True),
    FormRow("financing-total", "Kassaflöde från finansieringsverksamheten", SUM),
    FormRow("flow", "Årets kassaflöde", TOTAL, period_label="Periodens kassaflöde"),
)
RKR_CASH_FLOW = Form(
    "lkbr",
    Statement.CASH_FLOW,
    "Kassaflödesanalys enligt RKR",
    f"{accounting_act('8 kap. 1 §')} och rekommendation R13 från Rådet för kommunal redovisning",
    (
        FormRow("operating", "Den löpande verksamheten", H),
        FormRow(
            "result",
            "Årets resultat",
            R,
            ("operating_result", "financial_income", "financial_cost", "extraordinary"),
            period_label="Periodens resultat",
        ),
        FormRow("depreciation", "Avskrivningar", R, ("depreciation",), is_optional=True),
        FormRow(
            "provisions",
            "Ökning (+) eller minskning (−) av avsättningar",
            R,
            ("pension_provisions", "other_provisions"),
            "provisions",
        ),
        FormRow("funds", "Medel från verksamheten före förändring av rörelsekapital", SUB),
        FormRow("stock", "Ökning (−) eller minskning (+) av förråd", R, ("stock",), is_optional=True),
        FormRow(
            "receivables",
            "Ökning (−) eller minskning (+) av kortfristiga fordringar",
            R,
            ("receivables",),
            "receivables",
        ),
        FormRow(
            "short-investments",
            "Ökning (−) eller minskning (+) av kortfristiga placeringar",
            R,
            ("short_investments",),
            is_optional=True,
        ),
        FormRow(
            "current-debts",
            "Ökning (+) eller minskning (−) av kortfristiga skulder",
            R,
            ("current_debts",),
            "current-debts",
        ),
        FormRow("operating-total", "Kassaflöde från den löpande verksamheten", SUM),
        *_INVESTING,
        FormRow("cash-opening", "Likvida medel vid årets början", R, ("cash_opening",)),
        FormRow(
            "cash-closing",
            "Likvida medel vid årets slut",
            R,
            ("cash_closing",),
            period_label="Likvida medel vid periodens slut",
        ),
    ),
    from_year=LKBR_YEAR,
)
OLDER_CASH_FLOW = Form(
    "lag-1997",
    Statement.CASH_FLOW,
    "Kassaflödesanalys som 2018",
    OLDER_ACT,
    (
        FormRow("operating", "Den löpande verksamheten", H),
        FormRow("operating-result", "Resultat före finansiella poster", R, ("operating_result",)),
        FormRow(
            "adjustments",
            "Justering för poster som inte ingår i kassaflödet",
            R,
            ("depreciation", "pension_provisions", "other_provisions"),
        ),
        FormRow("interest-received", "Erhållen ränta", R, ("financial_income",)),
        FormRow("interest-paid", "Erlagd ränta", R, ("financial_cost",)),
        FormRow("extraordinary", "Extraordinära poster", R, ("extraordinary",), is_optional=True),
        FormRow("funds", "Medel från verksamheten före förändring av rörelsekapital", SUB),
        FormRow("stock", "+/− Minskning/ökning förråd", R, ("stock",), is_optional=True),
        FormRow("receivables", "+/− Minskning/ökning övriga kortfristiga fordringar", R, ("receivables",)),
        FormRow(
            "short-investments",
            "+/− Minskning/ökning kortfristiga placeringar",
            R,
            ("short_investments",),
            is_optional=True,
        ),
        FormRow("current-debts", "+/− Ökning/minskning övriga kortfristiga skulder", R, ("current_debts",)),
        FormRow("operating-total", "Kassaflöde från den löpande verksamheten", SUM),
        *_INVESTING,
        FormRow("cash-opening", "Likvida medel vid årets början", R, ("cash_opening",)),
        FormRow(
            "cash-closing",
            "Likvida medel vid årets slut",
            R,
            ("cash_closing",),
            period_label="Likvida medel vid periodens slut",
        ),
    ),
    until_year=LKBR_YEAR,
)
"""The first row is the result before financial items, since interest has rows of its own, and is called so."""

FORMS = (LKBR_INCOME, OLDER_INCOME, LKBR_BALANCE, OLDER_BALANCE, RKR_CASH_FLOW, OLDER_CASH_FLOW)
KEYS = {"lkbr": "i LKBR:s uppställning", "lag-1997": "i uppställningen från 2018"}
"""The standard forms that a block may be told to show, whatever the federation uses."""


def law_form(statement: Statement, year: int) -> Form:
    """The form of the law in force in the year."""
    return form_in(FORMS, statement, year)


def standard_form(statement: Statement, key: str) -> Form:
    """A standard form by its key."""
    return next(form for form in FORMS if (form.statement, form.key) == (statement, key))


def form_of(layouts: tuple[Layout, ...], statement: Statement, year: int) -> Form:
    """The form that a federation uses in a year: its own, else the law's."""
    own = layout_of(layouts, statement, year)
    return own.form if own is not None and own.form is not None else law_form(statement, year)
