"""Lines of a catalogue or an order that only name goods ask for nothing; notes without a verb do."""

from __future__ import annotations

import pytest

from qspec.phrases.engine import understand
from qspec.phrases.vocabulary import ClauseClass

GOODS = (
    "Wooden serving tray with two handles, acacia, oiled.",
    "Set of four glass tumblers, 250 ml, in gift box.",
    "Enamelled kettle, 1.5 l, with wooden handle.",
    "Stainless steel thermos flask with cup lid, 0.75 l.",
    "Transparent storage boxes, stackable, set of 5.",
    "Soft cotton bath towel, 70 x 140 cm, set of 2.",
    "Rubber mat for bathroom use, anti-slip, blue.",
    "強化ガラスのコップ、250ml、4個入り。",
    "屋外用折りたたみ椅子、スチール製。",
    "ホーロー製やかん、容量1.5L、木柄付き。",
    "透明収納ケース、ふた付き、5個セット。",
    "滑り止め付き軍手、12双入り。",
    "ステンレスボトル 500ml 保温・保冷対応",
)
NOTES = (
    "No burrs, with rounded edges",
    "Smooth surface, polypropylene",
    "Stainless steel bowls, rust-free, set of 4.",
    "Evenly dyed towels, without streaks.",
    "Completely transparent box with lid",
    "Teapot with uniform color.",
    "Trays with burrs.",
    "Bottle, 500 ml, leak-proof.",
    "Lids with smooth edges, set of 4.",
    "Wooden tray with light scratches on the underside acceptable",
    "ふた付き容器、ふたのがたつきなし",
    "色ムラのない急須、茶こし付き",
    "つや消し仕上げ、木目付き",
    "割れた皿、5枚入り。",
    "ふたがきつい水筒、500ml。",
)
MEASURED = ("Tray, length 120 ± 0.5 mm, with handles", "Teapot, capacity 0.6 l ± 3 %", "容量は500mlとすること。")


@pytest.mark.parametrize("text", GOODS)
def test_a_line_of_a_catalogue_asks_for_nothing(text):
    assert understand(text).clause_class is ClauseClass.OTHER


@pytest.mark.parametrize("text", NOTES)
def test_a_fault_a_degree_or_a_state_makes_a_note_of_it(text):
    assert understand(text).clause_class is ClauseClass.VAGUE


@pytest.mark.parametrize("text", MEASURED)
def test_a_limit_makes_it_measurable(text):
    assert understand(text).clause_class is ClauseClass.MEASURABLE
