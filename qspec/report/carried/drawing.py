"""An evaluation → the paper with everything it was judged by: the one way, for ``report`` and for ``verify``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qspec.report.carried.model import Attachment

if TYPE_CHECKING:
    from qspec.judgement.result import Evaluation
    from qspec.report.options import OutputOptions
    from qspec.report.paper.fonts import FontFiles


def draw_paper(
    evaluation: Evaluation,
    options: OutputOptions,
    attachments: Sequence[Attachment],
    font: FontFiles | None = None,
) -> bytes:
    """Return the PDF; the same arguments give the same bytes.

    Raises ``ValueError`` or ``OSError`` where a given font file cannot be used.
    """
    from qspec.report.papers.choosing import outline
    from qspec.report.pdf import draw

    return draw(outline(evaluation, options), font=font, attachments=attachments)
