"""Pages of what becomes of an annual report after the decision: signed, audited, and tried by each member.

The path itself is read by those who read drafts. Recording is for the director and finance; an auditor records its own
report. What may follow what is said by `reports.domain.chain`.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from finsam.revisions import Revisioned
from members.access import Permission
from members.models import Member
from members.pages import AS_NEW
from plans.addresses import slot_url
from plans.models import Document
from reports import chain_openness, services
from reports.chain_forms import AuditReportForm, DischargeForm, SigningForm
from reports.chain_queries import chain_facts, members_to_decide, own_days, versions_of_year
from reports.chain_rows import SLOT, TITLE, OnlyRow, ReportPage, ReportRemove, ReportRow
from reports.domain import chain
from reports.domain.chain import Step
from reports.domain.signers import changes_of_board
from reports.models import AuditReport, Discharge, Signing
from reports.queries import visible_documents


class ChainPage(ReportPage):
    """The whole way: what is done, what is next and by when, and each record. Constant number of queries.

    An address may name a version (`?version=1`): one that is replaced is read and not changed.
    """

    permission = Permission.READ_DRAFTS
    title = TITLE
    template_name = "reports/chain.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        document = self._asked() or self._draft()
        if document is None:
            return self.show({"document": None})
        is_replaced = document in self.versions[1:]
        facts = chain_facts(document, own_days(self.federation, self.year))
        path = () if is_replaced else chain.steps(facts, timezone.localdate())
        may_sign = self.may(Permission.EDIT_SIGNING) and not is_replaced
        may_audit = self.may(Permission.EDIT_AUDIT_REPORT) and not is_replaced
        query = f"?version={document.version}" if len(self.versions) > 1 else ""
        return self.show(
            {
                "document": document,
                "is_replaced": is_replaced,
                "other_versions": [each for each in self.versions if each != document],
                "may_sign": may_sign,
                "may_audit": may_audit,
                "report_url": slot_url(self.federation.slug, self.year, SLOT, "plan") + query,
                "chain": facts,
                "steps": path,
                "action": self._action(path),
                "lacking": chain.told_of_lacking(facts),
                "board_changes": changes_of_board(facts.board_then, facts.board_signing),
                "reports": [(each, may_audit and self._may_change(each)) for each in facts.reports],
                "left": chain.told_of_discharge(facts, is_replaced),
            }
        )

    @cached_property
    def versions(self) -> list[Document]:
        """The versions that the board has decided on, the newest first. One query."""
        return list(versions_of_year(self.federation, self.year))

    def _asked(self) -> Document | None:
        """The version that the address names, else the newest; None while there is none. 404 for one there is not."""
        asked = self.request.GET.get("version")
        if asked is None:
            return self.versions[0] if self.versions else None
        found = next((each for each in self.versions if str(each.version) == asked), None)
        if found is None:
            raise Http404
        return found

    def _draft(self) -> Document | None:
        """The report that is still written, as far as the user may know of it."""
        visible = visible_documents(self.federation, self.permissions)
        newest = visible.newest(SLOT.kind, self.year, SLOT.month)
        found: Document | None = newest.select_related("federation", "decision__meeting").first()
        return found

    def _may_change(self, report: chain.AuditReportFact) -> bool:
        return self.may(Permission.EDIT_SIGNING) or report.entered_by == self.request.user.pk

    def _action(self, path: tuple[chain.StepFact, ...]) -> dict[str, str] | None:
        """The button to the next step, for who may take it."""
        following = next((step.key for step in path if step.is_next), None)
        if following is Step.SIGNED and self.may(Permission.EDIT_SIGNING):
            return {"label": "Anteckna underskrifterna", "url": self.url("report_signing")}
        if following is Step.AUDITED and self.may(Permission.EDIT_AUDIT_REPORT):
            return {"label": "Lägg in revisionsberättelsen", "url": self.url("audit_report_add")}
        return None


class SigningPage(OnlyRow):
    """Record who signed the report, or correct it."""

    permission = Permission.EDIT_SIGNING
    form_class = SigningForm
    openness = chain_openness.SIGNING
    noun, noun_new = "underskrifterna", "underskrifterna"
    save = staticmethod(services.save_signing)
    help_text = (
        "Skriv in det som står på underskriftssidan. Styrelsens sittande ledamöter skriver under, även när "
        "årsredovisningen gäller en tidigare mandatperiod."
    )

    def get_title(self) -> str:
        return "Ändra underskrifterna" if self.row else "Anteckna underskrifterna"

    def rows(self) -> models.QuerySet[Signing]:
        return Signing.objects.filter(document=self.report).select_related("document__federation")

    def form_arguments(self) -> dict[str, Any]:
        day = self.chain.decided_on
        return {**super().form_arguments(), "day": day}

    def initial(self) -> dict[str, Any]:
        decision = self.report.decision
        if decision is None:
            return {}
        place = decision.meeting.place.rpartition(",")[2].strip()
        return {"signed_on": decision.meeting.held_on, "place": place}

    def name_of(self, row: Any) -> str:
        return "underskrifterna"

    def remove_url(self) -> str:
        return self.url("report_signing_remove") if self.row else ""


class SigningRemove(ReportRemove, SigningPage):
    """Take away what was recorded of the signing by mistake."""

    consequence = "Vem som skrev under, var och när tas bort. Ändringen syns i behandlingshistoriken."

    def get_title(self) -> str:
        return "Ta bort underskrifterna"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row is None:
            raise Http404
        return super().get(request, **kwargs)

    def throw_away(self, revision: int) -> None:
        services.remove_signing(federation=self.federation, document=self.report.pk, revision=revision)


class AuditReportPage(ReportRow):
    """Record what auditors say of the report, or correct it."""

    permission = Permission.EDIT_AUDIT_REPORT
    form_class = AuditReportForm
    openness = chain_openness.AUDIT_REPORT
    noun, noun_new = "revisionsberättelsen", "en revisionsberättelse"
    save = staticmethod(services.save_audit_report)
    remove = "audit_report_remove"
    help_text = (
        "Revisorerna lämnar sin berättelse till styrelsen, medlemmarna och Arbetsförmedlingen (26\u00a0§ lagen om "
        "finansiell samordning). Skriv in vad som står i den."
    )

    def rows(self) -> models.QuerySet[AuditReport]:
        return AuditReport.objects.filter(document=self.report).defer("pdf")

    @cached_property
    def row(self) -> Revisioned | None:
        if AS_NEW in self.request.POST and self._is_of_a_replaced_version():
            return None
        found: Any = super().row
        is_own = found is None or found.entered_by_id == self.request.user.pk
        if not is_own and not self.may(Permission.EDIT_SIGNING):
            raise PermissionDenied
        return found

    def _is_of_a_replaced_version(self) -> bool:
        """Whether the address is of an audit report on a version that the board has replaced."""
        earlier = AuditReport.objects.filter(document__federation=self.federation, document__year=self.year)
        return earlier.filter(pk=self.kwargs.get("pk")).exclude(document=self.report).exists()

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), "year": self.year}

    def _named(self, changes: dict[str, Any]) -> dict[str, Any]:
        return {**changes, "by": self.request.user}


class AuditReportRemove(ReportRemove, AuditReportPage):
    """Remove an audit report entered by mistake."""

    consequence = "Berättelsen och dess PDF tas bort härifrån. Ändringen syns i behandlingshistoriken."

    def throw_away(self, revision: int) -> None:
        services.remove_audit_report(
            federation=self.federation, document=self.report.pk, pk=self._doomed.pk, revision=revision
        )


class AuditReportFile(ReportPage):
    """The PDF of an audit report, just as it came."""

    permission = Permission.READ_DRAFTS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(
            AuditReport, document__federation=self.federation, document__year=self.year, pk=self.kwargs["pk"]
        )
        return audit_report_pdf(found)


def audit_report_pdf(report: AuditReport) -> HttpResponse:
    """The kept PDF as a file to save, never shown within our own pages; 404 when there is none."""
    if not report.pdf_sha256:
        raise Http404
    response = HttpResponse(bytes(report.pdf), content_type="application/pdf")
    name = f"revisionsberattelse-{report.dated:%Y-%m-%d}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


class DischargePage(OnlyRow):
    """Record what one member has decided of the board's discharge."""

    permission = Permission.EDIT_SIGNING
    form_class = DischargeForm
    openness = chain_openness.DISCHARGE
    noun, noun_new = "beslutet", "ett beslut"
    save = staticmethod(services.save_discharge)

    @cached_property
    def member(self) -> Member:
        """The member in the address, if it decides of the report's year."""
        found: Member = get_object_or_404(members_to_decide(self.report), pk=self.kwargs["member"])
        return found

    def get_title(self) -> str:
        return f"Ansvarsfrihet {self.year}: {self.member.called}"

    def rows(self) -> models.QuerySet[Discharge]:
        return Discharge.objects.filter(document=self.report, member=self.member).select_related("member")

    def initial(self) -> dict[str, Any]:
        bodies = {"municipality": "kommunfullmäktige", "region": "regionfullmäktige"}
        body = bodies.get(self.member.party_group, self.member.called)
        return {"outcome": Discharge.Outcome.GRANTED, "body": body}

    def name_of(self, row: Any) -> str:
        return f"{self.member.called}, ansvarsfrihet {row.get_outcome_display().lower()}"

    def _named(self, changes: dict[str, Any]) -> dict[str, Any]:
        return {**super()._named(changes), "member": self.member}
