"""What the tests of digital seals are made of: a small paper with empty boxes, keys, certificates of every kind."""

from __future__ import annotations

import datetime as dt
import hashlib
from io import BytesIO

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from qspec.sealing import signing
from qspec.sealing.keys import KeyFile, read_seal
from qspec.sealing.mark import Mark
from qspec.sealing.model import Box
from qspec.sealing.verifying import verify_signatures

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
DAY = dt.timedelta(days=1)
MARK = Mark("検査課", "2026-04-17", "山田")
XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def paper(names=("approved", "checked", "prepared", "buyer")):
    """Return a page with a verdict, an attached file, metadata, and an empty field on every box."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
    canvas.drawString(60, 500, "QS-1 REJECT")
    canvas.showPage()
    canvas.save()
    with pikepdf.open(stream) as pdf:
        pdf.Root.Metadata = pdf.make_stream(XMP, Type=Name.Metadata, Subtype=Name.XML)
        pdf.attachments["data.csv"] = b"serial,bore\n1,12.01\n"
        fields = [pdf.make_indirect(_field(pdf, index, name)) for index, name in enumerate(names)]
        pdf.pages[0].obj.Annots = Array(fields)
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(fields)))
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _field(pdf, index, name):
    left = 300 + 60 * index
    blank = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 54, 54])
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T=name,
        F=4,
        P=pdf.pages[0].obj,
        Rect=[left, 760, left + 54, 814],
        AP=Dictionary(N=blank),
    )


def ec_key(curve=None):
    return ec.generate_private_key(curve or ec.SECP256R1())


def rsa_key(bits=2048):
    return rsa.generate_private_key(65537, bits)


def certificate(
    name, key, *, issuer=None, begins=NOW - DAY, ends=NOW + 365 * DAY, authority=False, usage=None, purpose=None
):
    """Return a certificate; ``issuer`` is (certificate, key) of an authority, else the certificate signs itself."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above, by = issuer or (None, key)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.subject if above is not None else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if authority or usage:
        allowed = {name: name in ("key_cert_sign", "crl_sign") if authority else name in usage for name in _USES}
        builder = builder.add_extension(x509.KeyUsage(**allowed), critical=True)
    if purpose is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    return builder.sign(by, SHA256())


_USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def pem(thing, passphrase=None):
    """Return a key or a certificate as PEM."""
    if isinstance(thing, x509.Certificate):
        return thing.public_bytes(serialization.Encoding.PEM)
    how = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return thing.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how)


def p12(name, key, own, others=(), passphrase=None):
    how = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return pkcs12.serialize_key_and_certificates(name, key, own, list(others), how)


def seal_of(key, *certificates, now=NOW):
    content = b"".join(map(pem, certificates))
    seal, problems = read_seal(KeyFile("k.pem", pem(key)), KeyFile("c.pem", content), no_passphrase, now)
    assert seal is not None, problems
    return seal


def no_passphrase():
    raise AssertionError("asked for a passphrase that is not needed")


def sealed(content, box, seal, mark=MARK):
    done, problems = signing.put_seal("r.pdf", content, Box(box), seal, mark)
    assert done is not None, problems
    return done.content


def standings(content, roots=()):
    return {report.box: report.standing for report in verify_signatures(content, roots)}


def fingerprint(one):
    digest = hashlib.sha256(one.public_bytes(serialization.Encoding.DER)).hexdigest().upper()
    return ":".join(digest[index : index + 2] for index in range(0, 64, 2))
