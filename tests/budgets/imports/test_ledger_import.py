"""Reading SIE files into the ledger: once, some months at a time, and what is answered to a file that is not right."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from budgets.imports.ledger import LedgerPlan, Totals, Unmapped
from budgets.imports.ledger_standing import Accept, LedgerChoices
from budgets.imports.voucher_blocks import unpacked
from budgets.ledger_import_queries import plan_for
from budgets.ledger_queries import ledger_facts
from budgets.models import BalanceFigure, LedgerFigure, LedgerImport, VoucherBlock
from budgets.services import ledger_import as services
from budgets.services.ledger import save_ledger_amount
from budgets.services.ledger_meanings import ObjectSaid, save_meanings
from budgets.services.ledger_months import close_months
from finsam.scope import Scope
from members.models import Federation
from tests.factories import AccountGroupFactory, CostCentreFactory, FederationFactory

pytestmark = pytest.mark.django_db
YEAR = 2023


@pytest.fixture
def federation() -> Federation:
    """A federation with two IDs and three account groups."""
    federation = FederationFactory(organisation_number="222000-1057")
    CostCentreFactory(federation=federation, code="10000")
    CostCentreFactory(federation=federation, code="20000")
    for code in ("35", "50", "62"):
        AccountGroupFactory(federation=federation, code=code)
    return federation


def sie(
    months: dict[int, int],
    *extra: str,
    orgnr: str = "222000-1057",
    year: int = YEAR,
    centre: str = "10000",
    account: str = "5010",
) -> bytes:
    """A file of type 4E with one voucher per month: rent of so many kronor, paid from the bank. It ties."""
    paid = sum(months.values())
    lines = [
        "#FLAGGA 0",
        '#PROGRAM "Ekonomi" 1.0',
        "#SIETYP 4",
        f"#ORGNR {orgnr}",
        '#FNAMN "Samordningsförbundet Älven"',
        f"#RAR 0 {year}0101 {year}1231",
        *extra,
        "#DIM 1 Ansvar",
        '#OBJEKT 1 10000 "Gemensamt"',
        f'#KONTO {account} "Hyra"',
        "#KONTO 1930 Bank",
        "#IB 0 1930 1000.00",
        "#IB 0 2010 -1000.00",
        f"#UB 0 1930 {1000 - paid}.00",
        "#UB 0 2010 -1000.00",
        f"#RES 0 {account} {paid}.00",
    ]
    for month, amount in months.items():
        lines += [
            f'#VER A {month} {year}{month:02}15 "Hyra"',
            "{",
            f'#TRANS {account} {{1 {centre}}} {amount}.00 {year}{month:02}15 "Lokal"',
            f"#TRANS 1930 {{}} -{amount}.00",
            "}",
        ]
    return "\r\n".join([*lines, ""]).encode("cp437")


def read_in(federation: Federation, content: bytes, *accepted: Accept, year: int = YEAR) -> LedgerPlan:
    return services.import_ledger_file(
        federation=federation,
        year=year,
        name="bok.se",
        content=content,
        choices=LedgerChoices(accepted=tuple(each.value for each in accepted)),
    )


def costs(federation: Federation, year: int = YEAR) -> dict[int, Decimal]:
    """What the result accounts hold, by month."""
    found: defaultdict[int, Decimal] = defaultdict(Decimal)
    for row in ledger_facts(Scope(federation.pk, year)).rows:
        found[row.month] += row.amount
    return dict(found)


def stored() -> list[tuple[object, ...]]:
    figures = LedgerFigure.objects.order_by("month", "account_number", "amount", "object_code")
    return list(figures.values_list("month", "account_number", "object_code", "amount"))


def voucher_rows() -> list[tuple[object, ...]]:
    """Month, voucher, day, account, amount and text of every row of a voucher, in the files' order."""
    return [
        (block.month, f"{row.series} {row.number}", str(row.date), row.account, row.amount, row.text)
        for block in VoucherBlock.objects.order_by("pk")
        for row in unpacked(block.rows)
    ]


