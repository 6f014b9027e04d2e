"""What is known of a lot beside its judgement: when it ships, how often it was submitted, the calendar.

Whoever judges a lot fills it for ``following.py``: from options, from the ledger, from the spec's terms.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from qspec.judgement.picking.calendars import Calendar


@dataclass(frozen=True)
class Occasion:
    """What is known of a lot beside its judgement; every part may be unknown, and nothing is made up for it."""

    shipped: datetime.date | None = None
    """Day on which the lot was or will be shipped."""
    submission: int = 1
    """1 for a lot submitted for the first time, 2 and more for a resubmitted one."""
    about: tuple[tuple[str, str] | None, ...] = ()
    """For each act on the lot, in their order: date and disposition of the earlier result it followed; None for one
    that followed the result at hand. Acts beyond the end have None."""
    discontinued: tuple[str, ...] = ()
    """Classes whose inspection the switching rules have discontinued."""
    calendar: Calendar = field(default_factory=Calendar)
    """Business days (Japan)."""
