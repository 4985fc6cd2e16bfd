"""Words and intentions: documents as trees of sections, goal areas, planned activities, and the talk about them.

One engine for all kinds of document. What figures say is computed by the apps below and above; a section stores words,
references and at most the key of one computed block.
"""

from plans.models.carrying import KeptAsIs, RemovedSection
from plans.models.consulting import AcceptedFinding, MemberStatement
from plans.models.documents import Document, GoalArea, PlannedActivity, Section
from plans.models.pictures import Picture
from plans.models.talk import Comment, CommentThread, Mention, Reading, ReviewRound

__all__ = [
    "AcceptedFinding",
    "Comment",
    "CommentThread",
    "Document",
    "GoalArea",
    "KeptAsIs",
    "MemberStatement",
    "Mention",
    "Picture",
    "PlannedActivity",
    "Reading",
    "RemovedSection",
    "ReviewRound",
    "Section",
]
