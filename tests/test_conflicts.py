"""Two at the same thing at once, through the real pages: what each is told, and that nothing written is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_save
from django.http import HttpResponse
from django.test import Client

from budgets.models import AccountGroup, BudgetLine, CostCentre, OutlookYear
from finsam.revisions import TAKEN, refuse_taken, store
from members.models import Auditor, BoardSeat, Decision, Member, Role, ShareSet
from plans.models import GoalArea, PlannedActivity, Section
from tests import factories as make
from tests.conftest import Demo
from tests.pages import errors, form_data, messages, words
from tests.test_access import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(demo: Demo) -> Client:
    """The demo's director, signed in."""
    return demo.client()


@pytest.fixture
def both_save(demo: Demo, director: Client) -> Callable[..., HttpResponse]:
    """The economist saves `theirs`, then the director `mine` from the form as it was: `both_save("member", pk, …)`."""

    def saved(
        page: str,
        pk: int | None = None,
        *,
        theirs: dict[str, Any],
        mine: dict[str, Any],
        role: str = Role.FINANCE,
    ) -> HttpResponse:
        url = demo.url(page, **({} if pk is None else {"pk": pk}))
        opened = director.get(url)
        first = demo.client(role).post(url, without_unticked(form_data(opened, **theirs)))
        assert first.status_code == 302, errors(first)
        response: HttpResponse = director.post(url, without_unticked(form_data(opened, **mine)))
        assert response.status_code == 409
        return response

    return saved


def without_unticked(data: dict[str, Any]) -> dict[str, Any]:
    """A browser does not send a box that is not ticked."""
    return {name: value for name, value in data.items() if value is not None}


def sides(answer: HttpResponse) -> list[tuple[str, str, str, str | None]]:
    """Per field that differs: its label, what is saved, what was typed, and what "Ta det sparade" puts in the field."""
    fields = answer.context["conflict"]["fields"]  # type: ignore[attr-defined]
    return [(each["label"], each["saved"], each["mine"], each["saved_raw"]) for each in fields]


# --- What the second of two is shown --------------------------------------------------------------------------------


def test_the_shares_status_and_source_are_part_of_the_comparison(
    demo: Demo, both_save: Callable[..., HttpResponse]
) -> None:
    """Avesta 11 %, Hedemora 8 %: note 1 of "Verksamhetsplan och budget år 2023", Södra Dalarna."""
    avesta, hedemora = (
        f"member_{demo.federation.members.get(slug=slug).pk}" for slug in ("avesta-kommun", "hedemora-kommun")
    )
    answer = both_save(
        "shares",
        theirs={"status": ShareSet.Status.FINAL, "source": "Avtal", "settled_on": "2022-10-01"},
        mine={"status": ShareSet.Status.REQUESTED, avesta: "12", hedemora: "7"},
    )
    found = {label: (shown, raw) for label, shown, _, raw in sides(answer)}
    assert found == {
        "Status": ("Slutliga", "final"),
        "Datum": ("1\u00a0oktober 2022", "2022-10-01"),
        "Källa": ("Avtal", "Avtal"),
        "Avesta kommun": ("11", "11"),
        "Hedemora kommun": ("8", "8"),
    }
    assert 'data-fill-value="11"' in answer.content.decode()
    assert "Rune Räknefors har sparat medan du skrev" in words(answer)


def test_a_day_is_read_by_people_and_filled_in_as_the_field_writes_it(
    demo: Demo, both_save: Callable[..., HttpResponse]
) -> None:
    seat = demo.federation.board_seats.filter(kind=BoardSeat.Kind.MEMBER, office="").first()
    assert seat
    answer = both_save(
        "board_seat",
        seat.pk,
        theirs={"term_start": "2018-03-05", "kind": BoardSeat.Kind.DEPUTY},
        mine={"holder": "Någon Helt Annan"},
    )
    found = {label: (shown, raw) for label, shown, _, raw in sides(answer)}
    assert found["Från och med"] == ("5\u00a0mars 2018", "2018-03-05")
    assert found["Plats"] == ("Ersättare", "deputy")
    assert found["Namn"] == (seat.holder, seat.holder)
    assert len(found) == 3


