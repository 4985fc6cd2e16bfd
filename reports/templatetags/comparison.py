"""Filters that set compared texts: `{% load comparison %}`."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from plans.domain.worddiff import PassageChange, Segment
from reports.documents import marked as setting

register = template.Library()


@register.filter
def marked(segments: Sequence[Segment]) -> SafeString:
    """A compared line of text, with what has come and gone marked."""
    return setting.marked(segments)


@register.filter
def set_passages(passages: Sequence[PassageChange]) -> SafeString:
    """Compared passages as paragraphs and lists."""
    return setting.set_passages(passages)
