"""Digital seals: what they are, what examiners are told, and that no change goes unnoticed."""

from __future__ import annotations

import ctypes
import datetime as dt
import itertools
import shutil
import subprocess
from io import BytesIO

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1, translate_pyca_cryptography_key_to_asn1
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from sealing_files import DAY, MARK, NOW, certificate, ec_key, fingerprint, paper, rsa_key, seal_of, sealed, standings

from qspec.messages import render, say
from qspec.sealing import signing, verifying
from qspec.sealing.mark import SIDE, Mark, draw_mark
from qspec.sealing.model import Box, Standing, moment, sentences
from qspec.sealing.verifying import verify_signatures

BOTH = ("en", "ja")
TIME_STAMPING = ExtendedKeyUsageOID.TIME_STAMPING


@pytest.fixture(scope="module")
def supplier():
    key = ec_key()
    return seal_of(key, certificate("見本精密 検査課", key))


@pytest.fixture(scope="module")
def buyer():
    key = ec_key()
    return seal_of(key, certificate("Example Trading Ltd.", key))


@pytest.fixture(scope="module")
def stages(supplier, buyer):
    """The paper, then with two seals of the supplier, then with the buyer's."""
    made = [paper()]
    for box, seal in (("prepared", supplier), ("approved", supplier), ("buyer", buyer)):
        made.append(sealed(made[-1], box, seal))
    return made


# What a seal is


def test_each_seal_is_written_behind_the_bytes_before_it(stages):
    for before, after in itertools.pairwise(stages):
        assert after.startswith(before)


def test_the_first_seal_certifies_and_the_others_hold_beside_it(stages):
    reports = verify_signatures(stages[-1])
    assert [(one.box, one.certifies, one.covers_whole_file, one.docmdp_ok) for one in reports] == [
        ("prepared", True, False, True),
        ("approved", False, False, True),
        ("buyer", False, True, True),
    ]
    assert {one.standing for one in reports} == {Standing.UNKNOWN}


def test_another_reader_finds_the_same_signatures_and_what_the_first_allows(stages):
    document = pypdfium2.PdfDocument(stages[-1])
    found = [pdfium.FPDF_GetSignatureObject(document.raw, index) for index in range(4)]
    lengths = [pdfium.FPDFSignatureObj_GetContents(one, ctypes.c_void_p(), 0) for one in found]
    assert sorted(length > 0 for length in lengths) == [False, True, True, True]
    # 2: filling forms and signing, nothing else (ISO 32000-1, table 254); 0 where a signature states no permission.
    assert sorted(map(pdfium.FPDFSignatureObj_GetDocMDPPermission, found)) == [0, 0, 0, 2]
    document.close()


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is not installed")
def test_poppler_holds_every_signature_for_valid(stages, tmp_path):
    def told(content):
        file = tmp_path / "sealed.pdf"
        file.write_bytes(content)
        program = [shutil.which("pdfsig"), "-nocert", str(file)]
        return subprocess.run(program, capture_output=True, text=True, check=False, encoding="utf-8").stdout

    assert told(stages[-1]).count("Signature is Valid") == 3
    assert told(stages[-1]).count("  - Total document signed") == 1
    assert "Signature is Valid" not in told(flipped(stages[-1]))


def test_nothing_of_the_report_itself_changes(stages):
    with pikepdf.open(BytesIO(stages[-1])) as pdf, pikepdf.open(BytesIO(stages[0])) as before:
        assert pdf.Root.Metadata.read_raw_bytes() == before.Root.Metadata.read_raw_bytes()
        assert b"pdfaid" in pdf.Root.Metadata.read_bytes()
        assert bytes(pdf.attachments["data.csv"].get_file().read_bytes()) == b"serial,bore\n1,12.01\n"
        assert len(pdf.Root.AcroForm.Fields) == 4


def test_an_unsealed_report_has_nothing_to_examine(stages):
    assert verify_signatures(stages[0]) == ()


# Whose it is


def test_a_self_made_certificate_is_known_only_to_who_was_given_it(stages, supplier):
    assert standings(stages[-1], [supplier.certificate]) == {
        "prepared": Standing.KNOWN,
        "approved": Standing.KNOWN,
        "buyer": Standing.UNKNOWN,
    }


@pytest.fixture(scope="module")
def authority():
    root_key, middle_key, key = ec_key(), ec_key(), rsa_key()
    root = certificate("Root", root_key, authority=True)
    middle = certificate("Middle", middle_key, issuer=(root, root_key), authority=True)
    own = certificate("T. Sato", key, issuer=(middle, middle_key), usage=("digital_signature",))
    return root, middle, own, key


