"""Pages that read a file into the year's budget: upload, columns, preview, commit; and the budget as a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from budgets.exports import CONTENT_TYPES, as_csv, as_xlsx, export_rows
from budgets.forms.importing import ColumnsForm, PreviewForm, UploadForm
from budgets.import_queries import Prepared, prepared
from budgets.imports.choices import Choices
from budgets.imports.preview import preview_of
from budgets.models import BudgetImport
from budgets.queries import budget_facts, budget_scope
from budgets.services import importing as services
from finsam.forms import add_errors
from finsam.revisions import EditConflict
from members.access import Permission
from members.models import User
from members.pages import FederationPage

COMMIT = "commit"
"""The name of the button that reads the file in; any other sending keeps the choices and shows the preview again."""
CHOSEN = "Någon annan har gjort andra val för filen sedan du öppnade sidan. Så här är det nu: välj på nytt."


class ImportUpload(FederationPage):
    """Choose a file. What cannot be read is refused here, and not kept."""

    permission = Permission.EDIT_BUDGET
    place = "budget"
    subpage = "import"
    title = "Läs in en fil"
    template_name = "budgets/import_upload.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(UploadForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        file = form.cleaned_data["file"]
        assert isinstance(request.user, User)
        try:
            kept = services.keep_import_file(
                federation=self.federation,
                year=self.year,
                name=file.name,
                content=file.read(),
                user=request.user,
            )
        except ValidationError as error:
            form.add_error("file", error)
            return self._page(form, status=422)
        return HttpResponseRedirect(self.url("budget_import", pk=kept.pk))

    def _page(self, form: UploadForm, status: int = 200) -> HttpResponse:
        waiting = self.federation.budget_imports.filter(year=self.year, status=BudgetImport.Status.WAITING)
        return self.show({"form": form, "waiting": waiting.defer("content")[:10]}, status=status)


class _Waiting(FederationPage, abstract=True):
    """A page about a file that waits to be read in."""

    permission = Permission.EDIT_BUDGET
    place = "budget"
    subpage = "import"

    @cached_property
    def file(self) -> BudgetImport:
        """The file in the address; 404 when it is another federation's or year's, or no longer waits."""
        rows = self.federation.budget_imports.filter(year=self.year, status=BudgetImport.Status.WAITING)
        found: BudgetImport | None = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def choices(self) -> Choices:
        """What is chosen for the file so far."""
        return Choices.from_json(self.file.choices)

    @cached_property
    def found(self) -> Prepared:
        """The file, laid beside the budget."""
        return prepared(self.federation, self.year, bytes(self.file.content), self.file.name, self.choices)

    def overtaken(self, error: ValidationError) -> HttpResponse:
        """Someone else was first: the file as it is now, or, when it no longer waits, the page to choose one."""
        waits = self.federation.budget_imports.filter(
            pk=self.file.pk, status=BudgetImport.Status.WAITING
        ).exists()
        told = CHOSEN if isinstance(error, EditConflict) and waits else " ".join(error.messages)
        messages.error(self.request, told)
        if waits:
            return HttpResponseRedirect(self.url("budget_import_columns", pk=self.file.pk))
        return HttpResponseRedirect(self.url("budget_import_add"))

    def keep(self, choices: Choices, revision: int | None) -> None:
        """Keep other choices for the file."""
        services.save_import_choices(
            federation=self.federation, pk=self.file.pk, revision=revision, choices=choices
        )


class ImportColumns(_Waiting):
    """What the file's columns mean."""

    title = "Filens kolumner"
    template_name = "budgets/import_columns.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            self.keep(form.changed(), form.cleaned_data["revision"])
        except ValidationError as error:
            return self.overtaken(error)
        return HttpResponseRedirect(self.url("budget_import", pk=self.file.pk))

    def _form(self, *data: Any) -> ColumnsForm:
        return ColumnsForm(
            *data,
            initial={"revision": self.file.revision},
            found=self.found,
            year=self.year,
            choices=self.choices,
        )

    def _page(self, form: ColumnsForm, status: int = 200) -> HttpResponse:
        problems = self.found.mapping.problems if self.found.mapping else ()
        return self.show({"form": form, "file": self.file, "problems": problems}, status=status)


