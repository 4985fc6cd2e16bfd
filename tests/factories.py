"""Rows to test with, one factory per model: valid as they come, and each name says what it makes.

Figures that a test is about are given by the test, from a published document that it names; nothing here is a figure
of a real federation. Rows are made as the database takes them; a test of a rule goes through the service instead.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import uuid4

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from knox.models import AuthToken
from PIL import Image

from budgets.imports.choices import Choices
from budgets.models import (
    AccountGroup,
    BalanceFigure,
    BalanceLine,
    Budget,
    BudgetImport,
    BudgetLine,
    CostCategory,
    CostCentre,
    CostCentreName,
    EquityRule,
    FollowUpRule,
    Forecast,
    Instalment,
    LedgerAccountMap,
    LedgerClosing,
    LedgerFigure,
    LedgerImport,
    LedgerObjectMap,
    OutlookYear,
    PublishedFigure,
    ShapeColumn,
    ShapeRow,
    TableShape,
    VoucherBlock,
    YearEndEntry,
)
from members.models import (
    ApiToken,
    Auditor,
    BoardSeat,
    Decision,
    Federation,
    FormerName,
    Mandate,
    Meeting,
    Member,
    PartyGroup,
    Role,
    Share,
    ShareSet,
    User,
    WheelEntry,
    WheelMark,
)
from plans.models import (
    Comment,
    CommentThread,
    Document,
    FinancialGoal,
    Gender,
    GoalArea,
    GoalAssessment,
    Indicator,
    Initiative,
    InitiativeName,
    InitiativeOwner,
    InitiativeSuccession,
    Measurement,
    OutcomeCounts,
    PlannedActivity,
    PublishedOutcome,
    RemovedSection,
    ReviewRound,
    Section,
    TeamOutcome,
    TrainingEvent,
)
from plans.models.pictures import Picture
from reports.documents.builder import resolve_document
from reports.documents.frozen import checksum, to_data
from reports.models import NamedVersion, Publication, PublicNotice

YEAR = 2023
"""The year everything is about unless the test says otherwise."""
PASSWORD = "fyra-runda-stenar-2023"
"""The password of every user made here."""


class UserFactory(DjangoModelFactory):
    """A person with an account and the password `PASSWORD`."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@provbygden.example")
    name = factory.Sequence(lambda number: f"Person {number}")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        return model_class.objects.create_user(**fields)


class FederationFactory(DjangoModelFactory):
    """A federation by its funding rule, without members."""

    class Meta:
        model = Federation

    name = factory.Sequence(lambda number: f"Samordningsförbundet Provbygden {number}")
    short_name = factory.Sequence(lambda number: f"Provbygden {number}")
    slug = factory.Sequence(lambda number: f"provbygden-{number}")


class MemberFactory(DjangoModelFactory):
    """A municipality that is a member since long."""

    class Meta:
        model = Member

    federation = factory.SubFactory(FederationFactory)
    name = factory.Sequence(lambda number: f"Kommun {number}")
    slug = factory.Sequence(lambda number: f"kommun-{number}")
    party_group = PartyGroup.MUNICIPALITY
    from_year = 2006
    position = factory.Sequence(lambda number: number)


class MandateFactory(DjangoModelFactory):
    """A user's role in a federation: director unless said otherwise."""

    class Meta:
        model = Mandate

    user = factory.SubFactory(UserFactory)
    federation = factory.SubFactory(FederationFactory)
    role = Role.DIRECTOR


class ApiTokenFactory(DjangoModelFactory):
    """A key to the federation that lives ten hours, of a director there unless said otherwise."""

    class Meta:
        model = ApiToken

    federation = factory.SubFactory(FederationFactory)
    name = factory.Sequence(lambda number: f"Nyckel {number}")
    created_by = factory.LazyAttribute(lambda key: MandateFactory(federation=key.federation).user)
    token = factory.LazyAttribute(lambda key: AuthToken.objects.create(user=key.created_by)[0])