@pytest.mark.parametrize("trusted", ["root", "middle", "own", "stranger"])
def test_a_certificate_of_an_authority_is_known_through_any_of_its_chain(authority, trusted):
    root, middle, own, key = authority
    content = sealed(paper(), "prepared", seal_of(key, own, middle))
    stranger = certificate("Root", ec_key(), authority=True)
    roots = {"root": root, "middle": middle, "own": own, "stranger": stranger}
    expected = Standing.UNKNOWN if trusted == "stranger" else Standing.KNOWN
    assert standings(content, [roots[trusted]]) == {"prepared": expected}
    assert standings(content) == {"prepared": Standing.UNKNOWN}


def test_a_stranger_with_the_same_name_is_not_taken_for_the_known_one(supplier):
    key = ec_key()
    forged = sealed(paper(), "prepared", seal_of(key, certificate("見本精密 検査課", key)))
    assert standings(forged, [supplier.certificate]) == {"prepared": Standing.UNKNOWN}


@pytest.mark.parametrize("lang", BOTH)
def test_an_unknown_signer_is_told_with_fingerprint_and_whose_clock(stages, supplier, lang):
    told = "\n".join(render(one, lang) for one in sentences(verify_signatures(stages[1])[0]))
    pairs = fingerprint(supplier.certificate)
    assert pairs in told
    assert {"en": "unknown", "ja": "署名者不明"}[lang] in told
    assert {"en": "the signer's own clock", "ja": "署名者の時計による"}[lang] in told


# What was changed since


class Quiet(IncrementalPdfFileWriter):
    def _update_meta(self):
        return


def appended(content, change):
    writer = Quiet(BytesIO(content))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn(data):
    box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 54, 54)))
    kinds = {"/Type": generic.pdf_name("/XObject"), "/Subtype": generic.pdf_name("/Form"), "/BBox": box}
    return generic.StreamObject({generic.pdf_name(key): value for key, value in kinds.items()}, stream_data=data)


def white_box(content):
    def change(writer):
        page, _ = writer.find_page_for_modification(0)
        cover = generic.StreamObject(stream_data=b"1 1 1 rg 50 490 200 30 re f")
        page = page.get_object()
        page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(cover)])
        writer.update_container(page)

    return appended(content, change)


def annotation(content):
    def change(writer):
        page = writer.find_page_for_modification(0)[0].get_object()
        parts = {
            "/Type": generic.pdf_name("/Annot"),
            "/Subtype": generic.pdf_name("/FreeText"),
            "/Rect": generic.ArrayObject(map(generic.NumberObject, (60, 495, 260, 515))),
            "/Contents": generic.pdf_string("合格 ACCEPT"),
        }
        added = generic.DictionaryObject({generic.pdf_name(key): value for key, value in parts.items()})
        page["/Annots"].append(writer.add_object(added))
        writer.update_container(page["/Annots"])

    return appended(content, change)


def swapped_attachment(content):
    def change(writer):
        names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
        stream = names[1].get_object()["/EF"]["/F"]
        stream._data, stream._encoded_data = b"serial,bore\n1,12.00\n", None
        writer.update_container(stream)

    return appended(content, change)