def refused(federation: Federation, content: bytes, *accepted: Accept, year: int = YEAR) -> list[str]:
    before = (
        stored(),
        BalanceFigure.objects.count(),
        VoucherBlock.objects.count(),
        LedgerImport.objects.count(),
    )
    with pytest.raises(ValidationError) as error:
        read_in(federation, content, *accepted, year=year)
    assert before == (
        stored(),
        BalanceFigure.objects.count(),
        VoucherBlock.objects.count(),
        LedgerImport.objects.count(),
    )
    return error.value.messages


# --- One file ----------------------------------------------------------------------------------------------


def test_a_file_gives_its_vouchers_rows_and_balances_and_is_kept_as_it_came(federation: Federation) -> None:
    content = sie({1: 100, 2: 200})

    read_in(federation, content)

    assert stored() == [
        (1, "1930", "", Decimal("-100.00")),
        (1, "5010", "10000", Decimal("100.00")),
        (2, "1930", "", Decimal("-200.00")),
        (2, "5010", "10000", Decimal("200.00")),
    ]
    assert voucher_rows() == [
        (1, "A 1", "2023-01-15", "5010", Decimal("100.00"), "Lokal"),
        (1, "A 1", "2023-01-15", "1930", Decimal("-100.00"), ""),
        (2, "A 2", "2023-02-15", "5010", Decimal("200.00"), "Lokal"),
        (2, "A 2", "2023-02-15", "1930", Decimal("-200.00"), ""),
    ]
    assert list(BalanceFigure.objects.order_by("pk").values_list("month", "account_number", "amount")) == [
        (0, "1930", Decimal("1000.00")),
        (0, "2010", Decimal("-1000.00")),
        (2, "1930", Decimal("700.00")),
        (2, "2010", Decimal("-1000.00")),
    ]
    kept = LedgerImport.objects.get()
    assert bytes(kept.content) == content
    assert (kept.status, kept.encoding, kept.program, kept.organisation_number, kept.dimension) == (
        LedgerImport.Status.COMMITTED,
        "cp437",
        "Ekonomi 1.0",
        "222000-1057",
        "1",
    )
    assert (kept.first_month, kept.last_month) == (1, 2)
    assert kept.names == {"accounts": {"1930": "Bank", "5010": "Hyra"}, "objects": {"10000": "Gemensamt"}}
    assert costs(federation) == {1: Decimal("100.00"), 2: Decimal("200.00")}


def test_a_file_of_periods_gives_each_krona_once(federation: Federation) -> None:
    lines = (
        "#FLAGGA 0",
        "#SIETYP 3",
        "#RAR 0 20230101 20231231",
        "#OMFATTN 20230331",
        "#PSALDO 0 202301 5010 {} 1000.00",
        "#PSALDO 0 202301 5010 {1 10000} 700.00",
        "#PSALDO 0 202301 5010 {6 P1} 700.00",
    )

    plan = read_in(federation, "\n".join(lines).encode())

    assert stored() == [
        (1, "5010", "", Decimal("300.00")),
        (1, "5010", "10000", Decimal("700.00")),
    ]
    assert [each.month for each in plan.months] == [1, 2, 3]


def test_a_file_of_years_results_gives_the_whole_year(federation: Federation) -> None:
    read_in(federation, b"#FLAGGA 0\n#SIETYP 1\n#RAR 0 20230101 20231231\n#RES 0 5010 9.00\n")

    assert stored() == [(0, "5010", "", Decimal("9.00"))]
    assert refused(federation, sie({1: 5})) == [
        (
            "2023 har redan belopp för hela året, som skulle räknas två gånger. "
            "Ta bort dem innan du läser in månader."
        )
    ]


def test_what_nothing_maps_is_told_and_everything_adds_up(federation: Federation) -> None:
    more = [
        "#VER B 1 20230220",
        "{",
        "#TRANS 7410 {1 99} 5.00",
        "#TRANS 6210 {} 7.00",
        "#TRANS 1930 {} -12",
        "}",
    ]
    content = sie({1: 100}) + "\n".join([*more, ""]).encode()

    plan = plan_for(federation, YEAR, content, LedgerChoices())

    assert plan.accounts == (Unmapped("7410", "", Decimal("5.00")),)
    assert plan.objects == (Unmapped("", "", Decimal("7.00")), Unmapped("99", "", Decimal("5.00")))
    assert plan.totals == Totals(Decimal("0.00"), Decimal("-112.00"), Decimal("100.00"), Decimal("12.00"))
    assert plan.totals.ties

    office = federation.cost_centres.get(code="20000")
    save_meanings(federation=federation, objects=[ObjectSaid("1", "", office.pk)])
    mapped = plan_for(federation, YEAR, content, LedgerChoices())

    assert mapped.objects == (Unmapped("99", "", Decimal("5.00")),)
    assert mapped.totals == Totals(Decimal("0.00"), Decimal("-112.00"), Decimal("107.00"), Decimal("5.00"))


