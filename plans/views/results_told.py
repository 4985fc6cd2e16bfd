"""The year's outcomes as they are told to everyone, as page and file; and the rule that hides small counts."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse

from budgets.exports import CONTENT_TYPES, as_csv
from finsam.blocks import BlockContent, find
from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage, RowPage
from plans.disclosure_forms import DisclosureRuleForm
from plans.domain.outcome_facts import DisclosureFact
from plans.domain.outcome_rows import file_rows
from plans.models import DisclosureRule
from plans.outcome_results_queries import outcome_results
from plans.services.disclosure import save_disclosure_rule

SERIES = ("participants", "exits", "goal_share", "mean_months")


class ResultsTold(FederationPage):
    """The tables of outcomes as documents of the year have them. As many queries for thirty initiatives as for one."""

    permission = Permission.READ_OUTCOMES
    place = "results"
    subpage = "results_told"
    title = "Så publiceras resultaten"
    template_name = "plans/results_told.html"

    @cached_property
    def scope(self) -> Scope:
        """What is read for the page, once."""
        return Scope(self.federation.pk, self.year)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        tables = list(self._tables())
        return self.show({"rule": self.rule, "largest_hidden": self.rule.smallest - 1, "tables": tables})

    @property
    def rule(self) -> DisclosureFact:
        """Whether small counts of the year are hidden."""
        return outcome_results(self.scope).facts.disclosure(self.year)

    def _tables(self) -> Any:
        """Each table that has something to show: its template, caption and result."""
        codes = [each.code for each in outcome_results(self.scope).facts.initiatives]
        references = [
            *(f"plans.outcome_flow:{code}" for code in codes),
            "plans.outcome_flow" if len(codes) > 1 else "",
            "plans.outcome_goals",
            *(f"plans.outcome_series:{measure}" for measure in SERIES),
        ]
        for number, reference in enumerate(filter(None, references)):
            block, argument = find(reference)
            content: BlockContent | None = block.build(self.scope, argument)
            if content:
                yield {"template": block.template, "content": content, "anchor": f"tabell-{number}"}


class ResultsToldFile(ResultsTold):
    """The year's values as CSV, as they are told to everyone; 404 where nothing is entered."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = file_rows(outcome_results(self.scope), self.year)
        if len(rows) == 1:
            raise Http404
        name = f"resultat-{self.federation.slug}-{self.year}.csv"
        return HttpResponse(
            as_csv([*rows]),
            content_type=CONTENT_TYPES["csv"],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class DisclosureRulePage(RowPage):
    """Whether small counts of the year are hidden in what is published, and why not."""

    permission = Permission.EDIT_OUTCOMES
    place = "results"
    subpage = "results_told"
    form_class = DisclosureRuleForm
    back = "results_told"
    noun, noun_new = "regeln för små antal", "en regel för små antal"
    save = staticmethod(save_disclosure_rule)
    help_text = (
        "Ett litet antal kan peka ut en människa. När små antal döljs står det x i deras ställe, och i stället för de "
        "andra tal som skulle röja dem: på sidor, i PDF, diagram, text, filer och API, för alla som läser. Visas de, "
        "går det som har publicerats inte att ta tillbaka. Det som är sist på året är först på nästa: också de "
        "talen syns då."
    )

    def rows(self) -> models.QuerySet[DisclosureRule]:
        return self.federation.disclosure_rules.filter(year=self.year)

    @cached_property
    def row(self) -> DisclosureRule | None:
        """The year's rule, if one is set; else small counts are hidden."""
        found: DisclosureRule | None = self.rows().first()
        return found

    def fixed(self) -> dict[str, Any]:
        return {"year": self.year}

    def store(self, **changes: Any) -> DisclosureRule:
        return save_disclosure_rule(**{**changes, "year": self.year})

    def get_title(self) -> str:
        return f"Små antal {self.year}"

    def parents(self) -> list[tuple[str, str]]:
        return [("Så publiceras resultaten", self.url("results_told"))]