def test_a_box_to_tick_is_yes_or_no_and_filled_in_as_a_tick(
    demo: Demo, both_save: Callable[..., HttpResponse]
) -> None:
    auditor = make.AuditorFactory(
        federation=demo.federation, appointed_by=demo.federation.members.first(), is_authorised=False
    )
    answer = both_save("auditor", auditor.pk, theirs={"is_authorised": "on"}, mine={"holder": "Rut Revidén"})
    assert sides(answer) == [
        ("Namn", auditor.holder, "Rut Revidén", auditor.holder),
        ("Auktoriserad revisor", "Ja", "Nej", "true"),
    ]
    auditor = Auditor.objects.get(pk=auditor.pk)
    assert auditor.is_authorised


def test_the_name_of_an_id_is_compared_though_it_is_no_column(
    demo: Demo, both_save: Callable[..., HttpResponse]
) -> None:
    """10 000 Styrelsen: the plan's table of budget."""
    centre = CostCentre.objects.get(federation=demo.federation, code="10000")
    answer = both_save("cost_centre", centre.pk, theirs={"position": "990"}, mine={"position": "980"})
    assert sides(answer) == [("Ordning", "990", "980", "990")]

    answer = both_save(
        "cost_centre", centre.pk, theirs={"name": "Styrelse och LSG"}, mine={"name": "Styrelser"}
    )
    assert sides(answer) == [("Namn", "Styrelse och LSG", "Styrelser", "Styrelse och LSG")]


def test_choices_are_shown_by_their_words(demo: Demo, both_save: Callable[..., HttpResponse]) -> None:
    line = BudgetLine.objects.get(budget__year=2023, cost_centre__code="20000", account_group__code="50")
    other = demo.federation.account_groups.exclude(pk=line.account_group_id).first()
    assert other
    answer = both_save(
        "line",
        line.pk,
        theirs={"nature": "income", "amount": "-5", "account_group": other.pk},
        mine={"amount": "5"},
    )
    assert sides(answer) == [
        ("Kontogrupp", str(other), str(line.account_group), str(other.pk)),
        ("Slag", BudgetLine.Nature.INCOME.label, BudgetLine.Nature.COST.label, "income"),
        ("Belopp i kronor", "−5", "5", "−5"),
    ]


def test_a_section_is_compared_by_words_of_block_and_heading(
    demo: Demo, both_save: Callable[..., HttpResponse]
) -> None:
    document = demo.federation.documents.get(year=2023)
    section = make.SectionFactory(document=document, heading="Medel")
    above = make.SectionFactory(document=document, heading="Insatser för {document.year}")
    answer = both_save(
        "section",
        section.pk,
        theirs={"block": "plans.goal_areas", "parent": above.pk},
        mine={"heading": "Pengar"},
        role=Role.DIRECTOR,
    )
    found = {label: (shown, raw) for label, shown, _, raw in sides(answer)}
    assert found == {
        "Rubrik": ("Medel", "Medel"),
        "Ligger under": (found["Ligger under"][0], str(above.pk)),
        "Tabell eller lista": (found["Tabell eller lista"][0], "plans.goal_areas"),
    }
    assert found["Ligger under"][0].endswith(" Insatser för 2023")  # after its number
    assert "goal_areas" not in found["Tabell eller lista"][0]


def test_a_text_is_compared_word_by_word_without_scripts_too(
    demo: Demo, both_save: Callable[..., HttpResponse]
) -> None:
    document = demo.federation.documents.get(year=2023)
    text = "<p>Samverkan ger {} resultat.</p><p>Lika.</p>"
    section = make.SectionFactory(document=document, body=text.format("goda"))
    area = make.GoalAreaFactory(document=document, description=text.format("goda"))
    for page, pk, field in (("section", section.pk, "body"), ("goal_area", area.pk, "description")):
        answer = both_save(
            page,
            pk,
            theirs={field: text.format("mycket goda")},
            mine={field: text.format("goda och varaktiga")},
            role=Role.DIRECTOR,
        )
        shown = words(answer)
        assert "Det sparade, med dina ändringar" in shown
        assert "Samverkan ger [borttaget: mycket ] goda [tillagt: och varaktiga ] resultat." in shown
        [found] = [each for each in answer.context["conflict"]["fields"] if "passages" in each]  # type: ignore[attr-defined]
        assert len(found["passages"]) == 1