def test_the_dimension_is_the_one_whose_objects_are_ids_then_the_one_chosen_last(
    federation: Federation,
) -> None:
    lines = [
        "#FLAGGA 0",
        "#VER A 1 20230115",
        "{",
        "#TRANS 5010 {1 7 6 10000} 1",
        "#TRANS 5010 {1 8} -1",
        "}",
    ]
    content = "\n".join(lines).encode()

    assert plan_for(federation, YEAR, content, LedgerChoices()).dimension == "6"
    services.import_ledger_file(
        federation=federation, year=YEAR, name="a.si", content=content, choices=LedgerChoices(dimension="1")
    )
    assert plan_for(federation, YEAR, content, LedgerChoices()).dimension == "1"
    assert plan_for(federation, YEAR, content, LedgerChoices(dimension="-")).dimension == ""


# --- Again, overlapping, corrected -------------------------------------------------------------------------


def test_the_same_file_again_is_told_and_changes_nothing(federation: Federation) -> None:
    read_in(federation, sie({1: 100}))

    (message,) = refused(federation, sie({1: 100}))

    assert message.startswith("Samma fil är redan inläst, den ")


def test_an_overlapping_file_replaces_its_months_and_counts_nothing_twice(federation: Federation) -> None:
    read_in(federation, sie({1: 100, 2: 200}))

    plan = read_in(federation, sie({1: 100, 2: 250, 3: 300}))

    assert plan.changed == (2, 3)
    assert costs(federation) == {1: Decimal("100.00"), 2: Decimal("250.00"), 3: Decimal("300.00")}
    assert [row[:2] for row in voucher_rows()] == [(1, "A 1")] * 2 + [(2, "A 2")] * 2 + [(3, "A 3")] * 2
    assert [each.status for each in LedgerImport.objects.all()] == [LedgerImport.Status.COMMITTED] * 2
    assert BalanceFigure.objects.filter(month=0).count() == 2


def test_a_file_of_one_month_without_balances_leaves_the_others(federation: Federation) -> None:
    read_in(federation, sie({1: 100, 2: 200}))
    march = "#FLAGGA 0\n#VER C 1 20230301\n{\n#TRANS 5010 {1 10000} 3\n#TRANS 1930 {} -3\n}\n"

    read_in(federation, march.encode())

    assert costs(federation) == {1: Decimal("100.00"), 2: Decimal("200.00"), 3: Decimal("3.00")}
    assert BalanceFigure.objects.filter(month=0).count() == 2


def test_a_whole_file_in_which_a_months_vouchers_are_gone_takes_them_away(federation: Federation) -> None:
    read_in(federation, sie({1: 100, 2: 200}))

    read_in(federation, sie({2: 200}))

    assert costs(federation) == {2: Decimal("200.00")}


def test_a_closed_month_that_says_the_same_stays_and_open_ones_are_read(federation: Federation) -> None:
    read_in(federation, sie({1: 100}))
    first = LedgerImport.objects.get()
    close_months(federation=federation, year=YEAR, through=1, user=None)

    plan = read_in(federation, sie({1: 100, 2: 200}))

    assert plan.taken == (2,)
    assert costs(federation) == {1: Decimal("100.00"), 2: Decimal("200.00")}
    assert set(LedgerFigure.objects.filter(month=1).values_list("ledger_import", flat=True)) == {first.pk}


