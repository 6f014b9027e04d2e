"""What somebody gets who gives qspec a phrase: characteristic, ban or permission, degree, side and yardstick."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phrase_scores import engine

from qspec.phrases import repair, written
from qspec.phrases.engine import MAX_LENGTH, nearest, understand
from qspec.phrases.index import build, index
from qspec.phrases.lexicon import characteristics, load
from qspec.phrases.vocabulary import ClauseClass
from qspec.phrases.written import write

UNREACHED = "of two forms of a ban on the same words the one that governs what precedes it is kept, and nothing does"
FORMS = "only words that a head writes out can be meant, not their other forms (chipping, dimensions)"
OTHER_SENSE = "a word of quality in another sense is a finding"
PASSES = "what passes where the fault is absent is read as a permission of the fault"
HARDLY = "しがたい and かねる negate the word before them"
WRONG_TODAY = {
    "Zero tolerance for rust.": UNREACHED,
    "Never ship cups with cracks.": UNREACHED,
    "きずなし": "the tokenizer takes きずなし for one word, and short kana must be words of their own",
    "The hides must not dry out.": "dry out is not among the words for too little moisture, dried out is",
    "No harmful flash.": "harmful alone is a degree, and no yardstick",
    "有害なバリのないこと": "有害な alone is a degree, and no yardstick",
    "丈夫で軽いこと": "軽い has no thing beside it that is light",
    "We reached a rough agreement.": OTHER_SENSE,
    "The password must be strong.": OTHER_SENSE,
    "The parties shall settle any dispute smoothly and in good faith.": OTHER_SENSE,
    "The signature must not be missing from the contract.": OTHER_SENSE,
    "No chiping at the edges.": FORMS,
    "We do not consider small pinholes to be defects.": UNREACHED,
    "Anything with a crack is scrap.": "a word that bans is unknown",
    "It is unacceptable for lids to be scratched.": UNREACHED,
}
"""Phrases that are read wrongly as yet, and why; their test says so once they are right."""


def rows(text, columns):
    """Return the rows of a table of phrases, ``expected … | phrase``, those that are wrong today marked."""
    made = []
    for line in text.strip().splitlines():
        *cells, phrase = (cell.strip() for cell in line.split("|"))
        assert len(cells) == columns, line
        reason = WRONG_TODAY.get(phrase)
        marks = pytest.mark.xfail(reason=reason) if reason else ()
        made.append(pytest.param(phrase, *cells, id=phrase, marks=marks))
    return made


def table(text, *names):
    return pytest.mark.parametrize(("phrase", *names), rows(text, len(names)))


POLARITY = """
ban        | No scratches.
ban        | Free from scratches.
ban        | Free of scratches and burrs.
ban        | There must be no scratches on the lens.
ban        | The parts must not have burrs.
ban        | Stains are not allowed.
ban        | Stains are not acceptable.
ban        | Visible scratches are unacceptable.
ban        | Slight scratches are not acceptable.
ban        | Not a single scratch is acceptable.
ban        | Burrs are by no means acceptable.
ban        | It is not permitted to have burrs.
ban        | Rust is not tolerated under any circumstances.
ban        | Scratches are cause for rejection.
ban        | Scratches will lead to rejection.
ban        | We will reject any parts with dents.
ban        | Chipped tiles will be returned.
ban        | Zero tolerance for rust.
ban        | Parts without any trace of oil.
ban        | Neither scratches nor dents may be present.
ban        | Scratches, unless slight, are not accepted.
ban        | No scratches are allowed except slight ones on the back.
ban        | Dents count as a defect.
ban        | Never ship cups with cracks.
permission | Scratches are acceptable.
permission | Slight scratches on the back are not cause for rejection.
permission | Light scratches shall not be cause for rejection.
permission | Minor scratches do not constitute grounds for rejection.
permission | We have no objection to slight scratches.
permission | We will put up with a few specks.
permission | We can live with slight color variation.
permission | Burrs shall not be considered a defect.
permission | Small pinholes may be disregarded.
permission | Only slight scratches are acceptable.
permission | No more than slight scratches.
permission | Color variation is unobjectionable.
permission | A little discoloration is fine.
permission | Minor dents need not be reworked.
permission | Don't reject for small bubbles.
permission | Never mind small specks.
permission | Faint stains are tolerated.
permission | A slight smell is OK.
permission | Some color variation is to be expected and is not a defect.
permission | Light marks are unavoidable.
ban        | きずは不可。
ban        | きずなし
ban        | きず無きこと
ban        | キズ無し
ban        | きずがあってはならない。
ban        | きずは認めない。
ban        | 軽微なきずも認めない。
ban        | 汚れは許容しない。
ban        | 汚れは許容できない。
ban        | 汚れは許されない。
ban        | きずのあるものは不合格とする。
ban        | きずは不良とする。
ban        | きずは不良とみなす。
ban        | バリのあるものは返品する。
ban        | 異臭がしないこと
ban        | さびの発生を認めない
ban        | 割れ・欠けは一切認めません。
ban        | きずが目立たないこと。
ban        | 剥がれが生じてはならない
permission | きずは可。
permission | きずがあってもよい。
permission | きずは認める。
permission | 軽微なきずは差し支えない。
permission | 軽微なきずは差し支えありません。
permission | 多少のきずはかまわない。
permission | 多少のきずは構いません。
permission | 若干の色差はやむを得ない。
permission | 小さなきずは不良としない。
permission | わずかな色むらは返品理由にはなりません。
permission | 多少の色むらは返品・交換の対象となりません。
permission | きずは問題としない。
permission | 多少の汚れは許容する。
permission | 目立たないきずは可とする。
permission | きずは良品とする
permission | きずは不良とはみなさない
permission | 色むらは良品として扱う
permission | わずかなバリなら目をつぶる
permission | 小さな気泡は気にしなくてよい
permission | きずは問わない
permission | 若干の反りは避けられない
permission | 変色しても異議を述べない
permission | 軽微な傷は不良ではありません
demand     | The surface shall be smooth.
demand     | The lettering must be legible.
demand     | Parts that are not smooth will be rejected.
demand     | 表面は滑らかであること
demand     | 文字が判読できること
demand     | 色は均一でなければならない
permission | Small scratches do not matter.
permission | Hairline scratches may be ignored.
permission | Slight unevenness is inherent in the material and not a fault.
permission | A certain amount of orange peel has to be accepted.
permission | Color differences within the range of the limit samples are OK.
permission | Minor blemishes are excluded from claims.
permission | Knots are characteristic of natural wood and no reason for complaint.
permission | You may overlook slight marks on the bottom.
permission | Buyer shall accept slight shade differences.
permission | The buyer shall not reject goods for slight shade differences.
permission | Slight shade differences shall not entitle the buyer to reject the goods.
permission | No claims will be accepted for slight shade differences.
permission | We do not consider small pinholes to be defects.
permission | It is acceptable for the rear face to show light scratches.
permission | Rust on cut edges is permissible.
permission | If scratches are only slight they pass.
permission | Slight odour after unpacking is normal.
ban        | Scratches may not be present.
ban        | Under no circumstances are cracks allowed.
ban        | No part may have scratches.
ban        | Not one of the lids may show dents.
ban        | None of the bottles may contain specks.
ban        | Neither side may have stains.
permission | No more than two pieces may have scratches.
permission | We have no objection if the underside may show scratches.
ban        | No dents, please.
ban        | Avoid sharp edges.
ban        | Sharp edges must be avoided.
ban        | Anything with a crack is scrap.
ban        | We cannot accept scratches.
ban        | We do not want to see any scratches.
ban        | It is unacceptable for lids to be scratched.
ban        | The lid should not be scratched.
ban        | Cracks make the part unusable and lead to rejection.
ban        | Do not deliver parts with rust.
ban        | Customers will not tolerate squeaking.
ban        | Scratches are out of the question.
ban        | Nothing but scratch-free parts will be accepted.
ban        | Only parts without burrs are acceptable.
ban        | Only parts free from burrs will be accepted.
ban        | Parts are acceptable only if free from rust.
ban        | Acceptable parts have no burrs.
ban        | Parts with burrs are not OK.
ban        | There is no excuse for stains.
ban        | Stains are a no-go.
permission | 木目の違いは天然素材の特性であり、不良ではない。
permission | 小傷についてはクレームの対象外とする。
permission | わずかなにおいは使用上問題ありません。
permission | 裏面のきずは不問とする。
permission | ごく小さな気泡は合格とする。
permission | 多少のがたつきは許容範囲とする。
permission | 軽微な擦れは返品・交換の対象外です。
permission | 若干の色ブレはご容赦ください。
permission | 多少の色の違いはご了承ください。
permission | 小さな黒点は気にしない
permission | きずがあっても機能に影響がなければ合格
permission | 多少のシワは致し方ない
permission | 色むらは許容できる
permission | きずがあっても差し支えないものとする
permission | 反りはある程度までは目をつむります
ban        | きずのある製品は受け取れません。
ban        | きずがあれば返品いたします。
ban        | きずの混入を許さない。
ban        | きずがある場合は不合格
ban        | きず付き不可
ban        | バリ厳禁
ban        | 汚れNG
ban        | 汚れはＮＧ
ban        | 錆びていないこと
ban        | 錆びてはいけない
ban        | 変形させないこと
ban        | 異音の発生なきこと
ban        | においがあってはなりません
ban        | きずがないものだけを合格とする
ban        | きずのないものを良品とする
ban        | シミがあるものは出荷しないこと
ban        | がたつきがあると使えない
ban        | 割れが一つでもあれば全数返品
ban        | 汚れが残らないようにすること
ban        | きずを付けないよう注意する
ban        | 黄ばみは許されるものではない
ban        | 汚れは許容されるものではない
ban        | きずは容認しがたい
ban        | きずは認められない
ban        | ヒビは認めかねます
ban        | 異臭は受け入れられない
"""


@table(POLARITY, "polarity")
def test_whether_it_is_banned_permitted_or_demanded(phrase, polarity):
    finding = understand(phrase)
    assert finding.clause_class is ClauseClass.VAGUE
    assert (finding.characteristic, finding.polarity) == (finding.characteristic, polarity)


DEGREES = """
strict         | Absolutely no scratches.
strict         | No scratches whatsoever.
strict         | Not even the slightest smell is tolerated.
strict         | Perfectly flat.
strict         | Even slight scratches are not acceptable.
strict         | Not a single dent.
strict         | 一切の異臭なきこと
strict         | 完全に平坦であること
strict         | わずかなきずも認めない。
strict         | きずは一つもないこと
strict         | 全くバリのないこと
none_allowed   | No scratches.
none_allowed   | Dents are not permitted.
none_allowed   | Scratches are unacceptable.
none_allowed   | きずなきこと
none_allowed   | バリのないこと
none_allowed   | 汚れを認めない
none_allowed   | 剥がれは不可
moderate       | No visible scratches.
moderate       | No noticeable color difference.
moderate       | Scratches must not be conspicuous.
moderate       | No unpleasant smell.
moderate       | 目立つキズなきこと
moderate       | 色むらが目立たないこと
moderate       | 気になるにおいのないこと
moderate       | 肉眼で見えるきずのないこと
slight_allowed | Slight scratches are allowed.
slight_allowed | A little haze is acceptable.
slight_allowed | Minor specks are tolerated.
slight_allowed | わずかなきずは可
slight_allowed | 多少の色むらは許容する
slight_allowed | 若干の反りは認める
loose          | Excessive burrs are not allowed.
loose          | No severe scratches.
loose          | Avoid scratches as far as possible.
loose          | As free from scratches as possible.
loose          | The bag must not be too heavy.
loose          | No harmful burrs.
loose          | 著しいバリなきこと
loose          | 極力きずのないこと
loose          | 有害なきずのないこと
loose          | 重すぎないこと
unspecified    | The surface shall be smooth.
unspecified    | The coating must be thick enough.
unspecified    | The colour shall be even.
unspecified    | 表面は滑らかであること
unspecified    | 艶があること
unspecified    | 丈夫であること
"""


@table(DEGREES, "degree")
def test_how_much_is_asked(phrase, degree):
    assert understand(phrase).degree == degree


DIRECTIONS = """
gloss             | upper | The case shall have a matt finish.
gloss             | upper | The case shall not be glossy.
gloss             | lower | The case shall be glossy.
gloss             | lower | High gloss finish.
gloss             | upper | 艶消しであること
gloss             | lower | 艶があること
gloss             | upper | 光沢を抑えること
gloss             | both  | 光沢は見本のとおりとする
weight            | upper | The bag shall be light.
weight            | upper | The bag must not be too heavy.
weight            | lower | The paperweight must be heavy enough.
weight            | upper | 軽量であること
weight            | upper | 重すぎないこと
weight            | lower | 軽すぎないこと
strength          | upper | The film shall be easy to tear.
strength          | upper | 袋は手で簡単に破れること
strength          | lower | The strap must not tear.
strength          | lower | 持ち手が切れないこと
hardness          | upper | The leather shall be soft.
hardness          | upper | 革は柔らかいこと
hardness          | upper | 硬すぎないこと
hardness          | lower | 柔らかすぎないこと
hardness          | lower | 十分な硬さを有すること
fit_clearance     | lower | The drawer must not bind.
fit_clearance     | upper | The shaft has no play.
fit_clearance     | both  | The lid fits snugly.
fit_clearance     | lower | 引き出しの動きが渋くないこと
fit_clearance     | upper | がたつきのないこと
fit_clearance     | upper | 蓋が緩くないこと
adhesion          | upper | The label shall be easy to peel off.
adhesion          | upper | ラベルは剥がしやすいこと
adhesion          | lower | The label must not peel off.
adhesion          | lower | 塗膜が剥がれないこと
coating_thickness | lower | The coating must be thick enough.
coating_thickness | upper | The coating must not be too thick.
coating_thickness | lower | めっきが薄すぎないこと
coating_thickness | upper | めっきが厚すぎないこと
roughness         | upper | The handle shall be smooth.
roughness         | lower | The tread needs a rough, non-slip surface.
moisture          | lower | The hides must not dry out.
moisture          | upper | No water may get into the housing.
dimension         | lower | No undersize blanks.
dimension         | upper | The straps must not be too long.
dimension         | both  | 寸法は正確であること
temperature       | upper | The adapter must not overheat.
scratch_dent      | upper | Slight scratches are acceptable.
wear_durability   | lower | 長持ちすること
color_fastness    | lower | The print must not fade in sunlight.
packaging         | none  | 丁寧に梱包すること
"""


@table(DIRECTIONS, "characteristic", "direction")
def test_which_side_is_limited(phrase, characteristic, direction):
    finding = understand(phrase)
    assert (finding.characteristic, finding.direction) == (characteristic, direction)


YARDSTICKS = """
sample   | Color shall match the approved sample.
sample   | 色は限度見本のとおりとする
sample   | Scratches within the limit sample are accepted.
sample   | 光沢は承認見本と同等であること
zone     | No scratches on visible surfaces.
zone     | 外観面にきずのないこと
zone     | Scratches on the underside are acceptable.
function | No burrs that impair function.
function | 使用上支障のあるバリのないこと
custom   | Packing in accordance with common commercial practice.
custom   | バリは業界慣行による
none     | No visible scratches.
none     | きずなきこと
none     | No harmful flash.
none     | 有害なバリのないこと
"""


@table(YARDSTICKS, "yardstick")
def test_against_what_it_is_measured(phrase, yardstick):
    assert understand(phrase).yardstick == yardstick


COMPOUNDS = """
scratch_dent          | burr_edge            | Free from scratches and burrs.
roughness             | stain_foreign_matter | Smooth and free of stains.
color_uniformity      | gloss                | Even color and high gloss.
noise_vibration       | temperature          | The fan must not rattle or overheat.
count_missing_parts   | burr_edge            | No missing rivets, no sharp edges
adhesion              | warp_shape           | Delamination and warping are not permitted.
scratch_dent          | burr_edge            | きず、バリのないこと
roughness             | stain_foreign_matter | 滑らかで、汚れのないこと
strength              | weight               | 丈夫で軽いこと
coating_thickness     | adhesion             | めっき厚が十分で、剥離しないこと
color_difference      | gloss                | 色調と光沢は見本のとおりとする
scratch_dent          | None                 | No scratches or dents.
scratch_dent          | None                 | きず、打痕のないこと
"""


@table(COMPOUNDS, "first", "second")
def test_both_parts_of_a_compound_are_named_in_their_order(phrase, first, second):
    finding = understand(phrase)
    assert (finding.characteristic, str(finding.second)) == (first, second)


OTHER_SENSES = """
other | There may be a slight delay.
other | 納期に若干の遅れが生じる見込みです。
other | 滑らかな交渉に感謝いたします。
other | A uniform price applies to all sizes.
other | 全店均一価格でご提供いたします。
other | We had to start from scratch.
other | We reached a rough agreement.
other | Our customers love the soft feel of your towels.
other | The steel lamp comes in three colours: black, white and grey.
other | I apologise for my rusty Japanese.
other | Sorry for the noise around this topic, it is solved now.
other | The hotel room was clean and quiet.
other | This bag features a brushed zipper and a matt leather strap.
other | Thank you, the samples looked perfect.
other | He has a thick accent but is easy to understand.
other | 話がきれいにまとまって安心しました。
other | 当社の財務は透明です。
other | この椅子は軽くて丈夫と評判です。
other | Thank you for the smooth negotiations.
other | The parties shall settle any dispute smoothly and in good faith.
other | We are on a very tight schedule.
other | Sales have been flat since spring.
other | The weather is nice today.
other | 今日は天気がいい。
other | 重い責任を感じております。
other | The burden of proof lies with the Buyer.
other | Please send the invoice.
other | 見積書をお送りください。
other | The signature must not be missing from the contract.
other | Shipping is not included.
other | This Agreement sets out the quality of the plated brackets supplied to Example Trading Ltd.
other | "Scratch" means a linear mark made by contact with another object.
other | 本仕様書において「きず」とは、線状の跡をいう。
other | The inspector shall record scratches on the form.
other | 検査員はきずの有無を検査表に記録する。
other | He is a hard worker with a soft heart.
other | I scratched my head over this clause.
other | The password must be strong.
other | xyzzy
other | あいうえお
other | 12345
other | ---
"""


@table(OTHER_SENSES, "clause_class")
def test_words_of_quality_in_another_sense_are_no_finding(phrase, clause_class):
    finding = understand(phrase)
    assert finding.clause_class == clause_class
    assert finding.candidates == ()


ASKING_ALL_THE_SAME = """
vague | Thank you for the samples. The edges need to be smoother.
vague | We love the sample, but please make the surface smoother.
vague | お世話になっております。表面は滑らかに仕上げてください。
vague | The last lot was scratched, this must not happen again.
"""


@table(ASKING_ALL_THE_SAME, "clause_class")
def test_thanks_and_news_before_a_demand_do_not_hide_it(phrase, clause_class):
    assert understand(phrase).clause_class == clause_class


SCENES = """
burr_edge | 素手で触れても指を切らないこと
adhesion  | 雨に濡れてもラベルがめくれてこないこと
odor      | When the customer opens the carton it should not stink of solvent.
count_missing_parts | When the box is opened, no screw may be missing.
"""


@table(SCENES, "characteristic")
def test_a_scene_before_the_clause_comes_after_what_the_clause_says(phrase, characteristic):
    assert understand(phrase).characteristic == characteristic


SLIPS = """
scratch_dent         | No scrathces.
scratch_dent         | Free of scracthes and dents
scratch_dent         | No chiping at the edges.
dimension            | The dimensons must be right.
corrosion            | Parts must show no corosion.
adhesion             | No delaminaton of the plies
stain_foreign_matter | Free from forein matter.
wear_durability      | ピリンングのないこと
roughness            | オレンヂピールのないこと
"""


@table(SLIPS, "characteristic")
def test_a_slip_of_one_letter_in_a_long_word_is_understood_and_lowers_the_confidence(phrase, characteristic):
    finding = understand(phrase)
    assert finding.characteristic == characteristic
    assert finding.confidence < 0.9
    assert any(phrase[one.start : one.end] == one.text for one in finding.matched if one.meaning == characteristic)


@pytest.mark.parametrize(
    "phrase",
    [
        "Shipping must be prompt.",
        "The shipping must be free of charge.",
        "Please stamp the form.",
        "The casing is ready.",
    ],
)
def test_a_word_of_its_own_is_no_slip_of_another(phrase):
    assert repair.respelled(write(phrase), index()).repaired == ()
    assert not {"scratch_dent", "warp_shape"} & {one.characteristic for one in understand(phrase).candidates}


def test_where_nothing_matched_the_nearest_entries_are_named_and_nothing_is_guessed():
    finding = understand("No scrutches please")
    assert finding.characteristic == "scratch_dent"
    finding = understand("The zorpiness must be low.")
    assert (finding.clause_class, finding.candidates, finding.confidence) == (ClauseClass.OTHER, (), 0.0)
    assert nearest("Brusch marks") != ()
    assert nearest("xyzzy") == ()


def test_the_words_that_matched_are_those_that_were_typed():
    text = "Slight  SCRATCHES on the ｒｅａｒ are acceptable（軽微なキズは可）"
    for one in understand(text).matched:
        assert text[one.start : one.end] == one.text
    japanese = "目立つﾊﾞﾘ・ｷｽﾞのないこと"
    found = {(one.text, one.meaning) for one in understand(japanese).matched}
    assert {("目立つ", "notice"), ("ﾊﾞﾘ", "burr_edge"), ("ｷｽﾞ", "scratch_dent")} <= found


def test_a_line_that_leads_in_lends_its_ban_but_not_its_subject():
    alone, led = understand("scratches"), understand("scratches", lead="There shall be none of the following dents:")
    assert (led.characteristic, led.polarity, led.degree) == ("scratch_dent", "ban", "none_allowed")
    assert [one.text for one in led.matched if one.meaning == "scratch_dent"] == ["scratches"]
    assert alone.text == led.text == "scratches"


@pytest.mark.xfail(
    reason="a Japanese predicate in the line that leads in stands before the head, and counts only behind it"
)
def test_a_japanese_line_that_leads_in_lends_its_permission():
    assert understand("軽微なきず", lead="次のものは差し支えない：").polarity == "permission"


def test_the_trade_decides_between_words_of_two_trades():
    assert understand("No bloom.", "painting").trade == "painting"
    for trade in (None, "textile", "machining"):
        assert understand("No scratches.", trade).characteristic == "scratch_dent"


TWINS = """
The colour shall be even.                          | The color shall be even.
Grey haze on aluminium parts is not acceptable.    | Gray haze on aluminum parts is not acceptable.
No odour                                           | No odor
No mould on the boards                             | No mold on the boards
Moulded parts without flash                        | Molded parts without flash
No discolouration                                  | No discoloration
The lustre shall match the sample.                 | The luster shall match the sample.
Anodised parts free of stains                      | Anodized parts free of stains
No fibres or hairs                                 | No fibers or hairs
きずなきこと                                       | キズなきこと
きずなきこと                                       | ｷｽﾞなきこと
バリのないこと                                     | ばりのないこと
バリのないこと                                     | ﾊﾞﾘのないこと
剥がれのないこと                                   | はがれのないこと
剥がれのないこと                                   | 剥れのないこと
ガタつきのないこと                                 | がたつきのないこと
ピンホールなきこと                                 | ﾋﾟﾝﾎｰﾙなきこと
色むらが無い事                                     | 色ムラがないこと
打痕なきこと                                       | 打コンなきこと
No SCRATCHES!                                      | no scratches
No scratches                                       | Ｎｏ ｓｃｒａｔｃｈｅｓ
No hair-line cracks                                | No hair line cracks
差し支えない汚れ                                   | 差支えない汚れ
多少の汚れは差し支えありません                     | 多少の汚れは差支えありません
多少の汚れは構わない                               | 多少の汚れはかまわない
"""


@table(TWINS, "other")
def test_two_ways_of_writing_the_same_give_the_same_answer(phrase, other):
    assert engine(phrase) == engine(other)
    assert engine(phrase).characteristics


PIECES = """
no not slight visible scratches burrs acceptable unacceptable surface smooth color of and 0.3 mm きず バリ のないこと
わずかな 差し支えない 目立つ 可 不可 、 。 ｷｽﾞ ㎜ 見本 0.3以下 ﾞ ﷺ İ ß
"""
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from([*PIECES.split(), "\n", "\u200b", "\u202e", "が\u3099", "きず\u0000"]),
        max_size=14,
    ).map(" ".join),
    st.text("きずバリ色の無いことﾊﾞﾘｷｽﾞ差支え可不ー゛゜ぱぁ々〆ヶ", max_size=24),
)


@settings(max_examples=150, deadline=None)
@example("がたつき\u3099")
@example("ﾞﾞﾞ")
@example("a" * 30)
@given(TEXTS)
def test_any_text_gets_an_answer_whose_words_stand_in_it(text):
    finding = understand(text)
    assert finding.text == text[:MAX_LENGTH]
    assert finding == understand(text)
    for one in finding.matched:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text or " … " in one.text
    names = [one.characteristic for one in finding.candidates]
    assert len(set(names)) == len(names)
    assert set(names) <= set(characteristics())
    assert (finding.clause_class is ClauseClass.OTHER) == (not names)
    assert finding.second in (None, *names[1:])
    sure = [one.confidence for one in finding.candidates]
    assert all(0 < one <= 1 for one in sure)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([param.values[0] for param in rows(POLARITY, 1)]))
def test_width_and_surrounding_blanks_change_nothing(phrase):
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in phrase)
    assert engine(f"  {phrase}\t") == engine(phrase)
    assert engine(wide) == engine(phrase)


def test_the_answer_does_not_depend_on_what_was_asked_before():
    asked = "目を閉じて撫でても木目が指に分からないこと"
    index.cache_clear()
    first = understand(asked)
    understand("縫い目の解れなきこと")
    assert understand(asked) == first


def test_a_long_text_is_answered_by_its_beginning_in_little_time():
    assert understand("No scratches. " + "word " * 20_000).characteristic == "scratch_dent"
    assert understand("きずなきこと。" + "あ" * 100_000).characteristic == "scratch_dent"


@pytest.fixture
def without_tokenizer(monkeypatch):
    monkeypatch.setattr(written, "tokenizer", lambda: None)
    written.normal_form.cache_clear()
    made = build(load())
    monkeypatch.setattr("qspec.phrases.engine.index", lambda own=(): made)
    yield
    written.normal_form.cache_clear()


@pytest.mark.usefixtures("without_tokenizer")
def test_without_the_tokenizer_most_japanese_phrases_are_understood_all_the_same():
    """Lost are short words in kana behind kana (多少のきず, くてよい), which may be parts of longer words."""
    phrases = [param for param in rows(POLARITY, 1) if not param.marks and written.is_japanese(param.values[0])]
    lost = {param.values[0] for param in phrases if understand(param.values[0]).polarity != param.values[1]}
    assert len(lost) / len(phrases) <= 0.25, lost


@pytest.mark.parametrize(
    ("text", "characteristic"),
    [
        ("No skipped stitches or oil stains on the finished garments.", "seam_stitch"),
        ("Uneven stitches on the finished bag lining are not accepted.", "seam_stitch"),
        ("Lack of straightness of the gasket groove is not permitted.", "flatness_straightness"),
        ("The cabinet panel must not come out twisted.", "warp_shape"),
        ("The panel shall not come out with one corner lighter than the rest.", "color_uniformity"),
        ("The lid must not come out of the frame.", "fit_clearance"),
        ("溶剤臭がわずかに残る程度は可。", "odor"),
        ("洗剤臭が残っても可。", "odor"),
        ("溶剤が残らないこと。", "cleanliness"),
        ("ふたの合わせ目にサビがないこと。", "corrosion"),
        ("ふたと箱の間に隙間がないこと。", "fit_clearance"),
    ],
)
def test_words_of_the_setting_do_not_decide_against_the_fault(text, characteristic):
    assert understand(text).characteristic == characteristic


@pytest.mark.parametrize("text", ["Slight lack of planarity is permitted.", "Slight lack of smoothness is allowed."])
def test_a_lack_that_is_permitted_is_no_ban(text):
    finding = understand(text)
    assert (finding.polarity.value, finding.degree.value) == ("permission", "slight_allowed")
