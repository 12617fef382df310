"""Short answers to a question of ours, in eight languages: yes, no, or neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assent import assent

YES = """
yes | Yes. | YES! | yes please | yes, please do | yeah | yep | yup | y | sure | sure thing | ok
ok do it | okay | OK 👍 | k | go ahead | go for it | yes, go ahead | alright then | please do
of course | definitely | do it | yes do it now | sounds good | no problem | not a problem | fine
yes thanks | yes, make it | yes generate it | go on | perfect, thank you | i'm sure | proceed
👍 | 👍🏽 | ✅ | 👌👌 | 🆗
好 | 好的 | 好的，谢谢 | 好吧 | 好啊 | 好呀 | 可以 | 可以的 | 行 | 行吧 | 是 | 是的 | 对 | 嗯
嗯嗯
没问题 | 沒問題 | 当然 | 當然可以 | 要 | 我要 | 同意 | 确认 | 確定 | 继续吧 | 好，开始吧 | 生成吧
sí | si | sí, por favor | claro | claro que sí | vale | de acuerdo | adelante | dale | hazlo
oui | oui merci | oui, s'il te plaît | d'accord | bien sûr | vas-y | allez-y | ouais | ça marche
ja | ja bitte | Ja, gerne! | klar | na klar | natürlich | in Ordnung | mach das | einverstanden
sim | sim, por favor | claro que sim | pode ser | com certeza | tá bom | está bem | beleza
да | да, пожалуйста | конечно | хорошо | давай | ок | согласен | не против | без проблем | ага
はい | はい、お願いします | うん | お願いします | いいよ | いいですよ | もちろん | オッケー
了解です | ぜひ
"""
NO = """
no | No. | NO! | nope | nah | no thanks | no, thank you | not now | no, not yet | don't | n
don't do it | please don't | rather not | i'd rather not | maybe later | no way | of course not
i don't want that | no need | no, too expensive | 👎 | ❌ | no no no
不 | 不用 | 不用了 | 不用了，谢谢 | 不要 | 不要了 | 不需要 | 不行 | 不可以 | 不好 | 不是
先不用 | 下次吧 | 不必了
no gracias | ahora no | mejor no | claro que no | non | non merci | pas maintenant | surtout pas
nein | nein danke | lieber nicht | jetzt nicht | bitte nicht | não | não, obrigado | agora não
нет | нет, спасибо | не надо | не сейчас | пока нет | конечно нет | いいえ | いらない | 結構です
また今度
"""
NEITHER = """
yes but make it blue | make it blue | yes, blue | no, make it red | yes and no | yes no | no yes
ok? | sure? | yes? | 可以吗 | 可以？ | 好不好 | 要不要 | 是不是 | cancel | stop | never mind
forget it | 算了
取消 | やめて | thanks | please | hello | export | what does it cost | 谢谢 | bitte | merci
不用谢
好的，把背景换成蓝色 | 不要音乐 | 好看 | no music | no title please | yes to the music
sure, with jazz
no background | yes 👎 | 👍👎 | 🎬 | oui mais en bleu | sí pero más corto | ja, aber kürzer
да, но короче | はい、でも短くして | yes, i have a question | okay so what happens next
add a title that says yes | "yes" and "no" as titles | ... | ! | ok computer | do it in red
"""


def phrases(table: str) -> list[str]:
    return [text.strip() for line in table.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize(("table", "answer"), [(YES, True), (NO, False), (NEITHER, None)])
def test_every_phrase_of_the_table(table: str, answer: bool | None) -> None:
    wrong = [text for text in phrases(table) if assent(text) is not answer]
    assert not wrong


def test_the_tables_are_large() -> None:
    assert len(phrases(YES)) >= 100
    assert len(phrases(NO)) >= 50
    assert len(phrases(NEITHER)) >= 50


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_is_no_answer(text: str) -> None:
    assert assent(text) is None


@given(st.text(max_size=80))
def test_no_text_is_too_strange(text: str) -> None:
    assert assent(text) in (True, False, None)


@given(st.sampled_from(phrases(YES + NO)))
def test_one_wish_too_many_makes_any_answer_neither(text: str) -> None:
    assert assent(f"{text}, make the title red") is None
    assert assent(f"{text}，背景换成海滩") is None


def test_long_texts_are_no_answers_and_cost_nothing() -> None:
    assert assent("yes " * 10_000) is None
