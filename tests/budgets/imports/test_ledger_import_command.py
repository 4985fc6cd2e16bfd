"""manage.py import_ledger: the preview and the reconciliation as text or data, and the reading when told to."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from budgets.models import LedgerFigure, LedgerImport
from members.models import Federation
from tests.budgets.imports.test_ledger_import import federation as federation  # a fixture
from tests.budgets.imports.test_ledger_import import sie

pytestmark = pytest.mark.django_db


def run(federation: Federation, content: bytes, path: Path, *options: str) -> str:
    file = path / "bok.se"
    file.write_bytes(content)
    out = StringIO()
    call_command("import_ledger", federation.slug, "2023", str(file), *options, stdout=out)
    return out.getvalue().replace("\u00a0", " ")


def test_the_preview_tells_months_checks_and_what_nothing_maps_and_writes_nothing(
    federation: Federation, tmp_path: Path
) -> None:
    assert run(federation, sie({1: 100, 2: 200}, centre="77"), tmp_path).splitlines() == [
        "Samordningsförbundet Älven, Ekonomi 1.0",
        "Teckenkodning: DOS (CP437) (så blir å, ä och ö rätt)",
        "Verifikationer: 2, rader: 4",
        "Dimension 1 Ansvar – håller förbundets ID",
        "Januari: kostnader minus intäkter 0 kr → 100 kr (ändras)",
        "Februari: kostnader minus intäkter 0 kr → 200 kr (ändras)",
        "Varje verifikation summerar till noll: stämmer (2 jämförda)",
        "Ingående balans och årets rader ger utgående balans: stämmer (2 jämförda)",
        "Årets rader ger resultatkontonas saldon: stämmer (1 jämförda)",
        "Verifikationernas rader ger periodsaldona: filen har inget att jämföra",
        "Förra årets utgående balans är årets ingående: filen har inget att jämföra",
        "Balanser och resultat summerar till noll: stämmer (2 jämförda)",
        "Filens summa 0 kr = balanskonton −300 kr + kopplat 0 kr + ej kopplat 300 kr",
        "Objekt utan ID: 77, 300 kr",
        "Ingenting är skrivet. Kör med --commit.",
    ]
    assert not LedgerImport.objects.exists()


def test_a_commit_reads_the_file_in(federation: Federation, tmp_path: Path) -> None:
    assert run(federation, sie({1: 100}), tmp_path, "--commit").endswith("Filen är inläst.\n")
    assert LedgerFigure.objects.count() == 2


def test_the_preview_as_data_is_exact(federation: Federation, tmp_path: Path) -> None:
    data = json.loads(run(federation, sie({1: 100}), tmp_path, "--format", "json"))

    assert data["months"] == [
        {"month": 1, "before": "0", "after": "100.00", "changed": True, "closed": False}
    ]
    assert data["totals"] == {
        "file": "0.00",
        "balance_accounts": "-100.00",
        "mapped": "100.00",
        "unmapped": "0",
    }
    assert data["ready"] is True


def test_what_has_to_be_accepted_stops_the_command_and_names_the_option(
    federation: Federation, tmp_path: Path
) -> None:
    content = sie({1: 100}, orgnr="212000-2254")

    with pytest.raises(CommandError, match="behöver rättas eller godtas"):
        run(federation, content, tmp_path, "--commit")
    assert not LedgerImport.objects.exists()

    assert "Filen är inläst." in run(federation, content, tmp_path, "--commit", "--accept", "organisation")


def test_a_damaged_file_is_told_line_by_line(federation: Federation, tmp_path: Path) -> None:
    out = StringIO()
    file = tmp_path / "bok.se"
    file.write_bytes(sie({1: 100}).replace(b"100.00 2023", b"100.001 2023"))

    with pytest.raises(CommandError):
        call_command("import_ledger", federation.slug, "2023", str(file), "--commit", stdout=out)

    assert "Fel: Rad 18: Beloppet 100.001 har fler än två decimaler.\n" in out.getvalue()
    assert not LedgerImport.objects.exists()


def test_the_same_file_again_and_a_missing_one_are_answered_in_words(
    federation: Federation, tmp_path: Path
) -> None:
    run(federation, sie({1: 100}), tmp_path, "--commit")

    with pytest.raises(CommandError, match="Samma fil är redan inläst"):
        run(federation, sie({1: 100}), tmp_path, "--commit")
    with pytest.raises(CommandError, match="går inte att läsa"):
        call_command("import_ledger", federation.slug, "2023", str(tmp_path / "ingen.se"))