class ShareSetFactory(DjangoModelFactory):
    """A year's shares. `ShareSetFactory(percents={member: Decimal(50), …})` makes the shares too."""

    class Meta:
        model = ShareSet
        skip_postgeneration_save = True

    federation = factory.SubFactory(FederationFactory)
    year = YEAR

    @factory.post_generation
    def percents(self: Any, create: bool, given: dict[Member, Decimal] | None, **extra: Any) -> None:
        """The members' shares, in per cent."""
        for member, percent in (given or {}).items():
            ShareFactory(share_set=self, member=member, percent=percent)


class ShareFactory(DjangoModelFactory):
    """One member's share of a year: all of it, unless said otherwise."""

    class Meta:
        model = Share

    share_set = factory.SubFactory(ShareSetFactory)
    member = factory.SubFactory(MemberFactory, federation=factory.SelfAttribute("..share_set.federation"))
    percent = Decimal(100)


class FormerNameFactory(DjangoModelFactory):
    """What a member was called until 2019."""

    class Meta:
        model = FormerName

    member = factory.SubFactory(MemberFactory)
    name = factory.Sequence(lambda number: f"Provköping {number}")
    until_year = 2019


class BoardSeatFactory(DjangoModelFactory):
    """A seat on the board, from the turn of a term of office on."""

    class Meta:
        model = BoardSeat

    federation = factory.SubFactory(FederationFactory)
    appointed_by = factory.SubFactory(MemberFactory, federation=factory.SelfAttribute("..federation"))
    kind = BoardSeat.Kind.MEMBER
    holder = factory.Sequence(lambda number: f"Ledamot {number}")
    term_start = date(2023, 1, 1)


class AuditorFactory(DjangoModelFactory):
    """An auditor appointed by one member."""

    class Meta:
        model = Auditor

    federation = factory.SubFactory(FederationFactory)
    appointed_by = factory.SubFactory(MemberFactory, federation=factory.SelfAttribute("..federation"))
    holder = factory.Sequence(lambda number: f"Revisor {number}")
    term_start = date(2023, 1, 1)


class MeetingFactory(DjangoModelFactory):
    """A meeting of the board in the autumn before the year."""

    class Meta:
        model = Meeting

    federation = factory.SubFactory(FederationFactory)
    kind = Meeting.Kind.BOARD
    held_on = date(2022, 11, 25)


class DecisionFactory(DjangoModelFactory):
    """A decision of the board. Its federation: `DecisionFactory(meeting__federation=…)`."""

    class Meta:
        model = Decision

    meeting = factory.SubFactory(MeetingFactory)
    minutes_ref = factory.Sequence(lambda number: f"§ {number + 1}")
    subject = f"Verksamhetsplan och budget {YEAR}"


class CostCategoryFactory(DjangoModelFactory):
    """What cost is divided into when it is told in per cent."""

    class Meta:
        model = CostCategory

    federation = factory.SubFactory(FederationFactory)
    slug = factory.Sequence(lambda number: f"grupp-{number}")
    name = factory.Sequence(lambda number: f"Fördelningsgrupp {number}")
    position = factory.Sequence(lambda number: number)


class CostCentreFactory(DjangoModelFactory):
    """An ID, named from the first years on: `CostCentreFactory(name="Administration")`."""

    class Meta:
        model = CostCentre
        skip_postgeneration_save = True

    federation = factory.SubFactory(FederationFactory)
    code = factory.Sequence(lambda number: f"{(number + 1) * 1000}")
    slug = factory.LazyAttributeSequence(lambda centre, number: centre.code or f"omrade-{number}")
    position = factory.Sequence(lambda number: number)

    @factory.post_generation
    def name(self: Any, create: bool, given: str | None, **extra: Any) -> None:
        """What it is called."""
        CostCentreName.objects.create(cost_centre=self, from_year=2006, name=given or f"Område {self.code}")


class BudgetImportFactory(DjangoModelFactory):
    """A file that waits to be read into the year's budget: give it its `content`."""

    class Meta:
        model = BudgetImport

    federation = factory.SubFactory(FederationFactory)
    year = YEAR
    name = "budget.csv"
    content = b"id;benamning;belopp_kr\n"
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.content).hexdigest())
    choices = factory.LazyFunction(lambda: Choices().as_json())
    uploaded_by = factory.SubFactory(UserFactory)


