"""What stands of the talk beside a heading of the plan, where the plan is read on the web."""

from __future__ import annotations

from typing import Any

from django import template

from reports.domain.talk import Beside

register = template.Library()


@register.inclusion_tag("reports/_section_talk.html")
def section_talk(beside: Beside, section: Any) -> dict[str, Any]:
    """The way to comment under the heading, and to the threads there."""
    return {"beside": beside, "section": section, "found": beside.under(section.anchor)}
