"""The agent's sentences in Japanese, for what `words_ja` can ask for; others are in English."""

from engine.agent.languages.names_ja import COLOR_NAMES
from engine.agent.phrase_table import PhraseTable

_SENTENCES: dict[str, str] = {
    # Background
    "background_set": "背景は動画全体（{length}）で{after}になりました。前は{before}でした。",
    "background_removed": (
        "元の背景を消しました。動画全体（{length}）が今は無地の白です。別のものがよければ、シーンや色の"
        "名前か「透明な背景」と言ってください。"
    ),
    "background_restored": "元の背景に戻しました。前は{before}でした。",
    "background_is_so": "背景はもう{now}なので、何も変わっていません。",
    "background_is_original": "背景は元のままなので、何も変わっていません。",
    "background_stays": "背景はそのままにします（{now}）。",
    "background_transparent": (
        "背景は透明になりました。前は{before}でした。MP4は透明にできないので、できあがりはWebMの"
        "ファイルとして送ります。"
    ),
    "ask_which_background": "後ろを何にしますか。例えば：",
    "ask_remove_which": "今の背景は{now}です。元に戻しますか、それとも別のものにしますか。例えば：",
    "ask_send_picture": "先に画像を送ってから「この画像を背景にして」と言ってください。",
    "ask_no_such_picture": "{name}という画像はありません。先に送ってください。",
    "not_a_picture": "{name}は画像ではありません。背景にできるのは画像だけです。",
    "blur_limits": "ぼかしは1%から100%までです。",
    "scenes": "使える背景はこちらです。一つ選ぶか、自分の画像を送ってください：",
    # Trim
    "trim_kept": "{start}から{end}までを残しました。動画の長さは{before}から{after}になりました。",
    "trim_cut": (
        "{start}から{end}までを切り取って捨てました。動画の長さは{before}から{after}になりました。"
    ),
    "trim_cut_two": (
        "{start}から{end}までと{start2}から{end2}までを切り取って捨てました。動画の長さは{before}から"
        "{after}になりました。"
    ),
    "trim_nothing": "動画は{length}しかないので、切るところがありませんでした。",
    "trim_all": "それでは何も残りません。動画の長さは{length}です。",
    "trim_longer": "動画の長さは{length}で、これより長くはできません。",
    "trim_tiny": "それでは0.1秒も残りません。",
    "trim_overlap": "その二つの部分は重なっているので、両方は切れません。",
    "time_outside": "{at}は動画（{length}）の外です。",
    "time_order": "{start}は{end}より前ではありません。",
    "ask_keep_or_cut": "{start}から{end}までを残しますか、切りますか。例えば：",
    "ask_which_part": "動画の長さは{length}です。どの部分を残しますか。例えば：",
    # Title
    "title_added": "タイトル{text}を{start}から{end}まで{position}に入れました。",
    "title_cut_short": "動画は{length}なので、それより長くは出せません。",
    "title_removed": "タイトル{text}を消しました。",
    "title_lost": "タイトル{text}は切った部分にあったので、一緒になくなりました。",
    "title_none": "タイトルはないので、何も変わっていません。",
    "title_changed": "タイトルを{before}から{after}に変えました。",
    "title_is_so": "タイトルはもう{text}です。",
    "title_times": "そのタイトルの時間は組み合わせられません。",
    "ask_title_text": "タイトルを何にしますか。言葉をかぎ括弧で囲んでください。例えば：",
    "ask_title_there": (
        "その時間の{position}にはもうタイトル{text}があります。それを変えるか、別の場所にしてください："
    ),
    "ask_no_such_title": "そのタイトルはありません。あるのは{texts}です。",
    "ask_which_title": "タイトルは一つではありません：{texts}。どれか言ってください。",
    # Talk
    "undone": "最後の変更を取り消しました。",
    "undo_nothing": "まだ取り消すものがありません。",
    "redone": "取り消した変更をやり直しました。",
    "redo_nothing": "やり直すものがありません。",
    "reset": "すべて送られたときのままに戻しました。{length}、元の背景、タイトルなしです。",
    "reset_nothing": "すべて送られたときのままです。",
    "help": (
        "日本語では、背景を変える（シーン、色、ぼかし、自分の画像）、一部を切る、タイトルを入れることが"
        "できます。英語と中国語ならもっとできます。例えば："
    ),
    "praise": "どういたしまして。",
    "ready": "準備ができました。動画をどうするか言ってください。例えば：",
    "greeting": "こんにちは！動画をどうするか言ってください。例えば：",
    "greeting_no_clip": "こんにちは！動画を送って、どうするか言ってください。例えば：",
    "nothing_changes": "わかりました。すべてそのままにします。",
    "left_background": "背景はそのままにします。",
    "left_trim": "長さはそのままにします。",
    "left_title": "タイトルはそのままにします。",
    "left_talk": "それはそのままにします。",
    # Files
    "cut_short": "{name}の終わりが欠けています。届いた分（{length}）を使います。",
    # Refusals
    "no_clip": "先に動画を送ってください。言葉だけでは動画を作れません。送ってもらえれば、例えば：",
    "no_place": "{place}は用意がなく、背景にできません。",
    "cannot_partly": "背景は動画全体で一つです。一部だけ変えることはできません。",
    "cannot": "{clause}のやり方がわかりません。",
    "cannot_part": "{clause}の部分ができません。",
    "unclear_two_ways": "いくつかの意味に取れます。別の言い方で言ってください。例えば：",
    "unclear_order": "その切り方の組み合わせがはっきりしません。一つずつ送ってください。例えば：",
    "unclear_not": "何をしないでほしいのかはっきりしません。二回に分けて言ってください。例えば：",
    "unclear_backgrounds": "背景が二つあります。どちらにしますか。例えば：",
    "unclear_too_long": "長すぎます。一、二文で言ってください。例えば：",
    "nothing_changed": "何も変わっていません。",
    "for_example": "例えば：",
    "three_things": "できることの例：",
}