class AccountGroupFactory(DjangoModelFactory):
    """A kind of cost."""

    class Meta:
        model = AccountGroup

    federation = factory.SubFactory(FederationFactory)
    code = factory.Sequence(lambda number: f"{400 + number}")  # no federation of the demo has three figures
    name = factory.Sequence(lambda number: f"Kostnadsslag {number}")


class BudgetFactory(DjangoModelFactory):
    """A year's budget as a draft, without lines."""

    class Meta:
        model = Budget

    federation = factory.SubFactory(FederationFactory)
    year = YEAR


class BudgetLineFactory(DjangoModelFactory):
    """A cost of 1 000 kr without an account group."""

    class Meta:
        model = BudgetLine

    budget = factory.SubFactory(BudgetFactory)
    cost_centre = factory.SubFactory(
        CostCentreFactory, federation=factory.SelfAttribute("..budget.federation")
    )
    label = factory.Sequence(lambda number: f"Rad {number}")
    amount = Decimal(1000)
    position = factory.Sequence(lambda number: number)


class ContributionLineFactory(BudgetLineFactory):
    """The members' funding of the year: `amount` is negative, as income is."""

    cost_centre = factory.SubFactory(
        CostCentreFactory,
        federation=factory.SelfAttribute("..budget.federation"),
        purpose=CostCentre.Purpose.FUNDING,
    )
    label = "Medelstilldelning"
    nature = BudgetLine.Nature.CONTRIBUTION
    amount = Decimal(-1_000_000)


class TableShapeFactory(DjangoModelFactory):
    """A budget table of every ID with its lines, this year alone."""

    class Meta:
        model = TableShape
        skip_postgeneration_save = True

    federation = factory.SubFactory(FederationFactory)
    slug = factory.Sequence(lambda number: f"tabell-{number}")
    name = factory.Sequence(lambda number: f"Tabell {number}")
    position = factory.Sequence(lambda number: number)

    @factory.post_generation
    def content(self: Any, create: bool, given: None, **extra: Any) -> None:
        """A column and a row."""
        ShapeColumn.objects.create(shape=self, position=1, source=ShapeColumn.Source.BUDGET)
        ShapeRow.objects.create(shape=self, position=1, kind=ShapeRow.Kind.AREAS)


class OutlookYearFactory(DjangoModelFactory):
    """What a budget's outlook says of a later year: nothing but that it is there."""

    class Meta:
        model = OutlookYear

    budget = factory.SubFactory(BudgetFactory)
    year = factory.Sequence(lambda number: YEAR + 1 + number)


class EquityRuleFactory(DjangoModelFactory):
    """A floor of 100 000 kr."""

    class Meta:
        model = EquityRule

    federation = factory.SubFactory(FederationFactory)
    kind = EquityRule.Kind.FLOOR
    amount = Decimal(100_000)
    from_year = 2006
    source = "Styrelsens riktlinje"


class InstalmentFactory(DjangoModelFactory):
    """The day on which everyone pays the whole year."""

    class Meta:
        model = Instalment

    federation = factory.SubFactory(FederationFactory)
    year = YEAR
    due_on = factory.LazyAttribute(lambda row: date(row.year, 1, 31))
    percent = Decimal(100)


class LedgerImportFactory(DjangoModelFactory):
    """A file of the whole year's ledger that has been read, without any figures."""

    class Meta:
        model = LedgerImport

    federation = factory.SubFactory(FederationFactory)
    year = YEAR
    kind = LedgerImport.Kind.SIE
    status = LedgerImport.Status.COMMITTED
    name = "bokforing.se"
    content = b"#FLAGGA 0\r\n"
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.content).hexdigest())
    dimension = "1"
    first_month = 1
    last_month = 12
    imported_by = factory.SubFactory(UserFactory)


class VoucherBlockFactory(DjangoModelFactory):
    """A row of a voucher in January, of the account and amount that `FileFigureFactory` gives."""

    class Meta:
        model = VoucherBlock

    ledger_import = factory.SubFactory(LedgerImportFactory)
    month = 1
    count = 1
    rows = factory.LazyFunction(
        lambda: {"objects": [[]], "vouchers": [["A", "1", f"{YEAR}-01-31", "", ["0 1000.00 4700\x1f"]]]}
    )


