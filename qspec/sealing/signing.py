"""Puts a seal into a report's box; called by ``qspec seal``.

The bytes of the report stay as they are and the seal is written after them, so that what was sealed before stays
sealed. Nothing is handed out that does not verify. The only module that writes with the signature library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qspec.errors import Place, Problem, Value
from qspec.sealing.keys import Seal
from qspec.sealing.mark import Mark, draw_mark
from qspec.sealing.model import Box, SignatureReport, Standing, box_name
from qspec.sealing.quiet import quiet
from qspec.sealing.verifying import examine

if TYPE_CHECKING:
    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSignatureMetadata, Signer


@dataclass(frozen=True)
class Sealed:
    """A sealed report."""

    content: bytes
    certifies: bool
    """Whether this was the first seal, which forbids every change but filling the other boxes."""
    empty: tuple[str, ...]
    """Boxes that hold no seal yet."""


def boxes(content: bytes) -> Mapping[str, bool] | None:
    """Return the signature fields of a PDF and whether each holds a seal; None for a file that cannot be read."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    try:
        with quiet():
            reader = PdfFileReader(BytesIO(content))
            if reader.encrypted:
                return None
            return {str(name): value is not None for name, value, _ in enumerate_sig_fields(reader)}
    except Exception:  # noqa: BLE001 - a damaged or hostile file makes the library fail in any way whatever
        return None


def put_seal(file: str, content: bytes, box: Box, seal: Seal, mark: Mark) -> tuple[Sealed | None, list[Problem]]:
    """Return the report with the seal in its box, or every reason why it cannot be sealed."""
    found = boxes(content)
    if found is None:
        return None, [Problem("seal.not-a-report", Place(file), values={"file": file})]
    first = not any(found.values())
    problems = _refused(file, box, found)
    picture = draw_mark(mark)
    if picture is None:
        problems.append(Problem("seal.mark-too-long", values={"above": mark.above, "below": mark.below}))
    if problems or picture is None:
        return None, problems
    signed = _signed(content, box, seal, picture, certify=first)
    if signed is None:
        return None, [Problem("seal.not-a-report", Place(file), values={"file": file})]
    reports = examine(signed)
    own = [report for report in reports if report.box == box]
    if not signed.startswith(content) or len(own) != 1 or _broken(reports):
        slug = "broken-before" if _broken(examine(content)) else "does-not-verify"
        return None, [Problem(f"seal.{slug}", Place(file), values={"file": file})]
    empty = tuple(name for name, taken in found.items() if not taken and name != box)
    return Sealed(signed, first, empty), []


def _broken(reports: Sequence[SignatureReport]) -> bool:
    return any(report.standing is Standing.BROKEN for report in reports)


def _refused(file: str, box: Box, found: Mapping[str, bool]) -> list[Problem]:
    """Return why a report's box is not to be sealed."""
    values: dict[str, Value] = {"file": file, "box": box_name(box)}
    if box not in found:
        known = ", ".join(name for name in found if name in set(Box)) or "–"
        return [Problem("seal.no-such-box", Place(file), values={**values, "boxes": known})]
    if found[box]:
        return [Problem("seal.box-taken", Place(file), values=values)]
    if box is Box.BUYER and not any(found.values()):
        return [Problem("seal.supplier-first", Place(file), values={"file": file})]
    return []


def _signed(content: bytes, box: Box, seal: Seal, picture: bytes, *, certify: bool) -> bytes | None:
    """Return the signed file, or None where the library cannot write to it."""
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.stamp import StaticStampStyle

    middle = AxisAlignment.ALIGN_MID
    layout = SimpleBoxLayoutRule(x_align=middle, y_align=middle, margins=Margins(1, 1, 1, 1))
    style = StaticStampStyle(
        border_width=0, background=_drawn(picture), background_layout=layout, background_opacity=1.0
    )
    about: PdfSignatureMetadata = PdfSignatureMetadata(
        field_name=str(box),
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        name=seal.holder.name,
    )
    signer = PdfSigner(about, _signer(seal), stamp_style=style)
    target = BytesIO()
    with quiet():
        try:
            signer.sign_pdf(_writer(content), existing_fields_only=True, output=target)
        except Exception:  # noqa: BLE001 - a damaged or hostile file makes the library fail in any way whatever
            return None
    return target.getvalue()


def _writer(content: bytes) -> IncrementalPdfFileWriter:
    """Return a writer that leaves the metadata alone: rewritten by the library, they would be PDF/A's no more."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Writer(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            return

    return Writer(BytesIO(content))


def _drawn(picture: bytes) -> PdfContent:
    """Return a one-page PDF as the background of the stamp; the library's own class wants a file on the disk."""
    from pyhanko.pdf_utils.content import PdfContent, ResourceType
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.reader import PdfFileReader

    class Drawn(PdfContent):
        def render(self) -> bytes:
            writer: Any = self.writer
            drawn = writer.import_page_as_xobject(PdfFileReader(BytesIO(picture)), page_ix=0)
            self.set_resource(ResourceType.XOBJECT, pdf_name("/Seal"), drawn)
            left, bottom, right, top = (float(edge) for edge in drawn.get_object()["/BBox"])
            self.box = BoxConstraints(width=round(right - left), height=round(top - bottom))
            return b"/Seal Do"

    return Drawn()


def _signer(seal: Seal) -> Signer:
    from pyhanko.keys.internal import (
        translate_pyca_cryptography_cert_to_asn1,
        translate_pyca_cryptography_key_to_asn1,
    )
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library gives it no types
    store.register_multiple([translate_pyca_cryptography_cert_to_asn1(one) for one in seal.others])
    return SimpleSigner(
        signing_cert=translate_pyca_cryptography_cert_to_asn1(seal.certificate),
        signing_key=translate_pyca_cryptography_key_to_asn1(seal.key),
        cert_registry=store,
    )