_SPOTS: dict[str, str] = {
    "top": "上",
    "middle": "中央",
    "bottom": "下",
    "top left": "左上",
    "top right": "右上",
    "middle left": "中央の左",
    "middle right": "中央の右",
    "bottom left": "左下",
    "bottom right": "右下",
}

_SCENES: dict[str, str] = {
    "office": "オフィス",
    "home_office": "書斎",
    "bookshelf": "本棚",
    "meeting_room": "会議室",
    "studio": "スタジオ",
    "loft": "ロフト",
    "cafe": "カフェ",
    "classroom": "教室",
    "news_desk": "ニューススタジオ",
    "kitchen": "キッチン",
    "terrace": "テラス",
}

TABLE = PhraseTable(
    sentences=_SENTENCES,
    backdrops={
        "original": "元の背景",
        "blur light": "軽いぼかし",
        "blur normal": "ぼかし",
        "blur strong": "強いぼかし",
        "color": "無地の{name}",
        "green": "グリーンバック",
        "gradient": "{name}のグラデーション",
        "transparent": "透明",
        "image": "あなたの画像{name}",
        "video": "あなたの動画{name}",
    },
    spots=_SPOTS,
    terms={},
    suggestions={
        "scene": "背景を{scene}にして",
        "gradient": "紺色のグラデーションを背景にして",
        "color": "背景を青にして",
        "picture": "この画像を背景にして",
        "blur": "背景をぼかして",
        "restore": "元の背景に戻して",
        "keep": "最初の{seconds}だけ残して",
        "cut": "最後の{seconds}をカットして",
        "range": "0:00から{end}まで残して",
        "title": "下に{seconds}間『月曜ニュース』というタイトルを入れて",
        "title_top": "上に『月曜ニュース』というタイトルを入れて",
        "retitle": "タイトルを『火曜ニュース』に変えて",
        "untitle": "すべてのタイトルを消して",
    },
    after_a_file={"picture": "{suggestion}（画像を送ってから）"},
    second="{amount}秒",
    seconds="{amount}秒",
    minutes="{minutes}分",
    minutes_seconds="{minutes}分{amount}秒",
    times="{amount}倍",
    quotation="「{text}」",
    joint="",
    scenes=_SCENES,
    places=_SCENES,
    colors=COLOR_NAMES,
)