class LedgerFigureFactory(DjangoModelFactory):
    """What someone typed for January on an ID and an account group."""

    class Meta:
        model = LedgerFigure

    federation = factory.SubFactory(FederationFactory)
    year = YEAR
    month = 1
    cost_centre = factory.LazyAttribute(lambda figure: CostCentreFactory(federation=figure.federation))
    account_group = factory.LazyAttribute(lambda figure: AccountGroupFactory(federation=figure.federation))
    amount = Decimal(1000)


class FileFigureFactory(DjangoModelFactory):
    """What a file tells of an account and an object in January."""

    class Meta:
        model = LedgerFigure

    ledger_import = factory.SubFactory(LedgerImportFactory)
    federation = factory.LazyAttribute(lambda figure: figure.ledger_import.federation)
    year = factory.LazyAttribute(lambda figure: figure.ledger_import.year)
    month = 1
    account_number = "4700"
    object_code = ""
    amount = Decimal(1000)


class BalanceFigureFactory(DjangoModelFactory):
    """The cash that someone typed for the end of the year."""

    class Meta:
        model = BalanceFigure

    federation = factory.SubFactory(FederationFactory)
    year = YEAR
    month = 12
    line = BalanceLine.CASH
    amount = Decimal(1000)


class FinancialGoalFactory(DjangoModelFactory):
    """A goal of the federation's own that is not assessed yet."""

    class Meta:
        model = FinancialGoal

    federation = factory.SubFactory(FederationFactory)
    year = YEAR
    title = "Varje beslut har en finansiering"
    kind = FinancialGoal.Kind.OWN


class YearEndEntryFactory(DjangoModelFactory):
    """What the auditors' examination cost."""

    class Meta:
        model = YearEndEntry

    federation = factory.SubFactory(FederationFactory)
    year = YEAR
    kind = YearEndEntry.Kind.AUDIT_COST
    label = "Granskning av räkenskaperna"
    amount = Decimal(48_000)


class LedgerClosingFactory(DjangoModelFactory):
    """January, closed."""

    class Meta:
        model = LedgerClosing

    federation = factory.SubFactory(FederationFactory)
    year = YEAR
    month = 1


class ForecastFactory(DjangoModelFactory):
    """What an ID was expected to end the year at, after January."""

    class Meta:
        model = Forecast

    federation = factory.SubFactory(FederationFactory)
    year = YEAR
    month = 1
    cost_centre = factory.LazyAttribute(lambda forecast: CostCentreFactory(federation=forecast.federation))
    amount = Decimal(1000)


class FollowUpRuleFactory(DjangoModelFactory):
    """A deviation is large from ten thousand kronor and five per cent."""

    class Meta:
        model = FollowUpRule

    federation = factory.SubFactory(FederationFactory)
    amount = Decimal(10_000)
    percent = Decimal(5)
    from_year = YEAR
    source = "Styrelsen"


class LedgerAccountMapFactory(DjangoModelFactory):
    """An account that means another group than its number says."""

    class Meta:
        model = LedgerAccountMap

    federation = factory.SubFactory(FederationFactory)
    account_number = factory.Sequence(lambda number: f"{4000 + number}")
    account_group = factory.LazyAttribute(lambda row: AccountGroupFactory(federation=row.federation))


class LedgerObjectMapFactory(DjangoModelFactory):
    """An object that means an ID of another code."""

    class Meta:
        model = LedgerObjectMap

    federation = factory.SubFactory(FederationFactory)
    dimension = "1"
    object_code = factory.Sequence(lambda number: f"{number}")
    cost_centre = factory.LazyAttribute(lambda row: CostCentreFactory(federation=row.federation))


class PublishedFigureFactory(DjangoModelFactory):
    """What a plan of 2023 printed as its total cost: 905 tkr, each in a table of its own."""

    class Meta:
        model = PublishedFigure

    federation = factory.SubFactory(FederationFactory)
    document = "Verksamhetsplan 2023"
    year = 2023
    place = factory.Sequence("Tabell {}".format)
    reference = "budget.cost_total@2023"
    printed = "905"
    value = Decimal(905_000)
    unit = PublishedFigure.Unit.TKR