def picture_in_an_empty_box(content):
    def change(writer):
        for name, _, field in enumerate_sig_fields(writer):
            if name == "checked":
                shown = writer.add_object(drawn(b"1 0 0 rg 0 0 54 54 re f"))
                field.get_object()["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): shown})
                writer.mark_update(field)

    return appended(content, change)


def new_box(content):
    return appended(content, lambda writer: append_signature_field(writer, SigFieldSpec("extra", box=(0, 0, 9, 9))))


def flipped(content):
    place = content.index(b"stream") + 20
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def rewritten(content):
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.save(out)
    return out.getvalue()


CHANGES = {
    flipped: "bytes-changed",
    white_box: "changed-after",
    annotation: "changed-after",
    swapped_attachment: "changed-after",
    picture_in_an_empty_box: "changed-after",
    rewritten: "bytes-changed",
}


@pytest.mark.parametrize("certify", [True, False])
def test_a_box_added_later_breaks_every_seal_certifying_or_not(supplier, certify):
    content = signing._signed(paper(), Box.PREPARED, supplier, draw_mark(MARK), certify=certify)
    assert standings(content) == {"prepared": Standing.UNKNOWN}
    (report,) = verify_signatures(new_box(content))
    assert report.standing is Standing.BROKEN
    assert "seal.reason.box-added" in [reason.key for reason in report.reasons]


@pytest.mark.parametrize("stage", [1, 3])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_change_breaks_every_seal_and_is_named(stages, change, stage):
    tampered = change(stages[stage])
    assert tampered != stages[stage]
    reports = verify_signatures(tampered)
    assert len(reports) == stage
    for report in reports:
        assert report.standing is Standing.BROKEN
        assert f"seal.reason.{CHANGES[change]}" in [reason.key for reason in report.reasons]
        for lang in BOTH:
            assert say(f"seal.reason.{CHANGES[change]}", lang) in [render(one, lang) for one in sentences(report)]


def test_a_change_hidden_under_a_later_seal_breaks_the_earlier_ones(stages, buyer, monkeypatch):
    monkeypatch.setattr(signing, "examine", lambda content: verifying.examine(content)[-1:])
    laundered = sealed(white_box(stages[2]), "buyer", buyer)
    assert standings(laundered) == {
        "prepared": Standing.BROKEN,
        "approved": Standing.BROKEN,
        "buyer": Standing.UNKNOWN,
    }


def test_what_was_changed_is_not_sealed_again(stages, buyer):
    done, problems = signing.put_seal("r.pdf", white_box(stages[2]), Box.BUYER, buyer, MARK)
    assert done is None
    assert [problem.code for problem in problems] == ["seal.broken-before"]


@pytest.mark.parametrize("tail", [b"\n", b"%", b"\n1 0 obj <<>> endobj\n%%EOF\n"])
def test_nothing_may_follow_the_last_seal(stages, tail):
    report = verify_signatures(stages[3] + tail)[-1]
    assert report.standing is Standing.BROKEN
    assert not report.covers_whole_file


def test_a_seal_taken_off_the_end_leaves_the_report_as_it_was(stages):
    assert standings(stages[3][: len(stages[2])]) == standings(stages[2])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_bit_of_what_a_seal_covers_can_be_flipped_unnoticed(stages, share, bit):
    content = stages[1]
    with pikepdf.open(BytesIO(content)) as pdf:
        first, length, second, rest = (
            int(number) for field in pdf.Root.AcroForm.Fields if "/V" in field for number in field.V.ByteRange
        )
    covered = [*range(first, first + length), *range(second, second + rest)]
    place = covered[int(share * len(covered))]
    tampered = content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]
    reports = verify_signatures(tampered)
    # A flip may also leave no form at all; `verify` compares with the number of signatures another reader counts.
    assert all(report.standing is Standing.BROKEN for report in reports)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00" * 999, b"%PDF-1.7\n" + b"[" * 50_000])
def test_a_file_that_is_no_pdf_is_unreadable_and_no_crash(content):
    (report,) = verify_signatures(content)
    assert report.standing is Standing.BROKEN
    assert [reason.key for reason in report.reasons] == ["seal.reason.unreadable"]


def test_a_box_filled_with_something_else_is_no_seal(stages):
    def change(writer):
        for name, _, field in enumerate_sig_fields(writer):
            if name == "checked":
                value = generic.DictionaryObject({generic.pdf_name("/Type"): generic.pdf_name("/Sig")})
                field.get_object()["/V"] = writer.add_object(value)
                writer.mark_update(field)

    found = standings(appended(stages[0], change))
    assert found == {"checked": Standing.BROKEN}


# When it was put


def test_a_certificate_that_expired_later_is_said_and_breaks_nothing(supplier, stages):
    later = NOW + 800 * DAY
    (report,) = verifying.examine(stages[1], [supplier.certificate], later)
    assert report.standing is Standing.KNOWN
    assert [note.key for note in report.notes] == ["seal.expired-since"]


def test_a_signing_time_outside_the_certificates_is_no_seal():
    key = ec_key()
    old = certificate("Old", key, begins=NOW - 90 * DAY, ends=NOW - 30 * DAY)
    seal = seal_of(key, old, now=NOW - 60 * DAY)
    content = signing._signed(paper(), Box.PREPARED, seal, draw_mark(MARK), certify=True)
    (report,) = verify_signatures(content, [old])
    assert report.standing is Standing.BROKEN
    assert "seal.reason.not-valid-then" in [reason.key for reason in report.reasons]


def test_a_signing_time_of_the_future_is_no_seal(stages):
    (report,) = verifying.examine(stages[1], now=NOW - DAY / 2)
    assert report.standing is Standing.BROKEN
    assert "seal.reason.future" in [reason.key for reason in report.reasons]


@pytest.fixture(scope="module")
def stamped():
    """A seal with the time stamp of an authority, as other programs make them, and that authority."""
    root_key, key, own = rsa_key(), rsa_key(), ec_key()
    root = certificate("Clock root", root_key, authority=True)
    clock = certificate("Clock", key, issuer=(root, root_key), ends=NOW + DAY, purpose=TIME_STAMPING)
    store = SimpleCertificateStore()
    store.register(translate_pyca_cryptography_cert_to_asn1(root))
    stamper = DummyTimeStamper(
        translate_pyca_cryptography_cert_to_asn1(clock),
        translate_pyca_cryptography_key_to_asn1(key),
        store,
        fixed_dt=NOW,
    )
    signer = signing._signer(seal_of(own, certificate("Signer", own)))
    about = PdfSignatureMetadata(field_name="prepared", certify=True, subfilter=SigSeedSubFilter.PADES)
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(paper()))
    PdfSigner(about, signer, timestamper=stamper).sign_pdf(writer, existing_fields_only=True, output=out)
    return out.getvalue(), root


