"""Whether the libraries for seals are installed; the one place that knows the extra's name."""

from __future__ import annotations

from qspec.errors import Place, Problem


def missing() -> Problem | None:
    """Return the problem that the extra ``qspec[sign]`` is not installed, or None where it is."""
    from importlib.util import find_spec

    if find_spec("pyhanko") is not None and find_spec("pyhanko.sign") is not None:
        return None
    return Problem("seal.extra-missing", Place())


def has_signatures(content: bytes) -> bool:
    """Say whether a PDF holds a signature, without the extra: for saying that it was not examined.

    A file that cannot be read is said to hold none.
    """
    import ctypes

    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return False
    try:
        fields = range(max(0, pdfium.FPDF_GetSignatureCount(document.raw)))
        found = (pdfium.FPDF_GetSignatureObject(document.raw, index) for index in fields)
        return any(pdfium.FPDFSignatureObj_GetContents(field, ctypes.c_void_p(), 0) > 0 for field in found)
    finally:
        document.close()