def test_a_corrected_file_for_a_closed_month_is_refused_with_the_way_on(federation: Federation) -> None:
    read_in(federation, sie({1: 100}))
    close_months(federation=federation, year=YEAR, through=1, user=None)

    assert refused(federation, sie({1: 101, 2: 200})) == [
        (
            "Januari 2023 är stängd, och filen har andra belopp där. "
            "Öppna igen under Uppföljning › Månader, med en motivering, om filen är den rätta."
        )
    ]


TYPED_TOO = (
    "Januari 2023 har belopp som är införda för hand, 7 kr i kostnader minus intäkter. De står kvar, och filens läggs "
    "till. Är det samma belopp räknas de två gånger: ta då först bort dem i huvudboken."
)


def type_seven(federation: Federation, month: int = 1, amount: Decimal | None = Decimal(7)) -> None:
    centre = federation.cost_centres.get(code="20000")
    save_ledger_amount(
        federation=federation, year=YEAR, month=month, cost_centre=centre, amount=amount, user=None
    )


def test_what_people_entered_waits_for_somebody_to_say_that_it_is_not_in_the_file_too(
    federation: Federation,
) -> None:
    type_seven(federation)

    assert refused(federation, sie({1: 100})) == [TYPED_TOO]
    assert costs(federation) == {1: Decimal(7)}

    read_in(federation, sie({1: 100}), Accept.TYPED)
    assert costs(federation) == {1: Decimal("107.00")}


def test_what_people_entered_can_be_taken_away_for_the_file(federation: Federation) -> None:
    type_seven(federation)
    type_seven(federation, amount=None)

    read_in(federation, sie({1: 100}))

    assert costs(federation) == {1: Decimal("100.00")}


def test_what_has_been_said_to_stand_beside_a_file_is_only_told_of_the_next_time(
    federation: Federation,
) -> None:
    type_seven(federation)
    read_in(federation, sie({1: 100}), Accept.TYPED)

    plan = read_in(federation, sie({1: 101, 2: 200}))

    assert costs(federation) == {1: Decimal("108.00"), 2: Decimal("200.00")}
    assert plan.notices == (
        "Några av månaderna har redan både inlästa belopp och införda för hand. De införda står kvar.",
    )


def test_what_is_entered_in_months_that_are_closed_or_not_in_the_file_is_not_asked_about(
    federation: Federation,
) -> None:
    type_seven(federation, month=3)
    read_in(federation, sie({1: 100}))
    read_in(federation, sie({1: 100, 2: 200}))

    assert costs(federation) == {1: Decimal("100.00"), 2: Decimal("200.00"), 3: Decimal(7)}


def test_what_was_entered_since_the_preview_stops_the_reading(federation: Federation) -> None:
    content = sie({1: 100, 2: 200})
    kept = services.keep_ledger_file(
        federation=federation, year=YEAR, name="bok.se", content=content, user=None
    )
    seen = plan_for(federation, YEAR, content, LedgerChoices())
    type_seven(federation, month=2)

    with pytest.raises(ValidationError) as error:
        services.commit_ledger_file(
            federation=federation, pk=kept.pk, revision=None, basis=seen.basis, user=None
        )

    assert error.value.messages == [services.STALE]
    assert costs(federation) == {2: Decimal(7)}


# --- The wrong file ----------------------------------------------------------------------------------------


def test_another_organisations_file_waits_for_somebody_to_say_it_is_right(federation: Federation) -> None:
    content = sie({1: 100}, orgnr="212000-2254")

    assert refused(federation, content) == [
        "Filen hör till organisationsnummer 212000-2254 (Samordningsförbundet Älven), men förbundet har 222000-1057."
    ]
    read_in(federation, content, Accept.ORGANISATION)
    assert costs(federation) == {1: Decimal("100.00")}


@pytest.mark.parametrize("written", ["222000-1057", "2220001057", "162220001057"])
def test_a_number_is_the_same_however_it_is_written(federation: Federation, written: str) -> None:
    read_in(federation, sie({1: 100}, orgnr=written))


def test_another_years_file_is_refused(federation: Federation) -> None:
    assert refused(federation, sie({1: 100}, year=2022)) == [
        (
            "Filen gäller räkenskapsåret 1 januari 2022 till och med 31 december 2022, inte 2023. "
            "Välj rätt år högst upp på sidan, eller exportera rätt år."
        )
    ]