class PublishedOutcomeFactory(DjangoModelFactory):
    """What an annual report of 2023 printed of exits in 2022: 19, each in a table of its own."""

    class Meta:
        model = PublishedOutcome

    federation = factory.SubFactory(FederationFactory)
    document = "Årsredovisning 2023"
    document_year = 2023
    place = factory.Sequence("Tabell {}".format)
    label = "Teamet"
    year = 2022
    measure = PublishedOutcome.Measure.EXITS
    printed = "19"
    value = Decimal(19)


class InitiativeFactory(DjangoModelFactory):
    """A team, called "Team 1" from 2020 on."""

    class Meta:
        model = Initiative
        skip_postgeneration_save = True

    federation = factory.SubFactory(FederationFactory)
    code = factory.Sequence("team-{}".format)
    named = factory.RelatedFactory("tests.factories.InitiativeNameFactory", factory_related_name="initiative")


class InitiativeNameFactory(DjangoModelFactory):
    """What an initiative is called from 2020 on."""

    class Meta:
        model = InitiativeName

    initiative = factory.SubFactory(InitiativeFactory, named=None)
    from_year = 2020
    name = factory.LazyAttribute(lambda row: row.initiative.code.replace("-", " ").capitalize())


class InitiativeSuccessionFactory(DjangoModelFactory):
    """That a team was divided in 2023."""

    class Meta:
        model = InitiativeSuccession

    earlier = factory.SubFactory(InitiativeFactory)
    later = factory.SubFactory(InitiativeFactory, federation=factory.SelfAttribute("..earlier.federation"))
    year = 2023
    kind = InitiativeSuccession.Kind.SPLIT


class InitiativeOwnerFactory(DjangoModelFactory):
    """Someone who enters a team's outcomes."""

    class Meta:
        model = InitiativeOwner

    initiative = factory.SubFactory(InitiativeFactory)
    user = factory.LazyAttribute(
        lambda row: MandateFactory(federation=row.initiative.federation, role=Role.INITIATIVE_OWNER).user
    )


class TeamOutcomeFactory(DjangoModelFactory):
    """A team's outcome of 2023: 10 women at the start, 6 new, 4 to work, 1 to something else, 11 at the end."""

    class Meta:
        model = TeamOutcome
        skip_postgeneration_save = True

    initiative = factory.SubFactory(InitiativeFactory)
    year = 2023
    women = factory.RelatedFactory("tests.factories.OutcomeCountsFactory", factory_related_name="outcome")


class OutcomeCountsFactory(DjangoModelFactory):
    """The women of an outcome."""

    class Meta:
        model = OutcomeCounts

    outcome = factory.SubFactory(TeamOutcomeFactory, women=None)
    gender = Gender.WOMEN
    enrolled_at_start = 10
    newly_enrolled = 6
    exits_to_work = 4
    exits_to_studies = 0
    exits_to_other_rehab = 0
    exits_to_sickness_compensation = 0
    exits_to_other = 1
    early_dropouts = 0
    active_at_end = 11


class AmendedBudgetFactory(BudgetFactory):
    """A change of the year's adopted budget, as a draft that says what it is: version 2, made with version 1."""

    version = 2
    change_reason = "En samordnare till"
    funding_source = Budget.FundingSource.EQUITY

    @classmethod
    def _create(cls, model_class: type[Budget], *args: Any, **fields: Any) -> Budget:
        meeting = MeetingFactory(federation=fields["federation"], held_on=date(fields["year"] - 1, 11, 20))
        BudgetFactory(
            federation=fields["federation"],
            year=fields["year"],
            status=Budget.Status.ADOPTED,
            decision=DecisionFactory(meeting=meeting),
        )
        amended: Budget = super()._create(model_class, *args, **fields)
        return amended