@pytest.mark.parametrize("years", [0, 20])
@pytest.mark.parametrize("trusted", [True, False])
def test_a_time_stamp_is_examined_and_its_authority_named_as_known_or_not(stamped, trusted, years):
    content, root = stamped
    (report,) = verifying.examine(content, [root] if trusted else [], NOW + years * 365 * DAY)
    assert report.standing is Standing.UNKNOWN
    assert report.time == NOW
    assert report.time_from.key == ("seal.clock.authority" if trusted else "seal.clock.unknown-authority")


# The mark


def test_the_mark_stands_in_its_box_red_and_dark_enough_to_copy(stages):
    document = pypdfium2.PdfDocument(stages[1])
    document.init_forms()
    picture = document[0].render(scale=4).to_pil().convert("RGB")
    box = picture.crop((420 * 4, (842 - 814) * 4, 474 * 4, (842 - 760) * 4))
    inked = [box.getpixel((x, y)) for x in range(box.width) for y in range(box.height)]
    solid = [pixel for pixel in inked if pixel != (255, 255, 255)]
    assert len(solid) > 0.1 * len(inked)
    red, green, blue = min(solid, key=sum)
    assert red > 150
    assert max(green, blue) < 60
    grey = 0.299 * red + 0.587 * green + 0.114 * blue
    assert grey < 90  # of 255: legible in a black-and-white copy
    around = picture.crop((360 * 4, (842 - 814) * 4, 416 * 4, (842 - 760) * 4)).getcolors(1 << 20)
    assert [color for _, color in around] == [(255, 255, 255)]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("検査課", "山田"),
        ("見本精密株式会社", "髙﨑 𠮷雄"),
        ("品質保証部検査課", "長谷川左衛門尉"),
        ("QA Dept.", "T. Yamada"),
        ("A&B <i>", "𠮷"),
    ],
)
def test_the_mark_shows_its_three_parts_within_the_ring(above, below):
    content = draw_mark(Mark(above, "2026-04-17", below))
    document = pypdfium2.PdfDocument(content)
    text = "".join(document[0].get_textpage().get_text_range().split())
    assert text == "".join(f"26.04.17{above}{below}".split()) or sorted(text) == sorted(
        "".join(f"26.04.17{above}{below}".split())
    )
    picture = document[0].render(scale=4).to_pil().convert("L")
    middle = SIDE * 2
    outside = [
        (x, y)
        for x in range(picture.width)
        for y in range(picture.height)
        if (x - middle) ** 2 + (y - middle) ** 2 > (SIDE * 2) ** 2 and picture.getpixel((x, y)) < 250
    ]
    assert outside == []
    # The strip between letters and ring stays free: nothing runs into the ring.
    ring = (SIDE / 2 - 1.2 - 1.3) * 4
    between = [
        picture.getpixel((x, y))
        for x in range(picture.width)
        for y in range(picture.height)
        if (ring - 1.5) ** 2 < (x - middle) ** 2 + (y - middle) ** 2 < (ring - 0.5) ** 2
        and abs(abs(y - middle) - 7.2 * 4) > 4
    ]
    assert min(between) > 200


def test_a_text_that_cannot_be_read_that_small_is_refused():
    assert draw_mark(Mark("株式会社" * 10, "2026-04-17", "山田")) is None


def test_the_librarys_log_does_not_reach_the_user(stages, capfd):
    verify_signatures(white_box(stages[1]))
    verify_signatures(b"%PDF-1.7")
    told = capfd.readouterr()
    assert told.out + told.err == ""


def test_times_are_told_with_their_zone():
    japan = dt.timezone(dt.timedelta(hours=9))
    assert moment(dt.datetime(2026, 4, 17, 9, 30, tzinfo=japan)) == "2026-04-17 09:30:00 +09:00"
    assert moment(dt.datetime(2026, 4, 17, 9, 30)) == "2026-04-17 09:30:00"