def test_rows_of_another_year_are_refused_where_the_file_does_not_say_its_year(
    federation: Federation,
) -> None:
    content = b"#FLAGGA 0\n#VER C 1 20220301\n{\n#TRANS 5010 {} 3\n#TRANS 1930 {} -3\n}\n"

    assert refused(federation, content) == [
        "Filen har rader utanför 2023 (mars 2022). Exportera bara 2023 från ekonomisystemet."
    ]


def test_another_currency_is_refused(federation: Federation) -> None:
    assert refused(federation, sie({1: 100}, "#VALUTA EUR")) == [
        "Filens belopp är i EUR. Bara kronor (SEK) kan läsas in."
    ]


def test_balances_that_do_not_tie_wait_for_somebody_to_say_it_is_right(federation: Federation) -> None:
    content = sie({1: 100}).replace(b"#UB 0 1930 900.00", b"#UB 0 1930 901.00")

    assert refused(federation, content) == [
        (
            "Filens uppgifter går inte ihop: ”Ingående balans och årets rader ger utgående balans” och "
            "”Balanser och resultat summerar till noll” stämmer inte."
        )
    ]
    read_in(federation, content, Accept.DIFFERENCES)
    assert costs(federation) == {1: Decimal("100.00")}


def test_a_voucher_that_does_not_add_up_is_refused_whatever_is_accepted(federation: Federation) -> None:
    content = sie({1: 100}).replace(b"-100.00", b"-99.50")

    assert refused(federation, content, *Accept) == [
        "En verifikation summerar inte till noll: A 1 (0,50 kr). Rätta i ekonomisystemet."
    ]


def test_a_damaged_file_is_refused_with_its_lines(federation: Federation) -> None:
    assert refused(federation, sie({1: 100}).replace(b"{}", b"{")) == [
        "Rad 19: Citattecken eller klamrar går inte ihop på raden."
    ]


def test_a_file_without_amounts_is_refused(federation: Federation) -> None:
    assert refused(federation, b"#FLAGGA 0\n#RAR 0 20230101 20231231\n") == [
        "Filen har inga bokförda belopp för året. Exportera årets verifikationer, helst som SIE-fil av typ 4."
    ]


def test_a_file_that_is_too_large_is_refused(federation: Federation) -> None:
    assert refused(federation, b"#PROSA x\n" * 3_400_000) == [
        "”bok.se” är större än 30 MB. Exportera ett år i taget."
    ]


# --- Waiting files -----------------------------------------------------------------------------------------


def test_what_changed_since_the_preview_is_not_overwritten(federation: Federation) -> None:
    waiting = services.keep_ledger_file(
        federation=federation, year=YEAR, name="a.se", content=sie({1: 100}), user=None
    )
    shown = plan_for(federation, YEAR, bytes(waiting.content), LedgerChoices())
    read_in(federation, sie({1: 90}))

    with pytest.raises(ValidationError) as error:
        services.commit_ledger_file(
            federation=federation, pk=waiting.pk, revision=None, basis=shown.basis, user=None
        )

    assert error.value.messages == [services.STALE]
    assert costs(federation) == {1: Decimal("90.00")}


def test_a_discarded_file_keeps_no_bytes_and_is_not_read_in(federation: Federation) -> None:
    waiting = services.keep_ledger_file(
        federation=federation, year=YEAR, name="a.se", content=sie({1: 100}), user=None
    )

    services.discard_ledger_file(federation=federation, pk=waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.status, bytes(waiting.content)) == (LedgerImport.Status.DISCARDED, b"")
    with pytest.raises(ValidationError, match="redan inläst eller avbruten"):
        services.commit_ledger_file(federation=federation, pk=waiting.pk, revision=None, basis="", user=None)


def test_a_file_of_another_federation_is_out_of_reach(federation: Federation) -> None:
    waiting = services.keep_ledger_file(
        federation=federation, year=YEAR, name="a.se", content=sie({1: 100}), user=None
    )

    with pytest.raises(ValidationError):
        services.commit_ledger_file(
            federation=FederationFactory(), pk=waiting.pk, revision=None, basis="", user=None
        )

    assert stored() == []
