"""manage.py import_budget: the preview as text, and exit codes a script can trust."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import factories as make
from tests.budgets.imports.making import text
from tests.budgets.imports.test_importing import PLAIN, PUBLISHED, counts, lines_of
from tests.conftest import Demo

pytestmark = pytest.mark.django_db


def run(*arguments: str | Path) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("import_budget", *map(str, arguments), stdout=out, no_color=True)
    return out.getvalue().replace("\u00a0", " ")


def test_the_preview_is_printed_and_nothing_is_written_until_told(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "budget.csv"
    rows = (PLAIN, ("10 000", "Styrelsen", "47", "Konsulttjänster (revision)", "55"))
    file.write_text(text(rows), encoding="utf-8")
    before = lines_of(demo.federation, 2023)
    assert run("sodra-dalarna", "2023", file).splitlines() == [
        "Rad 2: 10 000 Styrelsen 47 Konsulttjänster (revision): ändras (Budget 2023: 50 000 → 55 000)",
        "Rader som ändras: 1 av 1. Summor som sparas: 0.",
        f"Rader i budgeten som filen inte nämner, och som lämnas orörda: {len(before) - 1}.",
        "Efter inläsningen: intäkter 6 308 000 kr, kostnader 6 913 000 kr, resultat −605 000 kr.",
        "Ingenting är inläst. Kör igen med --commit för att läsa in.",
    ]
    assert lines_of(demo.federation, 2023) == before
    assert run("sodra-dalarna", "2023", file, "--commit").splitlines()[-1] == (
        "Inläst i budgeten för 2023: 1 ändringar."
    )
    assert ("10000", "47", "Konsulttjänster (revision)", "cost", Decimal(55_000)) in lines_of(
        demo.federation, 2023
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7", "Fel: ”budget.csv” är en PDF"),
        (text([PLAIN, ("10000", "Styrelsen", "47", "Revision", "1.234")]).encode(), "Fel: Cell E2: ”1.234”"),
        (
            text([PLAIN, ("99999", "Ny", "47", "Revision", "1")]).encode(),
            "Fel: ID 99999 Ny (rad 2) finns inte.",
        ),
        (text([("a", "b"), ("c", "d")]).encode(), "Fel: Rad 1: Ingen kolumn med belopp"),
    ],
)
@pytest.mark.parametrize("commit", [[], ["--commit"]], ids=["preview", "commit"])
def test_errors_are_printed_and_the_exit_is_not_zero(
    demo: Demo,
    tmp_path: Path,
    content: bytes,
    says: str,
    commit: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "budget.csv"
    file.write_bytes(content)
    before = counts()
    out = StringIO()
    with pytest.raises(CommandError, match="Ingenting är inläst"):
        call_command("import_budget", "sodra-dalarna", "2023", str(file), *commit, stdout=out)
    assert says in out.getvalue()
    assert counts() == before


def test_an_unknown_federation_or_file_is_named(demo: Demo, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Förbundet ”okand” finns inte"):
        run("okand", "2023", tmp_path / "x.csv")
    with pytest.raises(CommandError, match="går inte att läsa"):
        run("sodra-dalarna", "2023", tmp_path / "x.csv")


def test_the_published_table_is_read_into_a_federation_that_has_nothing(tmp_path: Path) -> None:
    """With --create the IDs of the published table are added; what kind of income 50 000 is the file has to say."""
    federation = make.FederationFactory(slug="ny")
    content = PUBLISHED.read_text(encoding="utf-8").splitlines()
    told = [f"{line};{'medelstilldelning' if '50000;35' in line else ''}" for line in content]
    told[0] = f"{content[0]};slag"
    file = tmp_path / "tabell.csv"
    file.write_text("\n".join(told), encoding="utf-8")
    printed = run("ny", "2023", file, "--create", "--commit")
    assert (
        "Efter inläsningen: intäkter 6 308 000 kr, kostnader 6 908 000 kr, resultat −600 000 kr." in printed
    )
    assert (
        "Rad 25: summan 20 000 Totalt, budget 2022: i filen 905 000 kr, uträknat 895 000 kr: skiljer 10 000 kr"
        in printed
    )
    assert [str(centre.names.get()) for centre in federation.cost_centres.all()][:3] == [
        "Styrelsen",
        "Administration",
        "Personalinriktade insatser",
    ]
    assert federation.budgets.count() == 2
    assert federation.published_figures.count() == 22


SUMS = (
    ("10000", "Styrelsen", "47", "Konsulttjänster (revision)", "55,0005"),
    ("10000", "Styrelsen", "", "Totalt", "165"),
    ("20000", "Administration", "76", "Summa övrigt", "15"),
)


def test_a_row_that_reads_as_a_sum_stops_the_file_and_says_how_to_answer(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "budget.csv"
    file.write_text(text([PLAIN, *SUMS]), encoding="utf-8")
    before, out = counts(), StringIO()
    with pytest.raises(CommandError, match="Ingenting är inläst"):
        call_command("import_budget", "sodra-dalarna", "2023", str(file), "--commit", stdout=out)
    printed = out.getvalue().replace("\u00a0", " ").splitlines()
    assert (
        "Fel: Cell D3: ”Totalt” ser ut som en summa, men filen säger inte om raden är en summa eller en budgetrad. "
        "Välj vad den är, eller skriv det i filen i kolumnen radtyp. "
        "Här svarar du med --row-type, till exempel 3=total."
    ) in printed
    assert (
        "Efter inläsningen: intäkter, kostnader och resultat räknas när det som stoppar filen är rättat."
        in printed
    )
    assert counts() == before


@pytest.mark.parametrize(
    ("told", "sums", "left_out", "labels"),
    [
        (["3=total", "4=rad"], 1, 0, {"Summa övrigt"}),
        (["summa", "4=rad"], 1, 0, {"Summa övrigt"}),
        (["4=rad", "bort"], 0, 1, {"Summa övrigt"}),
        (["bort"], 0, 2, set()),
        (["rad"], 0, 0, {"Totalt", "Summa övrigt"}),
    ],
)
def test_what_rows_are_is_answered_on_the_command_line(
    demo: Demo, tmp_path: Path, told: list[str], sums: int, left_out: int, labels: set[str]
) -> None:
    file = tmp_path / "budget.csv"
    file.write_text(text([PLAIN, *SUMS]), encoding="utf-8")
    before = {line[:3] for line in lines_of(demo.federation, 2023)}
    printed = run("sodra-dalarna", "2023", file, "--commit", *(f"--row-type={each}" for each in told))
    assert "Konsulttjänster (revision): ändras (Budget 2023: 50 000 → 55 000,50)" in printed
    assert (printed.count("Rad 3: summan"), printed.count("läses inte.")) == (sums, left_out)
    new = {line[:3] for line in lines_of(demo.federation, 2023)} - before
    assert {label for _centre, _account, label in new} == labels


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("3=kanske", "--row-type 3=kanske går inte att läsa"),
        ("total", "--row-type total går inte att läsa"),
        ("2=rad", "filen har ingen fråga om rad 2"),
        ("summa", "Ingenting är inläst"),
    ],
)
def test_an_answer_that_is_none_or_not_enough_writes_nothing(
    demo: Demo, tmp_path: Path, told: str, says: str
) -> None:
    file = tmp_path / "budget.csv"
    file.write_text(text([PLAIN, *SUMS]), encoding="utf-8")
    before = counts()
    with pytest.raises(CommandError, match=says):
        run("sodra-dalarna", "2023", file, "--commit", f"--row-type={told}")
    assert counts() == before


def test_a_row_that_is_refused_shows_no_change_and_no_sums_are_told(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "budget.csv"
    file.write_text(text([PLAIN, SUMS[0], (*SUMS[0][:4], "61")]), encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_budget", "sodra-dalarna", "2023", str(file), stdout=out)
    printed = out.getvalue().replace("\u00a0", " ")
    assert "Rad 3: 10 000 Styrelsen 47 Konsulttjänster (revision): stoppas\n" in printed
    assert "61 000" not in printed
    assert "resultat räknas när det som stoppar filen är rättat" in printed