class ImportPreview(_Waiting):
    """Every row of the file and what it changes; then the reading itself."""

    title = "Förhandsvisning"
    template_name = "budgets/import_preview.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.found.plan is None:
            return HttpResponseRedirect(self.url("budget_import_columns", pk=self.file.pk))
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.found.plan is None:
            return HttpResponseRedirect(self.url("budget_import_columns", pk=self.file.pk))
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        chosen, revision = form.changed(), form.cleaned_data["revision"]
        try:
            if chosen != self.choices:
                self.keep(chosen, revision)
                if COMMIT in request.POST:
                    messages.info(request, "Dina val är sparade. Granska ändringarna och läs sedan in dem.")
                return HttpResponseRedirect(request.path)
            if COMMIT not in request.POST:
                return HttpResponseRedirect(request.path)
            plan = services.commit_import(
                federation=self.federation,
                pk=self.file.pk,
                revision=revision,
                basis=form.cleaned_data["basis"],
            )
        except ValidationError as error:
            return self._refused(error)
        messages.success(request, f"”{self.file.name}” är inläst: {plan.changed} ändringar.")
        return HttpResponseRedirect(self.url("budget"))

    def _refused(self, error: ValidationError) -> HttpResponse:
        """The preview as it is now, and why nothing was read in; elsewhere when there is none any more."""
        pk = self.file.pk
        if not self.federation.budget_imports.filter(pk=pk, status=BudgetImport.Status.WAITING).exists():
            return self.overtaken(error)
        del self.__dict__["found"], self.__dict__["choices"], self.__dict__["file"]
        if self.found.plan is None:
            return self.overtaken(error)
        form = self._form({"revision": self.file.revision, "basis": self._plan().basis})
        form.is_valid()
        add_errors(form, ValidationError(error.messages))
        return self._page(form, status=409)

    def _plan(self) -> Any:
        assert self.found.plan is not None
        return self.found.plan

    def _form(self, *data: Any) -> PreviewForm:
        return PreviewForm(
            *data,
            initial={"revision": self.file.revision},
            plan=self._plan(),
            choices=self.choices,
            centres=self.found.facts.centres if self.found.facts else (),
            accounts=self.found.accounts,
        )

    def _page(self, form: PreviewForm, status: int = 200) -> HttpResponse:
        plan = self._plan()
        return self.show(
            {
                "form": form,
                "file": self.file,
                "plan": plan,
                "preview": preview_of(plan),
                "reading": self.found.reading,
                "mapping": self.found.mapping,
            },
            status=status,
        )


class ImportDiscard(_Waiting):
    """Leave a file unread. A GET leads back to its preview, which has the button."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("budget_import", pk=self.file.pk))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            services.discard_import(federation=self.federation, pk=self.file.pk)
        except ValidationError as error:
            return self.overtaken(error)
        messages.success(request, f"”{self.file.name}” lästes inte in. Budgeten är oförändrad.")
        return HttpResponseRedirect(self.url("budget_import_add"))


class _Export(FederationPage, abstract=True):
    """The year's budget as a file."""

    permission = Permission.READ_BUDGET
    place = "budget"
    suffix: str
    write: Callable[..., bytes]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        facts = budget_scope(self.federation, self.year, is_editor=self.may(Permission.EDIT_BUDGET)).facts(
            budget_facts
        )
        if facts.budget is None:
            raise Http404
        name = f"budget-{self.federation.slug}-{self.year}.{self.suffix}"
        return HttpResponse(
            type(self).write(export_rows(facts)),
            content_type=CONTENT_TYPES[self.suffix],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class ExportXlsx(_Export):
    """The budget as a workbook."""

    suffix = "xlsx"
    write = staticmethod(as_xlsx)


class ExportCsv(_Export):
    """The budget as text."""

    suffix = "csv"
    write = staticmethod(as_csv)
