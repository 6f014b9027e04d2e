"""Kinds as small as can be, so that the spec file is tested without the real ones."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from qspec.spec.model import Characteristic, Pairs


class FakeColor(Characteristic):
    kind: Literal["color"]
    reference: Pairs
    components: Pairs = Field(default_factory=dict)


class FakeRoughness(Characteristic):
    kind: Literal["roughness"]
    rule: Literal["max", "16%"] | None = None


class FakeDimension(Characteristic):
    kind: Literal["dimension"]
    nominal: str | None = None


class FakeCount(Characteristic):
    kind: Literal["count"]


MODELS: dict[str, type[Characteristic]] = {
    "color": FakeColor,
    "roughness": FakeRoughness,
    "dimension": FakeDimension,
    "count": FakeCount,
}

SMALLEST = """\
qspec: 1
id: X-1
revision: A
title: Pin
characteristics:
  bore: {kind: dimension, limit: φ10 H7}
sampling: 100%
"""