class DocumentFactory(DjangoModelFactory):
    """A plan as a draft, without sections. `DocumentFactory(budget=BudgetFactory(federation=…))` carries a budget."""

    class Meta:
        model = Document

    federation = factory.SubFactory(FederationFactory)
    kind = Document.Kind.ACTIVITY_PLAN
    year = YEAR
    title = "Verksamhetsplan och budget {document.year}"


class SectionFactory(DjangoModelFactory):
    """A chapter, or with `parent` a section under another of the same document; last in order."""

    class Meta:
        model = Section

    document = factory.LazyAttribute(lambda row: row.parent.document if row.parent else DocumentFactory())
    parent = None
    heading = factory.Sequence(lambda number: f"Avsnitt {number}")
    position = factory.Sequence(lambda number: (number + 1) * 10)


def png(width: int = 40, height: int = 20, colour: str = "#1d5c63") -> bytes:
    """A picture of one colour."""
    data = BytesIO()
    Image.new("RGB", (width, height), colour).save(data, "PNG")
    return data.getvalue()


class PictureFactory(DjangoModelFactory):
    """A picture that texts may show, as it is kept."""

    class Meta:
        model = Picture

    federation = factory.SubFactory(FederationFactory)
    name = "stigar.png"
    alt = "Två stigar som möts"
    media_type = Picture.Format.PNG
    width = 40
    height = 20
    file = factory.LazyFunction(lambda: ContentFile(png(), name="bild.png"))
    sha256 = "0" * 64


class RemovedSectionFactory(DjangoModelFactory):
    """A chapter that has been removed, and can be put back."""

    class Meta:
        model = RemovedSection

    document = factory.SubFactory(DocumentFactory)
    heading = factory.Sequence(lambda number: f"Borttaget {number}")
    content = factory.LazyAttribute(
        lambda row: [
            {
                "key": uuid4().hex,
                **dict.fromkeys(("parent", "previous", "next", "body", "block", "guidance"), ""),
                "heading": row.heading,
                "position": 10,
                "is_numbered": True,
                "is_hidden": False,
            }
        ]
    )


class GoalAreaFactory(DjangoModelFactory):
    """A goal area without activities; last in order."""

    class Meta:
        model = GoalArea

    document = factory.SubFactory(DocumentFactory)
    title = factory.Sequence(lambda number: f"Målområde {number}")
    position = factory.Sequence(lambda number: (number + 1) * 10)


class PlannedActivityFactory(DjangoModelFactory):
    """An activity of a goal area; last in order."""

    class Meta:
        model = PlannedActivity

    goal_area = factory.SubFactory(GoalAreaFactory)
    text = factory.Sequence(lambda number: f"Aktivitet {number}")
    position = factory.Sequence(lambda number: (number + 1) * 10)


class GoalAssessmentFactory(DjangoModelFactory):
    """That an activity was met at the year's end. Of an activity: `activity_key=activity.key`."""

    class Meta:
        model = GoalAssessment

    federation = factory.SubFactory(FederationFactory)
    year = YEAR
    activity_key = factory.LazyFunction(uuid4)
    month = 12
    status = "met"
    comment = ""
    assessed_at = factory.LazyFunction(timezone.now)


class TrainingEventFactory(DjangoModelFactory):
    """A training event of the year with twenty participants, not told apart by gender."""

    class Meta:
        model = TrainingEvent

    federation = factory.SubFactory(FederationFactory)
    year = YEAR
    name = factory.Sequence(lambda number: f"Workshop {number}")
    participants = 20
    position = factory.Sequence(lambda number: number)


class IndicatorFactory(DjangoModelFactory):
    """Something that is measured in whole numbers."""

    class Meta:
        model = Indicator

    federation = factory.SubFactory(FederationFactory)
    code = factory.Sequence(lambda number: f"indikator-{number}")
    name = factory.Sequence(lambda number: f"Indikator {number}")
    position = factory.Sequence(lambda number: number)


class MeasurementFactory(DjangoModelFactory):
    """A value of an indicator for the whole year, of everyone."""

    class Meta:
        model = Measurement

    indicator = factory.SubFactory(IndicatorFactory)
    year = YEAR
    value = Decimal(100)


