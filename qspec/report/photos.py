"""Photos as evidence: a picture file as a camera made it → a small one that can go on record.

The command line calls :func:`prepare`; ``verify`` calls :func:`carried` for what a report holds. What is kept shows the
same and says nothing else: turned upright, in sRGB, at most :data:`LONGEST` dots long, without the camera's notes
(place, owner, time). The digest is that of the file as it was given. The same file gives the same bytes.
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from qspec.errors import Refusal

LONGEST = 1400
"""Dots of the longer side: 200 a inch over the width of a page."""
LARGEST_MB = 60
"""Bytes of a file; a camera's are smaller."""
MOST_DOTS = 64_000_000
"""Dots up to which a picture is opened: above, a small file could fill the memory."""
MOST = 60
"""Photos of one paper."""
_QUALITY = 85
_FORMATS = ("JPEG", "PNG")
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True)
class Photo:
    """A photo that goes with a paper."""

    of: str
    """What it shows: the id of a characteristic or of a limit sample."""
    file: str
    """Name of the file as given, without folders."""
    sha256: str
    """Digest of that file."""
    content: bytes
    """The small one: a JPEG without anything but the picture."""
    width: int
    height: int

    @property
    def kept_sha256(self) -> str:
        """Digest of the small one, which is attached."""
        return hashlib.sha256(self.content).hexdigest()


def prepare(of: str, file: str, content: bytes) -> Photo | Refusal:
    """Return a photo ready for a paper, or why the file cannot be used."""
    from PIL.Image import DecompressionBombError

    refused = _refused(file, content)
    if refused is not None:
        return refused
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the library: its own, higher bound on dots; doubtful notes of a camera
            made = _made(content)
    except DecompressionBombError:
        made = None
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError, ArithmeticError, TypeError, LookupError):
        return Refusal("papers.photo-damaged", {"file": file})
    if made is None:
        return Refusal("papers.photo-dots", {"file": file, "most": MOST_DOTS // 1_000_000})
    small, (width, height) = made
    return Photo(of, file, hashlib.sha256(content).hexdigest(), small, width, height)


def carried(of: str, file: str, sha256: str, content: bytes) -> Photo | None:
    """Return a photo as a report carries it; None for what this program never attaches."""
    from PIL import Image
    from PIL.Image import DecompressionBombError

    if not content.startswith(_MAGIC[0]):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content), formats=("JPEG",)) as image:
                (width, height), mode = image.size, image.mode
                if max(width, height) > LONGEST or mode != "RGB":
                    return None
                image.load()
    except (OSError, ValueError, SyntaxError, EOFError, DecompressionBombError):
        return None
    return Photo(of, file, sha256, content, width, height)


def _refused(file: str, content: bytes) -> Refusal | None:
    if len(content) > LARGEST_MB * 1_000_000:
        return Refusal("papers.photo-large", {"file": file, "most": LARGEST_MB})
    if not content.startswith(_MAGIC):
        return Refusal("papers.photo-format", {"file": file})
    return None


def _made(content: bytes) -> tuple[bytes, tuple[int, int]] | None:
    """Return the small picture and its size; None where the file has too many dots."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(content), formats=_FORMATS) as opened:
        if opened.width * opened.height > MOST_DOTS:
            return None
        opened.draft("RGB", (2 * LONGEST, 2 * LONGEST))  # a JPEG need not be read at its full size
        image = _on_white(ImageOps.exif_transpose(opened))
        image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        clean = Image.new("RGB", image.size)
        clean.paste(image)  # the dots alone: notes, comments and profiles stay behind
        stream = BytesIO()
        clean.save(stream, "JPEG", quality=_QUALITY, subsampling=0, optimize=False, progressive=False)
        return stream.getvalue(), clean.size


def _on_white(image: Any) -> Any:  # noqa: ANN401 - an image of the library
    """Return the picture in sRGB, what was transparent on white."""
    from PIL import Image

    profile = image.info.get("icc_profile")
    if image.mode in ("LA", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.new("RGBA", layer.size, "white")
        image.alpha_composite(layer)
    elif image.mode.startswith("I"):
        # 16 bits of grey: the library would cut them off, not scale them down
        image = image.point(lambda value: value / 256).convert("L")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        image = _in_srgb(image, profile)
    return image.convert("RGB")


def _in_srgb(image: Any, profile: bytes) -> Any:  # noqa: ANN401 - likewise
    """Return the picture in the colors that its own profile means; a profile that is none is passed over."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
