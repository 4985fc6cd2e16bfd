"""Words, intentions and results: documents as trees of sections, goal areas, activities and the talk about them;
the outcomes of initiatives, assessments of goals, measurements.

One engine for all kinds of document. What figures say is computed by the apps below and above; a section stores words,
references and at most the key of one computed block.
"""

from plans.models.assessments import FinancialGoal, Fulfilment, GoalAssessment
from plans.models.carrying import KeptAsIs, RemovedSection
from plans.models.consulting import AcceptedFinding, MemberStatement
from plans.models.disclosure import DisclosureRule
from plans.models.documents import Document, GoalArea, PlannedActivity, Section
from plans.models.initiatives import (
    Initiative,
    InitiativeName,
    InitiativeOwner,
    InitiativeSuccession,
    InitiativeYear,
)
from plans.models.measurements import Indicator, Measurement, TrainingEvent
from plans.models.outcomes import Gender, OutcomeCounts, OutcomePeriod, PublishedOutcome, TeamOutcome
from plans.models.pictures import Picture
from plans.models.talk import Comment, CommentThread, Mention, Reading, ReviewRound

__all__ = [
    "AcceptedFinding",
    "Comment",
    "CommentThread",
    "DisclosureRule",
    "Document",
    "FinancialGoal",
    "Fulfilment",
    "Gender",
    "GoalArea",
    "GoalAssessment",
    "Indicator",
    "Initiative",
    "InitiativeName",
    "InitiativeOwner",
    "InitiativeSuccession",
    "InitiativeYear",
    "KeptAsIs",
    "Measurement",
    "MemberStatement",
    "Mention",
    "OutcomeCounts",
    "OutcomePeriod",
    "Picture",
    "PlannedActivity",
    "PublishedOutcome",
    "Reading",
    "RemovedSection",
    "ReviewRound",
    "Section",
    "TeamOutcome",
    "TrainingEvent",
]
