"""Who: users, federations, members and their shares, boards, auditors, meetings and roles, one module per subject.

Money beyond the shares belongs in `budgets`. A span of years or dates is half-open: its end is the first one after.
"""

from members.api_tokens import ApiToken
from members.models.board import Auditor, BoardSeat
from members.models.federations import Federation, FormerName, Member, PartyGroup, StatutoryShare
from members.models.meetings import Decision, DecisionParticipant, Meeting
from members.models.shares import Share, ShareSet
from members.models.users import ROLE_LABELS, ChangeLogEntry, Mandate, Role, User, UserManager
from members.models.year_wheel import CalendarFeed, Reminder, SentReminder, WheelEntry, WheelMark

__all__ = [
    "ROLE_LABELS",
    "ApiToken",
    "Auditor",
    "BoardSeat",
    "CalendarFeed",
    "ChangeLogEntry",
    "Decision",
    "DecisionParticipant",
    "Federation",
    "FormerName",
    "Mandate",
    "Meeting",
    "Member",
    "PartyGroup",
    "Reminder",
    "Role",
    "SentReminder",
    "Share",
    "ShareSet",
    "StatutoryShare",
    "User",
    "UserManager",
    "WheelEntry",
    "WheelMark",
]