def test_line_breaks_of_the_browser_are_no_difference(
    demo: Demo, both_save: Callable[..., HttpResponse]
) -> None:
    decision = Decision.objects.filter(meeting__federation=demo.federation).first()
    assert decision
    Decision.objects.filter(pk=decision.pk).update(outcome="Planen fastställs.\nBudgeten fastställs.")
    typed = "Planen fastställs.\r\nBudgeten fastställs."
    answer = both_save(
        "decision",
        decision.pk,
        theirs={"subject": "Plan", "outcome": "Planen fastställs.\nBudgeten fastställs."},
        mine={"outcome": typed},
        role=Role.DIRECTOR,
    )
    assert [label for label, *_ in sides(answer)] == ["Ärende"]


# --- A row that someone has removed ---------------------------------------------------------------------------------


@pytest.fixture
def section(demo: Demo) -> Section:
    """A section that someone is writing in."""
    found: Section = make.SectionFactory(document=demo.federation.documents.get(year=2023), heading="Medel")
    return found


def test_what_was_written_in_a_removed_section_is_kept_and_can_be_added_again(
    demo: Demo, director: Client, section: Section
) -> None:
    url = demo.url("section", pk=section.pk)
    mine = form_data(director.get(url), body="<p>Två timmars text.</p>")
    demo.client().post(demo.url("section_remove", pk=section.pk), {"revision": section.revision})
    assert not Section.objects.filter(pk=section.pk).exists()

    answer = director.post(url, mine)
    assert answer.status_code == 409
    shown = words(answer)
    assert f"{demo.user(Role.DIRECTOR).name} har tagit bort avsnittet medan du skrev" in shown
    assert "Inget av det du skrev är borta" in shown
    assert "Lägg till på nytt" in shown
    assert answer.context["form"]["body"].value() == "<p>Två timmars text.</p>"
    assert not Section.objects.filter(body="<p>Två timmars text.</p>").exists()

    again = form_data(answer)
    refused = director.post(url, {**again, "heading": ""})
    assert refused.status_code == 422
    assert refused.context["form"]["body"].value() == "<p>Två timmars text.</p>"
    assert director.post(url, form_data(refused, heading="Medel")).status_code == 302
    saved = Section.objects.get(body="<p>Två timmars text.</p>")
    assert (saved.heading, saved.document, saved.revision) == ("Medel", section.document, 1)


def test_what_was_written_under_a_removed_chapter_is_kept(
    demo: Demo, director: Client, section: Section
) -> None:
    below = make.SectionFactory(parent=section, heading="Under")
    url = demo.url("section", pk=below.pk)
    mine = form_data(director.get(url), body="<p>Text.</p>")
    section.delete()
    answer = director.post(url, mine)
    assert answer.status_code == 409
    assert answer.context["form"]["body"].value() == "<p>Text.</p>"
    assert list(errors(answer)) == ["parent"]
    assert director.post(url, form_data(answer, parent="")).status_code == 302
    assert Section.objects.get(heading="Under").body == "<p>Text.</p>"


def test_a_removed_line_and_a_removed_activity_can_be_added_again(demo: Demo, director: Client) -> None:
    area = GoalArea.objects.filter(document__federation=demo.federation).first()
    rows: list[tuple[str, models.Model | None]] = [
        ("line", BudgetLine.objects.filter(budget__federation=demo.federation, budget__year=2023).first()),
        ("activity", make.PlannedActivityFactory(goal_area=area)),
    ]
    for name, row in rows:
        assert row
        url = demo.url(name, pk=row.pk)
        mine = form_data(director.get(url))
        kept = type(row)._base_manager.count()
        row.delete()
        answer = director.post(url, mine)
        assert answer.status_code == 409
        assert director.post(url, form_data(answer)).status_code == 302
        assert type(row)._base_manager.count() == kept


