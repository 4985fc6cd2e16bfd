"""The pages of training events and indicators: entered one by one or from a file, hidden from those who may not see."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Federation, Role
from plans.models import Indicator, Measurement, TrainingEvent
from plans.services.measurements import save_indicator, save_measurement
from tests import factories as make
from tests.conftest import signed_in
from tests.pages import errors, form_data, messages, words

pytestmark = pytest.mark.django_db

YEAR = 2018


@pytest.fixture
def federation(db: None) -> Federation:
    return make.FederationFactory()


@pytest.fixture
def client(federation: Federation) -> Client:
    return signed_in(make.MandateFactory(federation=federation).user)


def url(federation: Federation, name: str, **kwargs: object) -> str:
    return reverse(name, kwargs={"slug": federation.slug, "year": YEAR, **kwargs})


# --- Training --------------------------------------------------------------------------------------------------


def test_a_training_event_is_entered_with_its_participants_by_gender(
    federation: Federation, client: Client
) -> None:
    address = url(federation, "training_event_add")
    sent = form_data(client.get(address), name="Workshop", women="12", men="8", held_on="2018-09-21")
    answer = client.post(address, sent, follow=True)

    assert messages(answer) == ["Sparat: Workshop."]
    row = TrainingEvent.objects.get()
    assert (row.year, row.women, row.men, row.other, row.participants) == (YEAR, 12, 8, None, None)
    assert "Workshop 21 september 2018 1 12 8 – 20" in words(answer)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            {"women": "12", "participants": "20"},
            {"": ["Skriv deltagarna antingen könsuppdelat eller tillsammans, inte båda."]},
        ),
        ({"held_on": "2017-09-21"}, {"held_on": ["Skriv en dag under 2018, eller lämna tomt."]}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    federation: Federation, client: Client, typed: dict[str, str], told: dict[str, list[str]]
) -> None:
    address = url(federation, "training_event_add")
    answer = client.post(address, form_data(client.get(address), name="Workshop", **typed))

    assert (answer.status_code, errors(answer), TrainingEvent.objects.count()) == (422, told, 0)


def test_small_counts_of_participants_are_for_those_who_may_see_them(
    federation: Federation, client: Client
) -> None:
    make.TrainingEventFactory(federation=federation, year=YEAR, name="Samtal", participants=3)
    board = signed_in(make.MandateFactory(federation=federation, role=Role.BOARD).user)
    address = url(federation, "training")

    assert "Samtal – 1 3" in words(client.get(address))
    assert "Samtal – 1 x" in words(board.get(address))
    assert "Samtal – 1 3" not in words(board.get(address))


# --- Indicators ------------------------------------------------------------------------------------------------


def test_an_indicator_gets_a_code_of_its_name_that_stays_when_the_name_changes(
    federation: Federation, client: Client
) -> None:
    address = url(federation, "indicator_add")
    client.post(address, form_data(client.get(address), name="Sålda böcker", kind="sales", unit="exemplar"))
    row = Indicator.objects.get()
    change = url(federation, "indicator_settings", pk=row.pk)
    client.post(change, form_data(client.get(change), name="Sålda exemplar"))

    row.refresh_from_db()
    assert (row.code, row.name) == ("salda-bocker", "Sålda exemplar")
    assert save_indicator(federation=federation, name="Sålda böcker").code == "salda-bocker-2"


def test_a_measurement_keeps_to_the_indicators_decimals(federation: Federation) -> None:
    row = make.IndicatorFactory(federation=federation, decimals=1)
    save_measurement(federation=federation, indicator=row, year=YEAR, value=Decimal("3.5"))
    with pytest.raises(ValidationError, match="mäts i tal med högst en decimal"):
        save_measurement(federation=federation, indicator=row, year=2019, value=Decimal("3.55"))


def test_a_measurement_is_entered_and_shown_in_the_series(federation: Federation, client: Client) -> None:
    row = make.IndicatorFactory(federation=federation, name="ORS", decimals=1)
    address = url(federation, "measurement_add", code=row.code)
    sent = form_data(client.get(address), value="27,5", respondents="deltagare", n="40", month="6")
    answer = client.post(address, sent, follow=True)

    assert messages(answer) == ["Sparat: ORS 2018."]
    assert "Grupp juni 2018 Deltagare 27,5 (40)" in words(answer)


def test_an_auditor_reads_every_measurement_and_changes_none(federation: Federation) -> None:
    row = make.IndicatorFactory(federation=federation, name="ORS")
    make.MeasurementFactory(indicator=row, year=YEAR, n=3)
    address = url(federation, "indicator", code=row.code)
    auditor, board = (
        signed_in(make.MandateFactory(federation=federation, role=role).user)
        for role in (Role.AUDITOR, Role.BOARD)
    )

    assert "Alla mätningar, de senaste först" in words(auditor.get(address))
    assert "Ändra" not in words(auditor.get(address))
    assert "Åtgärd" not in words(auditor.get(address))
    assert "Alla mätningar, de senaste först" not in words(board.get(address))


def test_measurements_are_read_from_a_file_after_a_look_at_every_row(
    federation: Federation, client: Client
) -> None:
    row = make.IndicatorFactory(federation=federation)
    make.MeasurementFactory(indicator=row, year=2017, value=Decimal(120))
    address = url(federation, "measurement_import", code=row.code)
    file = SimpleUploadedFile("matt.csv", "år;värde\n2017;130\n2018;345\n".encode())
    shown = client.post(address, {"file": file, "rows": "", "step_to": "visa"})

    assert (shown.status_code, Measurement.objects.count()) == (200, 1)
    assert "ersätter 120" in words(shown)
    sent = {**form_data(shown), "seen": shown.context["seen"], "step_to": "las-in"}
    answer = client.post(address, sent, follow=True)
    assert messages(answer) == ["Inläst: en ny och en ändrad."]
    assert list(row.measurements.values_list("year", "value")) == [(2017, Decimal(130)), (2018, Decimal(345))]


def test_nothing_is_read_in_that_was_not_shown(federation: Federation, client: Client) -> None:
    row = make.IndicatorFactory(federation=federation)
    address = url(federation, "measurement_import", code=row.code)
    shown = client.post(address, {"rows": "år;värde\n2018;345\n", "step_to": "visa"})
    changed = {"rows": "år;värde\n2018;999\n", "seen": shown.context["seen"], "step_to": "las-in"}

    assert (client.post(address, changed).status_code, Measurement.objects.count()) == (200, 0)
    make.MeasurementFactory(indicator=row, year=YEAR, value=Decimal(1))
    late = {"rows": "år;värde\n2018;345\n", "seen": shown.context["seen"], "step_to": "las-in"}
    assert "ersätter 1" in words(client.post(address, late))
    assert Measurement.objects.get().value == 1


def test_a_row_that_is_wrong_stops_all_and_says_which(federation: Federation, client: Client) -> None:
    row = make.IndicatorFactory(federation=federation)
    address = url(federation, "measurement_import", code=row.code)
    text = "år;värde\n2018;345\n2019;3,5\n"
    answer = client.post(address, {"rows": text, "step_to": "las-in"})

    assert (answer.status_code, Measurement.objects.count()) == (422, 0)
    assert "Rad 3: Indikatorn mäts i hela tal." in words(answer)
    assert form_data(answer)["rows"] == text


def test_a_file_that_is_none_is_refused_at_its_field(federation: Federation, client: Client) -> None:
    row = make.IndicatorFactory(federation=federation)
    address = url(federation, "measurement_import", code=row.code)
    answer = client.post(
        address, {"rows": "", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"), "step_to": "visa"}
    )

    assert answer.status_code == 422
    assert "är en PDF och inte ett kalkylark" in errors(answer)["file"][0]
    assert errors(client.post(address, {"rows": " "})) == {"rows": ["Klistra in raderna, eller välj en fil."]}


def test_anothers_indicator_is_not_found(federation: Federation, client: Client) -> None:
    other = make.MeasurementFactory(indicator__federation=make.FederationFactory())
    names = ("indicator", "measurement_import", "measurement_add")
    found = [client.get(url(federation, name, code=other.indicator.code)).status_code for name in names]
    assert found == [404, 404, 404]
    own = make.IndicatorFactory(federation=federation)
    address = url(federation, "measurement", code=own.code, pk=other.pk)
    assert client.get(address).status_code == 404


# --- Cost ------------------------------------------------------------------------------------------------------

COST = {"training": 10, "indicators": 10, "indicator": 10, "follow_up_sheet": 26}


@pytest.mark.parametrize("size", [1, 30])
def test_the_pages_cost_as_much_for_thirty_as_for_one(
    federation: Federation, client: Client, size: int
) -> None:
    for number in range(size):
        make.TrainingEventFactory(federation=federation, year=YEAR)
        row = make.IndicatorFactory(federation=federation)
        for area in range(size):
            make.MeasurementFactory(indicator=row, year=YEAR, area=f"Område {area}")
        centre = make.CostCentreFactory(federation=federation)
        make.InitiativeFactory(federation=federation, code=f"insats-{number}", cost_centre=centre)
    client.get("/")

    def cost(name: str) -> int:
        code = {"code": row.code} if name == "indicator" else {}
        with CaptureQueriesContext(connection) as found:
            assert client.get(url(federation, name, **code)).status_code == 200
        return len(found)

    assert {name: cost(name) for name in COST} == COST
