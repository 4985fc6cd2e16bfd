"""Pages that read a file into the ledger: the files read so far, upload, preview, commit; and a file as it came."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header

from budgets.forms.ledger_import import LedgerPreviewForm, LedgerUploadForm
from budgets.forms.ledger_table import LedgerColumnsForm
from budgets.imports.ledger import LedgerPlan
from budgets.imports.ledger_reading import Reading
from budgets.imports.ledger_standing import LedgerChoices
from budgets.imports.ledger_table import LedgerTable, is_sie, items_of, read_table
from budgets.ledger_import_queries import ledger_files, plan_for, plan_of
from budgets.models import AccountGroup, LedgerImport
from budgets.queries import centre_facts
from budgets.services import ledger_import as services
from budgets.services.ledger_tables import keep_ledger_table
from finsam.forms import add_errors
from finsam.revisions import EditConflict
from finsam.scope import Scope
from members.access import Permission
from members.models import User
from members.pages import FederationPage

COMMIT = "commit"
"""The name of the button that reads the file in; any other sending keeps the choices and shows the preview again."""
CHOSEN = "Någon annan har gjort andra val för filen sedan du öppnade sidan. Så här är det nu: välj på nytt."


class _LedgerFilePage(FederationPage, abstract=True):
    """A page about files of the ledger."""

    place = "follow_up"
    subpage = "ledger_files"


class LedgerFiles(_LedgerFilePage):
    """The files that are read in, and those that wait."""

    permission = Permission.READ_BUDGET
    title = "Bokföringsfiler"
    template_name = "budgets/ledger_import_files.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        files = ledger_files(self.federation, self.year)
        return self.show(
            {
                "files": [each for each in files if not each.is_waiting],
                "waiting": [each for each in files if each.is_waiting and self.may(Permission.EDIT_BUDGET)],
            }
        )


class LedgerFileUpload(_LedgerFilePage):
    """Choose a file, a SIE file or a table. What cannot be read is refused here, and not kept."""

    permission = Permission.EDIT_BUDGET
    title = "Läs in en bokföringsfil"
    template_name = "budgets/ledger_import_upload.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show({"form": LedgerUploadForm()})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = LedgerUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show({"form": form}, status=422)
        file = form.cleaned_data["file"]
        content = file.read(services.MAX_SIE_BYTES + 1)
        keep = services.keep_ledger_file if is_sie(content) else keep_ledger_table
        assert isinstance(request.user, User)
        try:
            kept = keep(
                federation=self.federation,
                year=self.year,
                name=file.name,
                content=content,
                user=request.user,
            )
        except ValidationError as error:
            form.add_error("file", error)
            return self.show({"form": form}, status=422)
        return HttpResponseRedirect(self.url("ledger_file", pk=kept.pk))


class _Waiting(_LedgerFilePage, abstract=True):
    """A page about a file that waits to be read in."""

    permission = Permission.EDIT_BUDGET

    @cached_property
    def file(self) -> LedgerImport:
        """The file in the address; 404 when it is another federation's or year's, or no longer waits."""
        rows = self.federation.ledger_imports.filter(year=self.year, status=LedgerImport.Status.WAITING)
        found: LedgerImport | None = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def choices(self) -> LedgerChoices:
        """What is chosen for the file so far."""
        return LedgerChoices.from_json(self.file.choices)

    @cached_property
    def table(self) -> LedgerTable | None:
        """The file as a table, as far as it is understood; None for a SIE file."""
        if self.file.kind != LedgerImport.Kind.TABLE:
            return None
        return read_table(bytes(self.file.content), self.file.name, self.choices.table, self.year)

    def overtaken(self, error: ValidationError, name: str) -> HttpResponse:
        """Someone else was first: the page as it is now, or, when the file no longer waits, the list of files."""
        waits = self.federation.ledger_imports.filter(pk=self.file.pk, status=LedgerImport.Status.WAITING)
        is_waiting = waits.exists()
        is_chosen = isinstance(error, EditConflict) and is_waiting
        messages.error(self.request, CHOSEN if is_chosen else " ".join(error.messages))
        return HttpResponseRedirect(
            self.url(name, pk=self.file.pk) if is_waiting else self.url("ledger_files")
        )


class LedgerFileColumns(_Waiting):
    """What the columns of a table are, and which of its rows are sums."""

    title = "Filens kolumner"
    template_name = "budgets/ledger_import_columns.html"

    @cached_property
    def found(self) -> LedgerTable:
        """The table; 404 for a SIE file, whose records say what they are."""
        if self.table is None:
            raise Http404
        return self.table

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            services.save_ledger_choices(
                federation=self.federation,
                pk=self.file.pk,
                revision=form.cleaned_data["revision"],
                choices=replace(self.choices, table=form.changed()),
            )
        except ValidationError as error:
            return self.overtaken(error, "ledger_file_columns")
        return HttpResponseRedirect(self.url("ledger_file", pk=self.file.pk))

    def _form(self, *data: Any) -> LedgerColumnsForm:
        return LedgerColumnsForm(
            *data,
            initial={"revision": self.file.revision},
            found=self.found,
            choices=self.choices.table,
        )

    def _page(self, form: LedgerColumnsForm, status: int = 200) -> HttpResponse:
        return self.show({"form": form, "file": self.file, "found": self.found}, status=status)


class LedgerFilePreview(_Waiting):
    """What the file changes month by month, whether it ties, and what is not mapped; then the reading itself."""

    template_name = "budgets/ledger_import_preview.html"
    title = "Förhandsvisning"

    @cached_property
    def plan(self) -> LedgerPlan:
        """The file, laid beside the ledger."""
        books = Reading(items_of(self.table, self.year)).books if self.table is not None else None
        if books is None:
            return plan_for(self.federation, self.year, bytes(self.file.content), self.choices)
        return plan_of(self.federation, self.year, books, self.choices, LedgerImport.Kind.TABLE)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.table is not None and not self.table.is_settled:
            return HttpResponseRedirect(self.url("ledger_file_columns", pk=self.file.pk))
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.table is not None and not self.table.is_settled:
            return HttpResponseRedirect(self.url("ledger_file_columns", pk=self.file.pk))
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            if self._keep(form):
                if COMMIT in request.POST:
                    messages.info(request, "Dina val är sparade. Granska ändringarna och läs sedan in dem.")
                return HttpResponseRedirect(request.path)
            if COMMIT not in request.POST:
                return HttpResponseRedirect(request.path)
            assert isinstance(request.user, User)
            plan = services.commit_ledger_file(
                federation=self.federation,
                pk=self.file.pk,
                revision=form.cleaned_data["revision"],
                basis=form.cleaned_data["basis"],
                user=request.user,
            )
        except ValidationError as error:
            return self._refused(error)
        messages.success(request, f"”{self.file.name}” är inläst: {plan.taken_text} {self.year}.")
        return HttpResponseRedirect(self.url("ledger_files"))

    @transaction.atomic
    def _keep(self, form: LedgerPreviewForm) -> bool:
        """Keep what is chosen; whether anything was."""
        chosen = form.changed()
        if chosen != self.choices:
            services.save_ledger_choices(
                federation=self.federation,
                pk=self.file.pk,
                revision=form.cleaned_data["revision"],
                choices=chosen,
            )
        mapped = services.map_meanings(
            federation=self.federation,
            dimension=self.plan.dimension,
            accounts=list(form.accounts()),
            objects=list(form.objects()),
        )
        return mapped or chosen != self.choices

    def _refused(self, error: ValidationError) -> HttpResponse:
        """The preview as it is now, and why nothing was read in; the list when the file no longer waits."""
        waits = self.federation.ledger_imports.filter(pk=self.file.pk, status=LedgerImport.Status.WAITING)
        if not waits.exists():
            return self.overtaken(error, "ledger_file")
        for name in ("file", "choices", "table", "plan"):
            self.__dict__.pop(name, None)
        if self.table is not None and not self.table.is_settled:
            return self.overtaken(error, "ledger_file_columns")
        form = self._form({"revision": self.file.revision, "basis": self.plan.basis})
        form.is_valid()
        add_errors(form, ValidationError(CHOSEN if isinstance(error, EditConflict) else error.messages))
        return self._page(form, status=409)

    def _form(self, *data: Any) -> LedgerPreviewForm:
        return LedgerPreviewForm(
            *data,
            initial={"revision": self.file.revision},
            plan=self.plan,
            choices=self.choices,
            centres=centre_facts(Scope(self.federation.pk, self.year)),
            groups=tuple(AccountGroup.objects.filter(federation=self.federation)),
        )

    def _page(self, form: LedgerPreviewForm, status: int = 200) -> HttpResponse:
        return self.show(
            {"form": form, "file": self.file, "plan": self.plan, "found": self.table}, status=status
        )


class LedgerFileDiscard(_Waiting):
    """Leave a file unread. A GET leads back to its preview, which has the button."""

    title = "Läs inte in filen"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("ledger_file", pk=self.file.pk))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            services.discard_ledger_file(federation=self.federation, pk=self.file.pk)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"”{self.file.name}” lästes inte in. Bokföringen är oförändrad.")
        return HttpResponseRedirect(self.url("ledger_files"))


class LedgerFileOriginal(_LedgerFilePage):
    """The bytes of a file that is read in, as they came."""

    permission = Permission.READ_BUDGET
    title = "Filen som den kom"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = self.federation.ledger_imports.filter(year=self.year, status=LedgerImport.Status.COMMITTED)
        file = rows.filter(pk=self.kwargs["pk"]).first()
        if file is None:
            raise Http404
        disposition = content_disposition_header(as_attachment=True, filename=file.name)
        return HttpResponse(
            bytes(file.content),
            content_type="application/octet-stream",
            headers={"Content-Disposition": disposition},
        )
