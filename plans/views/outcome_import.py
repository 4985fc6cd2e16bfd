"""Pages that read outcomes from a file: the file to fill in, the upload, what would change, and the reading in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from budgets.exports import CONTENT_TYPES, as_csv, as_xlsx
from budgets.imports.files import read_file
from finsam.revisions import EditConflict, RowGone
from members.access import Permission
from plans.domain.outcome_facts import YEAR, InitiativeFact
from plans.domain.outcome_file import CONTENTS, FileOutcome, OutcomesRead, read_outcomes, template_rows
from plans.domain.outcome_import import PlannedOutcome, planned_outcomes
from plans.domain.outcomes import period_order
from plans.models import OutcomePeriod
from plans.services.outcome_import import import_outcomes
from plans.services.outcomes import Doubtful
from plans.views.results import ResultsPage

SALT = "plans.outcome_import"
CHANGED = "Någon annan har ändrat något av det som filen för in. Inget är inläst. Granska filen på nytt."


class OutcomeUploadForm(forms.Form):
    """The file with the outcomes."""

    file = forms.FileField(
        label="Fil med resultat",
        help_text="Excel (.xlsx), LibreOffice (.ods) eller text (.csv), högst 1 MB.",
        error_messages={
            "required": "Välj en fil.",
            "empty": "Filen är tom. Välj en fil med en rubrikrad och minst en rad.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
    )


class _ImportPage(ResultsPage, abstract=True):
    """A page about outcomes in a file."""

    permission = Permission.ENTER_OUTCOMES
    title = "Läs in resultat från en fil"

    @cached_property
    def entered(self) -> list[InitiativeFact]:
        """The initiatives that the user enters outcomes of and that run in the year; 403 for one who enters none."""
        if not self.may(Permission.EDIT_OUTCOMES) and not self.owned:
            raise PermissionDenied
        return [each for each in self.facts.initiatives if self.enters(each.pk) and each.runs_in(self.year)]

    def upload_page(
        self, form: OutcomeUploadForm, read: OutcomesRead | None = None, status: int = 200
    ) -> HttpResponse:
        """Choose a file; with what is wrong in the one that was chosen."""
        context = {"form": form, "problems": read.problems if read else (), "initiatives": self.entered}
        return self.show(context, template="plans/outcome_import.html", status=status)

    def preview_page(self, planned: Sequence[PlannedOutcome], kept: str, **context: Any) -> HttpResponse:
        """What the file would change."""
        names = {each.pk: each.name(self.year) for each in self.facts.initiatives}
        return self.show(
            {
                "planned": [
                    (each, names[each.told.initiative], OutcomePeriod(each.told.period).label)
                    for each in planned
                ],
                "kept": kept,
                "doubts": [doubt for each in planned for doubt in each.doubts],
                "changes": any(each.state != "Oförändrad" for each in planned),
                **context,
            },
            template="plans/outcome_import_preview.html",
            status=422 if context else 200,
        )


class OutcomeUpload(_ImportPage):
    """Choose a file, and see what it would change. Nothing is kept of it yet."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.upload_page(OutcomeUploadForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = OutcomeUploadForm(request.POST, request.FILES)
        initiatives = self.entered
        if not form.is_valid():
            return self.upload_page(form, status=422)
        file = form.cleaned_data["file"]
        found = read_file(file.read(CONTENTS.max_bytes + 1), file.name, CONTENTS)
        if found.problems:
            return self.upload_page(form, OutcomesRead(problems=found.problems), status=422)
        read = read_outcomes(found.tables[0], self.year, initiatives)
        if read.problems:
            return self.upload_page(form, read, status=422)
        planned = planned_outcomes(read.outcomes, self.facts)
        return self.preview_page(planned, _kept(planned, self.year))


class OutcomePreview(_ImportPage):
    """Read in what was looked through: all of it or nothing. A GET leads back to the upload."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        allowed = self.entered
        return HttpResponseRedirect(self.url("outcome_import" if allowed else "outcomes"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        allowed = {each.pk for each in self.entered}
        kept = request.POST.get("fil", "")
        outcomes = _read_kept(kept, self.year)
        if outcomes is None or any(told.initiative not in allowed for told, _ in outcomes):
            messages.error(request, "Filen går inte att läsa in längre. Välj den på nytt.")
            return HttpResponseRedirect(self.url("outcome_import"))
        note = request.POST.get("kommentar", "").strip()
        try:
            changed = import_outcomes(
                federation=self.federation,
                year=self.year,
                outcomes=outcomes,
                accepted=request.POST.getlist("sagt") if "bekrafta" in request.POST else (),
                note=note,
            )
        except (EditConflict, RowGone):
            messages.error(request, CHANGED)
            return HttpResponseRedirect(self.url("outcome_import"))
        except Doubtful:
            return self._again(outcomes, kept, note, "Säg att siffrorna ska stå så, eller rätta filen.")
        except ValidationError as error:
            return self._again(outcomes, kept, note, " ".join(error.messages))
        messages.success(request, _told(changed))
        return HttpResponseRedirect(self.url("outcomes"))

    def _again(
        self, outcomes: Sequence[tuple[FileOutcome, int | None]], kept: str, note: str, told: str
    ) -> HttpResponse:
        planned = planned_outcomes([outcome for outcome, _ in outcomes], self.facts)
        return self.preview_page(planned, kept, problem=told, note=note)


class OutcomeTemplate(_ImportPage):
    """The file to fill in, with what is entered already."""

    suffix: str = ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        told = {each.period for each in self.facts.outcomes if each.year in (self.year - 1, self.year)}
        rows = template_rows(self.facts, self.entered, sorted({YEAR, *told}, key=period_order))
        made = as_xlsx(rows, "Resultat") if self.suffix == "xlsx" else as_csv(rows)
        name = f"resultat-{self.federation.slug}-{self.year}.{self.suffix}"
        return HttpResponse(
            made,
            content_type=CONTENT_TYPES[self.suffix],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _told(changed: int) -> str:
    if not changed:
        return "Allt i filen var redan infört. Inget ändrades."
    return f"Inläst: {changed} {'period är ny eller ändrad' if changed == 1 else 'perioder är nya eller ändrade'}."


def _kept(planned: Sequence[PlannedOutcome], year: int) -> str:
    """What was read, signed: what is read in is what was looked through, and nothing is kept meanwhile."""
    rows = [
        (
            each.told.initiative,
            each.told.period,
            each.revision,
            {
                gender: {
                    name: str(value) if isinstance(value, Decimal) else value
                    for name, value in values.items()
                }
                for gender, values in each.told.counts.items()
            },
        )
        for each in planned
    ]
    return signing.dumps({"year": year, "rows": rows}, salt=SALT, compress=True)


def _read_kept(kept: str, year: int) -> list[tuple[FileOutcome, int | None]] | None:
    """What `_kept` was given; None when it is not its work, or of another year, or of another day."""
    try:
        found = signing.loads(kept, salt=SALT, max_age=24 * 60 * 60)
    except signing.BadSignature:
        return None
    if found["year"] != year:
        return None
    return [
        (
            FileOutcome(
                initiative,
                period,
                {
                    gender: {
                        name: Decimal(value) if isinstance(value, str) else value
                        for name, value in values.items()
                    }
                    for gender, values in counts.items()
                },
            ),
            revision,
        )
        for initiative, period, revision, counts in found["rows"]
    ]