def test_a_row_that_never_was_here_is_no_page(demo: Demo, director: Client, section: Section) -> None:
    elsewhere = make.SectionFactory()
    mine = form_data(director.get(demo.url("section", pk=section.pk)))
    pk = elsewhere.pk
    for _ in range(2):  # while it stands, and when its own federation has removed it
        assert director.post(demo.url("section", pk=pk), mine).status_code == 404
        assert director.get(demo.url("section", pk=pk)).status_code == 404
        Section.objects.filter(pk=pk).delete()
    assert director.post(demo.url("section", pk=pk + 1000), mine).status_code == 404


def test_a_removed_row_is_no_page_to_open(demo: Demo, director: Client, section: Section) -> None:
    url = demo.url("section", pk=section.pk)
    section.delete()
    assert director.get(url).status_code == 404


def test_removing_what_is_removed_already_says_so(demo: Demo, director: Client, section: Section) -> None:
    url = demo.url("section_remove", pk=section.pk)
    data = form_data(director.get(url))
    section.delete()
    assert messages(director.post(url, data, follow=True)) == ["Någon har redan tagit bort avsnittet."]


@contextmanager
def just_before_saving(model: type[models.Model], do: Callable[[], Any]) -> Iterator[None]:
    """Does something once a row has been found valid and before it is written: what another connection would do."""
    done: list[bool] = []

    def rival(instance: models.Model, **kwargs: Any) -> None:
        if not done:
            done.append(True)
            do()

    pre_save.connect(rival, sender=model)
    try:
        yield
    finally:
        pre_save.disconnect(rival, sender=model)
    assert done, "nothing was saved"


def test_a_row_removed_between_the_page_and_the_lock_is_told_likewise(
    demo: Demo, director: Client, monkeypatch: pytest.MonkeyPatch, section: Section
) -> None:
    """The page has found the row; it is removed before the service locks it."""
    from plans.forms import SectionForm

    is_valid = SectionForm.is_valid

    def valid_and_then_removed(form: SectionForm) -> bool:
        found = is_valid(form)
        Section.objects.filter(pk=section.pk).delete()
        return found

    url = demo.url("section", pk=section.pk)
    mine = form_data(director.get(url), body="<p>Text.</p>")
    with monkeypatch.context() as patch:
        patch.setattr(SectionForm, "is_valid", valid_and_then_removed)
        answer = director.post(url, mine)
    assert answer.status_code == 409
    assert "har tagit bort avsnittet medan du skrev" in words(answer)
    assert answer.context["form"]["body"].value() == "<p>Text.</p>"


# --- The same thing added twice at the same moment ------------------------------------------------------------------


