"""Replies heard in a negotiation: which signal they are read as, and above all that nothing is "agreed" too early."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qspec.cli.app import run
from qspec.messages import LANGUAGES, render
from qspec.phrases.replies import MAX_LENGTH, Signal, Sureness, language_of, read_reply
from qspec.phrases.replies.lexicon import data, rules_of

RESISTANCE = """
It's a bit difficult. | That would be challenging for us | not easy | we cannot agree to 1.5
I'm afraid that's not possible | We'll have to pass on this one. | There is no precedent for such a tolerance.
I don't think we can accept this | No. | I'm not sure we can do that | That's too strict.
Is that really necessary? | We accept 1.5 mm for zone A, but B is difficult. | ちょっと難しいですね | 厳しいです
前例がないので | 見送らせていただきます | 考えておきます | 善処します | また今度 | ちょっと…
検討の余地はありません | ご要望には添いかねます | お受けいたしかねます | 結構です | うーん、どうでしょう
1.5mmは了承できません | お気持ちはありがたいのですが | コスト的に合いません | 難しいのではないでしょうか
1.5mm以下で合意はできません | ﾁｮｯﾄ難しいです
"""
NOT_YET = """
we'll see | we hope to agree | let me get back to you | Let me take it back to the team.
We need internal approval first | I'm not sure yet | Can you give us some time?
We accept 1.5 mm once management has approved. | We will consider it positively. | We'll do our best
持ち帰って検討します | 上と相談 | 社内で調整が必要 | 稟議中
前向きに検討します | 努力します | 即答はできません | 検討の余地はあります | もう少しお時間をいただけますか
この場ではお答えしかねます | 追ってご連絡いたします | 承認が下りればRev.Cに署名します
"""
UNDERSTOOD = """
Yes, yes | OK | I see. | Noted with thanks. | I understand your position. | We confirm receipt of drawing rev. C.
はい、分かりました | はい | なるほど | おっしゃることは分かります | 承りました | 了解しました | 承知しました
ご意見として承っておきます
"""
POSITIVE = """
agreed | No problem. | Sounds good to me | I don't see a problem | I don't think that would be a problem
That is not too strict | if the price is right we accept 1.5 | we will sign
We can accept 0.3 mm | Deal! | We'd agree to 1.5 mm. | 合意します | 問題ありません | それで結構です | 異存ありません
1.5mmなら合意します | 1.5mm以下で合意したいと思います | Rev.Cに署名します
"""
AGREED = """
We agree to Ra 1.6 µm max. | We hereby accept drawing A-102 Rev. C. | Confirmed: ΔE*ab ≤ 1.7. | 1.5 mm is agreed.
The signed specification Rev. B is attached. | Accepted. 0.3 mm max. | OK, we accept 0.05 mm as the upper limit.
Approved: specification QS-12, revision 4. | As discussed, we accept 1.5 mm or less.
We have signed the inspection standard. | 1.5mm以下で合意します。 | 図面Rev.Cを承認しました。
仕様書に署名・捺印しました。 | ご提案の0.3mm以下に同意します。
はい、承知しました。色差1.7以下の件、合意いたします。 | 社内で検討した結果、0.3mm以下で合意いたします。
承認図Rev.2に押印済みです
We accept drawing 123-45 revision D without reservation.
Example Ltd. hereby accepts a maximum gloss difference of 5 GU. | We agreed on 0.8 as the maximum Ra.
I have signed rev. B of the inspection sheet. | Our seal is on the specification, rev. 2.
Please find attached the signed and sealed specification Rev. C. | We confirm the limit of 0.3 mm for burrs.
We have agreed to ISO 2768-m for the dimensions. | Understood, we agree to 0.8 mm or less.
As discussed, we accept 1.5 mm. | After internal review we accept 0.3 mm.
Sorry for the late reply. We approve drawing A-12 rev. 3. | バリ高さ0.1mm以下で合意いたしました。
色差ΔE*ab 1.7以下を承諾いたします。 | 仕様書第3版を承認いたします | 限度見本LS-12に署名しました。
契約書に捺印しました | 光沢70以上の条件を受諾いたします。 | 図面 A-123 改訂B、承認です。
稟議が通りましたので、Rev.Cを承認いたします。 | Rev.2の仕様書に署名捺印してお送りしました
We, Example Ltd., accept the flatness tolerance 0.2 mm. | We confirm Ra 1.6 max. as the agreed limit.
We are in agreement on 0.5 mm max burr height. | As agreed, we approve rev. C.
"""
NO_REPLY = """
Do you agree to 1.5? | Please confirm 1.5 mm. | You agreed to 0.3 mm | The surface shall be free of scratches.
Who signed Rev. C? | 1.5mm以下で合意していただけますか | 御社は1.5mmで合意されました | ご承認ください
表面にきずがないこと | いつ納品できますか | You said "we agree to 1.5 mm" | 「1.5mmで合意します」と言いましたか
"""
NEVER_AGREED = """
We agree to discuss 1.5 mm further | We agree in principle to 1.5 mm | We agreed to 1.5 mm last year
I agree 100 %. | We accept your invitation for 3.5.2026 | We accept the price of 12.50 USD | Rev. C must be signed
Rev. C is not yet signed | We would have accepted 1.5 mm | We accept that 1.5 mm is difficult
We accept 1.5 mm for now | Agreed, but the limit should be 2.0 | Accept 1.5 mm or lose the order
Nobody agreed to 1.5 mm | We neither accept nor reject 1.5 mm | Please sign rev. C
It was agreed by your side that 1.5 mm applies | We accept 1.5 mm. However, we need a new price.
We accept 1.5 mm, right? | Agreed on 1.5 mm? No. | unsigned Rev. C attached | We agree the meeting at 10.30
We confirm 5 pieces on 12.05. | We accept 1.5 mm. Probably. | I agree that 1.5 mm is ambitious | They signed Rev. C
We never agreed to 1.5 mm | > We agree to 1.5 mm. | We agree that you need 1.5 mm | 1.5mm以下なら承諾します
1.5mm以下で合意する予定です | 1.5mm以下で合意したわけではありません | Rev.Cは未承認です | 基本的に1.5mmで合意です
5月3日に合意しました | 単価1.50ドルで合意します | 先方は1.5mmで合意しました | 条件付きで1.5mmに合意します
1.5mmで合意しましたっけ | 1.5mmで合意しかねます | 1.5mmに同意しろと言われても | 前回は1.5mmで合意しました
1.5mmで合意すべきです | 1.5mmの件、了承いただけますでしょうか | 署名はRev.Cの確認後になります
1.5mmで合意、とはいきません | 1.5mmで仮合意しました
We agree with you that 1.5 mm is a good target | We approve the minutes of rev C | Has Rev. C been signed?
Rev. C is to be signed by Friday | If rev C is signed we deliver | We will accept 1.5 mm
We accept 1.5 mm but not on zone B | We agree to try 1.5 mm | Almost agreed on 1.5 mm | We are about to sign rev C
We failed to agree on 1.5 mm | I confirm I will check 1.5 mm with my team | Confirmed receipt of Rev. C
We are happy to accept 1.5 mm | We can agree to 1.5 mm | Awaiting signature on Rev. C | The customer approved Rev. C
My boss has to sign Rev. C | We agree. The price is 1.5. | We accept 1.5 mm, subject to trial
So we agree on 1.5 mm, don't we? | I think we agreed on 1.5 mm | We disagree with 1.5 mm | 1.5 mm is unacceptable
1.5 mm is not accepted | We accept neither 1.5 mm nor 2.0 mm | We accept 2 of your 3 points
1.5mm以下で合意しますか | Rev.Cの承認をお願いします | Rev.Cを承認していただきました | Rev.Cはまだ承認されていません
Rev.Cの承認待ちです | 1.5mmで合意できると思います | 1.5mmに同意するつもりはない | 100%同意します
1.5mmで合意したとは言っていません | 1.5mm以下で合意した場合 | 署名したRev.Cをお送りください
Rev.Cに署名していただけますか | 貴社が1.5mmを承認しました | 1.5mmについて了承を得るため社内に諮ります
今回限り1.5mmを承認します | 承認番号1.5 | 1.5mmを承認する権限がありません | 1.5mmの合意は難しいです
1.5mmで合意しない | 1.5mmで合意せず | 1.5mmで合意には程遠い | 1.5mmで合意したかった | 1.5mmでの合意を目指します
Rev.Cの署名捺印は来週です | Our approval of rev C is pending | We have no approval for Rev. C
Accepted values: 1.5 mm | The accepted limit is 1.5 mm | Signed copies of rev C are needed
the approved drawing rev C shows a hole | Is 1.5 mm agreed | We agreed to disagree on 1.5 mm
The signed drawing rev. C has a mistake | We confirm that Rev. C was lost | We confirm that rev C was rejected
We confirm our objection to rev C | We confirm 1.5 mm is not possible | We agree on everything except 1.5 mm
We signed for the parcel of 1.5 kg | Stamped parts 1.5 mm thick | The parts are sealed at 1.5 bar
We confirm a deviation of 1.5 mm on sample 3 | approved suppliers: 3 | I would like to confirm 1.5 mm
Glad you accepted 1.5 mm | My colleague says we agreed to 1.5 mm | We agree that the drawing rev C needs work
We accept your offer to visit on rev C | We are supposed to accept 1.5 mm | Suppose we agree to 1.5 mm
Had we agreed to 1.5 mm, we'd be broke | As if we agreed to 1.5 mm! | Have you signed Rev. C
You want us to accept 1.5 mm. | Your boss and I agree: 1.5 mm is nonsense
1.5mm以下で合意します。 と言いたいところですが… | We agree to 1.5 mm と言いたいところですが…
承認図Rev.2を送ります | 承認済みサンプルNo.3と比較しました | 署名欄はRev.2にあります | 同意書Rev.2を送付します
1.5mm以下で合意したという認識でよろしいですか | 捺印漏れがRev.2にありました | Rev.2に署名がありました
承認者は1.5mmと言いました | 1.5mm以下で承認、は早すぎます | 社内では1.5mmで合意しましたが、客先が反対です
1.5mmで合意したつもりでした | 1.5mmで合意したら教えてください | 1.5mmで同意してほしいのですね
1.5mmに合意なさいますか | 1.5mmで合意とか言われましても | 1.5mmで合意しろということですか | 契約書に署名しました？
合意書1.5版のドラフトです
"""


def cases(text):
    return [case.strip() for line in text.strip().splitlines() for case in line.split(" | ")]


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        (text, signal)
        for group, signal in (
            (RESISTANCE, "resistance"),
            (NOT_YET, "not_yet_decided"),
            (UNDERSTOOD, "understood_only"),
            (POSITIVE, "positive"),
            (AGREED, "agreed"),
        )
        for text in cases(group)
    ],
)
def test_a_reply_is_read_as_what_it_usually_signals(text, signal):
    reply = read_reply(text)
    assert reply is not None
    assert reply.signal == signal
    assert all(text[match.start : match.end] == match.text for match in reply.matched)


@pytest.mark.parametrize("text", cases(NO_REPLY))
def test_questions_demands_and_words_of_others_are_no_reply(text):
    assert read_reply(text) is None


@pytest.mark.parametrize("text", cases(NEVER_AGREED) + cases(NO_REPLY))
def test_nothing_short_of_an_act_with_its_object_is_agreed(text):
    reply = read_reply(text)
    assert reply is None or reply.signal is not Signal.AGREED


@pytest.mark.parametrize("act", [text for text in cases(AGREED) if text.isascii()])
@pytest.mark.parametrize(
    "doubt",
    ["If the price is right: {}", "We may say: {} Perhaps.", "{} Subject to trial.", "{} Unless it rains.", "> {}"],
)
def test_a_doubt_around_an_agreement_takes_it_back(act, doubt):
    reply = read_reply(doubt.format(act))
    assert reply is None or reply.signal is not Signal.AGREED


@given(st.text(max_size=60), st.sampled_from(cases(AGREED + RESISTANCE + POSITIVE)), st.text(max_size=60))
def test_any_text_around_a_reply_is_read_without_error(before, reply, after):
    text = before + reply + after
    read = read_reply(text)
    for match in read.matched if read else ():
        assert text[match.start : match.end] == match.text != ""


@given(st.sampled_from(cases(AGREED)), st.sampled_from(cases(RESISTANCE)))
def test_the_weakest_signal_counts_and_the_others_are_listed(agreement, resistance):
    # On lines of their own: the stop of "1.6 µm max." is not known to end a sentence.
    stop = "" if agreement[-1] in ".。" else "." if agreement.isascii() else "。"
    reply = read_reply(f"{agreement}{stop}\n{resistance}")
    assert reply is not None
    assert reply.signal is Signal.RESISTANCE
    if language_of(agreement) == language_of(resistance):
        assert {heard.signal for heard in reply.others} & {Signal.AGREED, Signal.POSITIVE, Signal.UNDERSTOOD_ONLY}


@pytest.mark.parametrize("english", ["We cannot agree to that.", "That is too strict.", "Let me ask my boss."])
def test_english_sentences_of_a_japanese_reply_count_too(english):
    reply = read_reply(f"1.5mm以下で合意します。\n{english}")
    assert reply is not None
    assert reply.signal in {Signal.RESISTANCE, Signal.NOT_YET_DECIDED}


def test_what_sources_dispute_is_said_to_be_disputed():
    reply = read_reply("前向きに検討します")
    assert reply is not None
    assert reply.sureness is Sureness.DISPUTED
    assert reply.note is not None
    assert "apex-asia" in reply.source["en"]


@pytest.mark.parametrize("text", ["", " ", "……", "(沈黙)", "?!"])
def test_silence_is_no_reply(text, capfd):
    assert read_reply(text) is None
    assert run(["explain", text, "--lang", "en"]) == 2
    assert "Silence is no agreement" in capfd.readouterr().err


def test_a_whole_document_is_no_reply(capfd):
    text = "we agree to 1.5 mm " * (MAX_LENGTH // 10)
    assert read_reply(text) is None
    assert run(["explain", text, "--lang", "en"]) == 2
    assert "replies.too-long" in capfd.readouterr().err


def test_a_line_of_a_mail_that_is_broken_keeps_its_negation():
    for text in ("We can't\naccept 1.5 mm.", "We do not\r\nagree to 1.5 mm.", "1.5mm以下で合意は\nできません。"):
        reply = read_reply(text)
        assert reply is not None
        assert reply.signal is Signal.RESISTANCE


def test_the_question_to_ask_is_shown_in_the_language_of_the_reply_too(capfd):
    assert run(["explain", "持ち帰って検討します", "--lang", "en"]) == 0
    out = capfd.readouterr().out
    assert "By which date may we expect your answer?" in out
    assert "いつまでに" in out
    assert run(["explain", "it's", "a", "bit", "difficult", "--lang", "ja"]) == 0
    out = capfd.readouterr().out
    assert "難色" in out
    assert "final answer" in out


def test_terms_are_explained_before_replies(capfd):
    assert run(["explain", "Ac", "firm", "--lang", "en"]) == 0
    out = capfd.readouterr().out
    assert "Usually signals" not in out
    assert "acceptance number" in out


def test_replies_as_json_are_one_object_per_line(capfd):
    lines = "検討します\n\nWe agree to 1.5 mm.\nblah\n"
    done = subprocess.run(
        [sys.executable, "-m", "qspec", "explain", "-", "--format", "json", "--lang", "en"],
        input=lines.encode(),
        capture_output=True,
        check=False,
    )
    first, silent, agreed, unknown = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 2
    assert set(first) == set(unknown)
    assert (first["signal"], first["language"], silent["signal"]) == ("not_yet_decided", "ja", None)
    assert agreed["signal"] == "agreed"
    assert [match["text"] for match in agreed["matched"]] == ["agree", "1.5 mm"]
    assert [set(question) for question in agreed["next_questions"]] == [{"en", "ja"}] * 3
    assert "-:2: error replies.silence" in done.stderr.decode()
    assert "-:4: error replies.no-signal" in done.stderr.decode()


def test_every_rule_can_be_said_and_names_its_source():
    for language in LANGUAGES:
        assert sum(len(entry["any"]) for entry in data()[language]["rules"]) >= 120
        for rule in rules_of(language).rules:
            assert set(data()["sources"][rule.source]) == set(LANGUAGES)
            assert rule.pattern.search("") is None, rule.id
    for text in ("考えておきます", "努力します", "結構です", "合意します", "前向きに検討します"):
        reply = read_reply(text)
        assert reply is not None
        assert reply.note is not None
        assert all(render(reply.note, lang) for lang in LANGUAGES)
