"""Instructions in Japanese as people type them, and near ones that must change nothing.

Rows as in `built`: the project, the words, what becomes of it in the notation of `effects`.
"""

ROWS: tuple[tuple[str, str, str], ...] = (
    # 背景
    ("plain", "背景をオフィスに変えて", "bg=scene:office"),
    ("plain", "背景をオフィスにしてください", "bg=scene:office"),
    ("plain", "私をオフィスに置いて", "bg=scene:office"),
    ("plain", "オフィスにいるようにして", "bg=scene:office"),
    ("plain", "キッチンを背景にして", "bg=scene:kitchen"),
    ("plain", "背景をきれいなキッチンに差し替えてもらえますか？", "bg=scene:kitchen"),
    ("plain", "背景は白でお願いします", "bg=color:#ffffff"),
    ("plain", "背景を青にして", "bg=color:#0000ff"),
    ("plain", "白い背景にして", "bg=color:#ffffff"),
    ("plain", "背景色を #1e90ff にして", "bg=color:#1e90ff"),
    ("plain", "背景を黒一色にして", "bg=color:#000000"),
    ("plain", "背景をグリーンバックにして", "bg=color:#00b140"),
    ("plain", "この写真を背景にして", "bg=image:pic"),
    ("plain", "さっき送った画像を背景に使って", "bg=image:pic"),
    ("plain", "seaside.jpgを背景にして", "bg=image:pic"),
    ("plain", "背景を青のグラデーションにして", "bg=gradient:#0000ff"),
    ("plain", "背景を透明にして", "bg=transparent:True"),
    ("plain", "背景を消して", "bg=color:#ffffff"),
    ("plain", "背景を削除してください", "bg=color:#ffffff"),
    ("office", "元の背景に戻して", "bg=none"),
    ("office", "背景を元に戻して", "bg=none"),
    # ぼかし
    ("plain", "背景をぼかして", "bg=blur:0.6"),
    ("plain", "背景を少しぼかしてください", "bg=blur:0.3"),
    ("plain", "背景をもっと強くぼかして", "bg=blur:1.0"),
    ("plain", "背景に軽くぼかしを入れて", "bg=blur:0.3"),
    ("plain", "背景を40%ぼかして", "bg=blur:0.4"),
    ("plain", "背景をぼかしたいです", "bg=blur:0.6"),
    ("dressed", "ぼかしを外して", "bg=none"),
    # カット
    ("plain", "最初の5秒をカットして", "clips=5000-120000"),
    ("plain", "冒頭五秒を削除して", "clips=5000-120000"),
    ("plain", "最後の十秒を切ってください", "clips=0-110000"),
    ("plain", "最初の12秒だけ残して", "clips=0-12000"),
    ("plain", "0:10から0:20まで残して", "clips=10000-20000"),
    ("plain", "5秒から10秒までをカット", "clips=0-5000,10000-120000"),
    ("plain", "5秒から10秒の間を削除して", "clips=0-5000,10000-120000"),
    ("plain", "0:30以降を削除して", "clips=0-30000"),
    ("plain", "動画を30秒に短縮して", "clips=0-30000"),
    ("plain", "1分30秒からの部分をカットして", "nothing"),
    ("plain", "5秒から10秒を切り取って", "nothing"),
    # タイトル
    (
        "plain",
        "「みなさんこんにちは」というタイトルを入れて",
        "titles=みなさんこんにちは@0-3000 bottom",
    ),
    ("plain", "上に5秒間「ようこそ」と表示して", "titles=ようこそ@0-5000 top"),
    ("plain", "タイトル『おわり』を動画の最後に追加して", "titles=おわり@117000-120000 bottom"),
    ("plain", "画面中央に「はじまり」と書いて", "titles=はじまり@0-3000 middle"),
    ("plain", "「見出し」というテロップを下に3秒間出して", "titles=見出し@0-3000 bottom"),
    ("plain", "タイトルを入れて", "nothing"),
    ("dressed", "タイトルを消して", "titles="),
    ("dressed", "すべての文字を削除して", "titles="),
    ("dressed", "タイトルを「さようなら」に変えて", "titles=さようなら@0-4000 bottom"),
    # 取り消し
    ("dressed", "元に戻して", "undone"),
    ("dressed", "さっきの変更を取り消してください", "undone"),
    ("undone", "やり直し", "redone"),
    ("plain", "どんな背景がありますか？", "nothing"),
    # いくつか
    (
        "plain",
        "背景をぼかして、最初の5秒をカットしてください",
        "bg=blur:0.6; clips=5000-120000",
    ),
    (
        "plain",
        "最後の10秒を切って、それから背景をオフィスにして",
        "bg=scene:office; clips=0-110000",
    ),
    (
        "plain",
        "背景を黒にして、下に「ニュース」と入れて、最初の2秒を削除して。",
        "bg=color:#000000; titles=ニュース@0-3000 bottom; clips=2000-120000",
    ),
)

TRAPS: tuple[tuple[str, str], ...] = (
    ("plain", "背景を消さないで"),
    ("plain", "背景はそのままで"),
    ("dressed", "タイトルを消さないで"),
    ("plain", "最初の5秒をカットしないで"),
    ("plain", "背景音楽を消して"),
    ("plain", "顔をぼかして"),
    ("plain", "背景と顔をぼかして"),
    ("plain", "背景を海にして"),
    ("plain", "私の前にオフィスを置いて"),
    ("plain", "音量を上げて、背景を青にして"),
    ("plain", "シャツを青にして"),
    ("plain", "どうやって背景をぼかすの？"),
    ("plain", "背景をぼかしすぎないで"),
    ("plain", "最後に「終」と入れて"),
    ("plain", "オフィスを消して"),
)