def test_the_second_of_two_who_add_the_same_at_once_is_told_as_one_who_comes_later(
    demo: Demo, director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other's row is committed after ours was found valid, and before it is written."""
    url = demo.url("account_group_add")
    data = form_data(director.get(url), code="99", name="Övrigt")
    make.AccountGroupFactory(federation=demo.federation, code="99", name="Övriga")
    full_clean, asked = AccountGroup.full_clean, []

    def sees_it_the_second_time(row: AccountGroup, **options: Any) -> None:
        if not options:  # the service's question; the form leaves out what it does not show
            asked.append(row)
        if len(asked) != 1:
            full_clean(row, **options)

    monkeypatch.setattr(AccountGroup, "full_clean", sees_it_the_second_time)
    answer = director.post(url, data)
    assert (answer.status_code, errors(answer)) == (422, {"": ["Kontogruppen finns redan i förbundet."]})
    assert answer.context["form"]["name"].value() == "Övrigt"
    assert len(asked) == 2


def test_two_who_begin_a_years_shares_at_once(demo: Demo, director: Client) -> None:
    url = demo.url("shares", year=2024)
    last_year = {
        f"member_{share.member_id}": str(share.percent).replace(".", ",")
        for share in demo.federation.share_sets.get(year=2023).shares.all()
    }
    data = form_data(director.get(url), **last_year)
    rival = ShareSet(federation=demo.federation, year=2024)
    with just_before_saving(ShareSet, lambda: ShareSet.objects.bulk_create([rival])):
        answer = director.post(url, data)
    assert (answer.status_code, errors(answer)) == (422, {"": [TAKEN]})
    assert answer.context["form"][next(iter(last_year))].value() == next(iter(last_year.values()))


def test_what_only_the_database_knows_is_said_in_words() -> None:
    line = make.BudgetLineFactory()
    copy = BudgetLine(budget=line.budget, cost_centre=line.cost_centre, label=line.label, key=line.key)
    with pytest.raises(ValidationError) as told, refuse_taken():
        copy.save()
    assert told.value.messages == [TAKEN]
    assert BudgetLine.objects.count() == 1  # the transaction goes on


def test_a_service_that_stores_gives_the_rule_its_own_words() -> None:
    line = make.BudgetLineFactory(account_group=None)
    changes = {"budget": line.budget, "cost_centre": line.cost_centre, "label": line.label}
    changes_before = everything()
    with pytest.raises(ValidationError) as told:
        store(BudgetLine, pk=None, revision=None, changes=changes)
    assert told.value.messages == ["Det finns redan en rad med samma ID och beskrivning i budgeten."]
    assert everything() == changes_before


# --- What a row is called, and where it stands ----------------------------------------------------------------------


def test_the_sections_to_lie_under_are_named_as_they_will_read(demo: Demo, director: Client) -> None:
    document = demo.federation.documents.get(year=2023)
    make.SectionFactory(document=document, heading="Insatser {document.year}")
    page = director.get(demo.url("section_add"))
    labels = [str(label) for _, label in page.context["form"].fields["parent"].choices]
    assert any(label.endswith(" Insatser 2023") for label in labels)  # after its number
    assert "\u20031.1 Integrerad samverkan" in labels
    assert not [label for label in labels if "{" in label]


@pytest.mark.parametrize("typed", ["10 001", "10\u00a0001", "10\u202f001", " 10001 "])
def test_an_id_is_typed_as_it_is_printed(demo: Demo, director: Client, typed: str) -> None:
    url = demo.url("cost_centre_add")
    answer = director.post(url, form_data(director.get(url), code=typed, name="Nytt"))
    assert answer.status_code == 302, errors(answer)
    assert CostCentre.objects.get(federation=demo.federation, names__name="Nytt").code == "10001"


def test_an_emptied_place_is_the_place_the_row_has(demo: Demo, director: Client) -> None:
    member = demo.federation.members.order_by("-position").first()
    assert member
    assert member.position > 0
    url = demo.url("member", pk=member.pk)
    page = director.get(url)
    assert "Lägre tal står först. Lämna tomt för att inte flytta." in words(page)
    assert director.post(url, form_data(page, position="", name="Annat namn")).status_code == 302
    changed = Member.objects.get(pk=member.pk)
    assert (changed.name, changed.position) == ("Annat namn", member.position)


def test_a_new_row_without_a_place_comes_last(demo: Demo, director: Client) -> None:
    area = GoalArea.objects.filter(document__federation=demo.federation).first()
    assert area
    page = director.get(demo.url("activity_add"))
    assert "Lägre tal står först. Lämna tomt för sist." in words(page)
    assert page.context["form"]["position"].value() is None
    data = form_data(page, goal_area=area.pk, text="Allra sist")
    assert director.post(demo.url("activity_add"), data).status_code == 302
    assert str(PlannedActivity.objects.filter(goal_area=area).last()) == "Allra sist"

    page = director.get(demo.url("member_add"))
    data = form_data(page, name="Ny kommun", slug="ny-kommun", party_group="municipality")
    assert director.post(demo.url("member_add"), data).status_code == 302
    assert str(demo.federation.members.last()) == "Ny kommun"


def test_a_day_of_the_year_before_is_no_conflict_with_itself(demo: Demo, director: Client) -> None:
    """A form over a row that nobody else has touched saves as it stands."""
    meeting = make.MeetingFactory(federation=demo.federation, held_on=date(2022, 12, 1))
    url = demo.url("meeting", pk=meeting.pk)
    assert director.post(url, form_data(director.get(url), place="Säter")).status_code == 302
    row = OutlookYear.objects.filter(budget__federation=demo.federation, budget__year=2023).first()
    assert row
    url = demo.url("outlook_year", pk=row.pk)
    assert director.post(url, form_data(director.get(url))).status_code == 302
