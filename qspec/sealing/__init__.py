"""Digital seals on reports: put into a report's seal boxes and examined; called by ``qspec seal`` and ``verify``.

A seal is a PDF signature in one of the boxes that the report was drawn with, shown as a dated round mark. The first
seal, the supplier's, certifies the report: from then on only the other boxes may be filled. Needs the extra
``qspec[sign]``; without it :func:`~qspec.sealing.extra.missing` says so. Nothing here goes to the network.
"""
