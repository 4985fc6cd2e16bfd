"""Pages where indicators are defined and read, and their measurements entered one by one or from a file."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from finsam import swedish
from finsam.forms import add_errors
from finsam.revisions import refuse_taken
from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage, RemovePage, RowPage
from plans.domain.indicator_chart import indicator_chart
from plans.domain.indicators import IndicatorFacts, series
from plans.measurement_forms import IndicatorForm, MeasurementForm, MeasurementImportForm
from plans.measurement_import import PreviewRow, as_text, previewed, read_text
from plans.measurement_queries import indicator_facts
from plans.models import Indicator, Measurement
from plans.services.measurements import (
    keep_measurements,
    remove_indicator,
    remove_measurement,
    save_indicator,
    save_measurement,
)

KEEP = "las-in"
"""The value of the button that writes; any other sending shows the preview again."""


class IndicatorPlace(FederationPage, abstract=True):
    """What every page of indicators shares."""

    permission = Permission.READ_OUTCOMES
    place = "results"
    subpage = "indicators"

    @cached_property
    def facts(self) -> IndicatorFacts:
        """The federation's indicators. Three queries."""
        return Scope(self.federation.pk, self.year).facts(indicator_facts)

    def parents(self) -> list[tuple[str, str]]:
        return [("Indikatorer", self.url("indicators"))]


class IndicatorsPage(IndicatorPlace):
    """All indicators with their latest values. As many queries for thirty as for one."""

    title = "Indikatorer"
    template_name = "plans/indicators.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        kinds = dict(Indicator.Kind.choices)
        rows = [
            {
                "indicator": each,
                "kind": kinds[each.kind],
                "series": series(self.facts, each),
                "url": self.url("indicator", code=each.code),
            }
            for each in self.facts.indicators
        ]
        return self.show({"rows": rows, "can_edit": self.may(Permission.EDIT_OUTCOMES)})


class OneIndicator(IndicatorPlace, abstract=True):
    """A page about one indicator; 404 when the federation has none such."""

    @cached_property
    def indicator(self) -> Indicator:
        """The indicator in the address. One query."""
        found: Indicator = get_object_or_404(self.federation.indicators, code=self.kwargs["code"])
        return found

    def parents(self) -> list[tuple[str, str]]:
        return [*super().parents(), (self.indicator.name, self.url("indicator", code=self.indicator.code))]


class IndicatorPage(IndicatorPlace):
    """An indicator over the years: the table as it is published, the chart, and every measurement to change."""

    template_name = "plans/indicator.html"

    def get_title(self) -> str:
        return self._fact.name

    @cached_property
    def _fact(self) -> Any:
        found = self.facts.indicator(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = series(self.facts, self._fact)
        latest = sorted(self._fact.measurements, key=lambda each: (-each.year, -(each.month or 13), each.pk))
        return self.show(
            {
                "indicator": self._fact,
                "kind": dict(Indicator.Kind.choices)[self._fact.kind],
                "series": found,
                "chart": indicator_chart(found) if found else None,
                "measurements": [(each, self._fact.shown(each.value)) for each in latest],
                "sees_small": self.may(Permission.READ_SMALL_COUNTS),
                "can_edit": self.may(Permission.EDIT_OUTCOMES),
                "years_after": any(each.year > self.year for each in latest),
            }
        )


class IndicatorSettings(IndicatorPlace, RowPage):
    """Add an indicator."""

    permission = Permission.EDIT_OUTCOMES
    form_class = IndicatorForm
    back = "indicators"
    noun, noun_new = "indikatorn", "en indikator"
    save = staticmethod(save_indicator)
    remove = "indicator_remove"

    def rows(self) -> models.QuerySet[Indicator]:
        return self.federation.indicators.all()


class IndicatorRemove(RemovePage, IndicatorSettings):
    """Remove an indicator."""

    consequence = "Dess mätningar från alla år försvinner också."
    discard = staticmethod(remove_indicator)


class MeasurementPage(OneIndicator, RowPage):
    """Add or change a measurement of an indicator."""

    permission = Permission.EDIT_OUTCOMES
    form_class = MeasurementForm
    noun, noun_new = "mätningen", "en mätning"
    save = staticmethod(save_measurement)

    def rows(self) -> models.QuerySet[Measurement]:
        return self.indicator.measurements.all()

    def fixed(self) -> dict[str, Any]:
        return {"indicator": self.indicator}

    def initial(self) -> dict[str, Any]:
        return {"year": self.year}

    def name_of(self, row: Any) -> str:
        return f"{self.indicator.name} {row.year}"

    def back_url(self) -> str:
        return self.url("indicator", code=self.indicator.code)

    def remove_url(self) -> str:
        if self.row is None:
            return ""
        return self.url("measurement_remove", code=self.indicator.code, pk=self.row.pk)


class MeasurementRemove(RemovePage, MeasurementPage):
    """Remove a measurement."""

    discard = staticmethod(remove_measurement)


class MeasurementImport(OneIndicator):
    """Many measurements at once: pasted or from a file, shown as they would be read, and then kept, all or none."""

    permission = Permission.EDIT_OUTCOMES
    title = "Läs in mätningar"
    template_name = "plans/measurement_import.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._show(MeasurementImportForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = MeasurementImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, status=422)
        text = form.cleaned_data["rows"]
        try:
            if form.cleaned_data["file"]:
                text = as_text(form.cleaned_data["file"].read(), form.cleaned_data["file"].name)
            elif not text.strip():
                raise ValueError("Klistra in raderna, eller välj en fil.")
            table = read_text(text)
        except ValueError as error:
            form.add_error("file" if form.cleaned_data["file"] else "rows", str(error))
            return self._show(form, status=422)
        rows = previewed(self.indicator, table)
        wrong = sum(bool(each.row.problems) for each in rows)
        seal = self._seal(text, rows)
        if wrong or request.POST.get("seen") != seal or request.POST.get("step_to") != KEEP:
            return self._show(
                MeasurementImportForm(initial={"rows": text}),
                status=422 if wrong else 200,
                preview=rows,
                wrong=wrong,
                seen=seal,
                unread=table.unread,
            )
        return self._keep(form, rows)

    def _keep(self, form: MeasurementImportForm, rows: list[PreviewRow]) -> HttpResponse:
        try:
            with refuse_taken():
                added, changed = keep_measurements(
                    federation=self.federation,
                    indicator=self.indicator,
                    rows=[each.row.values for each in rows],
                )
        except ValidationError as error:
            add_errors(form, error)
            return self._show(form, status=422)
        messages.success(
            self.request, f"Inläst: {_said(added, 'ny', 'nya')} och {_said(changed, 'ändrad', 'ändrade')}."
        )
        return HttpResponseRedirect(self.url("indicator", code=self.indicator.code))

    @staticmethod
    def _seal(text: str, rows: list[PreviewRow]) -> str:
        """Differs when other rows, or other values that they replace, are sent than were shown."""
        replaces = [each.replaces for each in rows]
        return sha256(repr((text.replace("\r\n", "\n"), replaces)).encode()).hexdigest()

    def _show(self, form: MeasurementImportForm, status: int = 200, **context: Any) -> HttpResponse:
        return self.show({"form": form, "indicator": self.indicator, **context}, status=status)


def _said(number: int, one: str, many: str) -> str:
    if not number:
        return f"ingen {one}"
    return f"{swedish.count(number)} {one if number == 1 else many}"