class NamedVersionFactory(DjangoModelFactory):
    """What the document says when it is made, under a name."""

    class Meta:
        model = NamedVersion

    document = factory.SubFactory(DocumentFactory)
    name = factory.Sequence(lambda number: f"Version {number}")
    content = factory.LazyAttribute(lambda version: to_data(resolve_document(version.document)))


class CommentThreadFactory(DjangoModelFactory):
    """A thread about a whole plan that the board is to decide on, without comments."""

    class Meta:
        model = CommentThread

    document = factory.SubFactory(DocumentFactory, status=Document.Status.PROPOSED)
    target = CommentThread.Target.DOCUMENT
    title = "Hela dokumentet"
    started_by = factory.SubFactory(UserFactory)


class CommentFactory(DjangoModelFactory):
    """The first thing someone says, in a thread of their own."""

    class Meta:
        model = Comment

    thread = factory.SubFactory(CommentThreadFactory, started_by=factory.SelfAttribute("..author"))
    author = factory.SubFactory(UserFactory)
    text = factory.Sequence("Synpunkt {}".format)


class WheelEntryFactory(DjangoModelFactory):
    """An occasion of the federation's own: 15 February the year after the one it concerns."""

    class Meta:
        model = WheelEntry

    federation = factory.SubFactory(FederationFactory)
    title = factory.Sequence(lambda number: f"Tidpunkt {number}")
    month, day, year_offset = 2, 15, WheelEntry.Offset.AFTER


class WheelMarkFactory(DjangoModelFactory):
    """That an occasion is done for the year."""

    class Meta:
        model = WheelMark

    entry = factory.SubFactory(WheelEntryFactory)
    year = YEAR
    done_on = date(2024, 2, 3)
    done_by = factory.SubFactory(UserFactory)


class ReviewRoundFactory(DjangoModelFactory):
    """A first round of review, opened today, with ten days to answer."""

    class Meta:
        model = ReviewRound

    document = factory.SubFactory(DocumentFactory, status=Document.Status.IN_REVIEW)
    number = 1
    opened_on = factory.LazyFunction(timezone.localdate)
    due = factory.LazyAttribute(lambda row: row.opened_on + timedelta(days=10))
    opened_by = factory.SubFactory(UserFactory)


class PublicationFactory(DjangoModelFactory):
    """What the document says when it is made, frozen as a proposal with bytes that need no press."""

    class Meta:
        model = Publication

    document = factory.SubFactory(DocumentFactory, status=Document.Status.PROPOSED)
    federation = factory.SelfAttribute("document.federation")
    stage = Publication.Stage.PROPOSAL
    title = factory.LazyAttribute(lambda row: str(row.document))
    content = factory.LazyAttribute(lambda row: to_data(resolve_document(row.document)))
    figures: Any = ()
    html = factory.LazyAttribute(
        lambda row: (
            f"<!doctype html><style>p{{margin:0}}</style><article><h1>{row.title}</h1></article>".encode()
        )
    )
    html_sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.html).hexdigest())
    pdf = factory.LazyAttribute(lambda row: f"%PDF-1.7 {row.title}".encode())
    pdf_sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.pdf).hexdigest())
    content_sha256 = factory.LazyAttribute(lambda row: checksum(row.content))
    pages = 16
    calculation_version = "1"
    frozen_at = factory.LazyFunction(timezone.now)


class PublicNoticeFactory(DjangoModelFactory):
    """A notice of the audit report that is not posted. `posted_on` and `heading` make it one that is."""

    class Meta:
        model = PublicNotice

    federation = factory.SubFactory(FederationFactory)
    kind = PublicNotice.Kind.AUDIT
    year = YEAR


class PostedNoticeFactory(PublicNoticeFactory):
    """A notice posted today, that stands for three weeks."""

    heading = "Revisionsberättelse"
    text = "Revisorerna har lämnat sin revisionsberättelse."
    posted_on = factory.LazyFunction(timezone.localdate)
    taken_down_on = factory.LazyAttribute(lambda row: row.posted_on + timedelta(days=22))
    pdf = factory.LazyAttribute(lambda row: f"%PDF-1.7 {row.heading}".encode())
    pdf_sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.pdf).hexdigest())
