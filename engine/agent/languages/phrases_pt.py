"""The agent's sentences in Portuguese, for what `words_pt` can ask for; others are said in English.

Worded so that they read well in Brazil and in Portugal.
"""

from engine.agent.languages.names_pt import COLORS
from engine.agent.phrase_table import PhraseTable

_SENTENCES: dict[str, str] = {
    # Background
    "background_set": "O fundo agora é {after}, no vídeo todo ({length}); antes era {before}.",
    "background_removed": (
        "O fundo original saiu: no vídeo todo ({length}) há agora branco liso. Diga uma cena ou uma"
        " cor, ou “fundo transparente”, se preferir."
    ),
    "background_restored": "O fundo original voltou; antes era {before}.",
    "background_is_so": "O fundo já é {now}, por isso nada mudou.",
    "background_is_original": "O fundo original ainda está lá, por isso nada mudou.",
    "background_stays": "O fundo fica como está: {now}.",
    "background_transparent": (
        "O fundo agora é transparente; antes era {before}. O resultado será um arquivo WebM,"
        " enviado como arquivo: um MP4 não pode ser transparente."
    ),
    "ask_which_background": "O que deve ficar atrás de você? Por exemplo:",
    "ask_remove_which": (
        "O fundo agora é {now}. Deve voltar o original ou deve haver outra coisa? Por exemplo:"
    ),
    "ask_send_picture": "Envie-me primeiro a imagem e depois diga: “use esta imagem como fundo”.",
    "ask_no_such_picture": "Não tenho aqui nenhuma imagem chamada {name}. Envie-a primeiro.",
    "not_a_picture": "{name} não é uma imagem; só uma imagem pode ser o fundo.",
    "blur_limits": "Um desfoque vai de 1% a 100%.",
    "scenes": "Estes são os fundos que tenho. Diga um, ou envie-me uma imagem sua:",
    # Trim
    "trim_kept": "Deixei de {start} a {end}: o vídeo durava {before} e agora dura {after}.",
    "trim_cut": "Tirei de {start} a {end}: o vídeo durava {before} e agora dura {after}.",
    "trim_cut_two": (
        "Tirei de {start} a {end} e de {start2} a {end2}: o vídeo durava {before} e agora dura"
        " {after}."
    ),
    "trim_nothing": "O vídeo só dura {length}, por isso não havia nada para cortar.",
    "trim_all": "Não sobraria nada: o vídeo dura {length}.",
    "trim_longer": "O vídeo dura {length} e não posso torná-lo mais longo.",
    "trim_tiny": "Sobraria menos de um décimo de segundo.",
    "trim_overlap": "Essas duas partes se sobrepõem, por isso não posso tirar as duas.",
    "time_outside": "{at} fica fora do vídeo, que dura {length}.",
    "time_order": "{start} não vem antes de {end}.",
    "ask_keep_or_cut": "De {start} a {end}: deve ficar ou sair? Por exemplo:",
    "ask_which_part": "O vídeo dura {length}. Que parte deve ficar? Por exemplo:",
    # Title
    "title_added": "Adicionei o título {text} de {start} a {end}, {position}.",
    "title_cut_short": "Não pode ficar mais tempo, porque o vídeo dura {length}.",
    "title_removed": "O título {text} saiu.",
    "title_lost": "O título {text} estava na parte que saiu, por isso também saiu.",
    "title_none": "Não há nenhum título, por isso nada mudou.",
    "title_changed": "O título dizia {before} e agora diz {after}.",
    "title_is_so": "O título já diz {text}.",
    "title_times": "Esses tempos do título não combinam.",
    "ask_title_text": "O que o título deve dizer? Ponha as palavras entre aspas, por exemplo:",
    "ask_title_there": (
        "O título {text} já está {position} nesse momento. Mude-o ou ponha o novo noutro lugar:"
    ),
    "ask_no_such_title": "Esse título não existe. Há: {texts}.",
    "ask_which_title": "Há mais de um título: {texts}. Diga qual.",
    # Talk
    "undone": "Desfiz a última alteração.",
    "undo_nothing": "Ainda não há nada para desfazer.",
    "redone": "Refiz a alteração.",
    "redo_nothing": "Não há nada para refazer.",
    "reset": "Tudo está como foi enviado: {length}, com o fundo original e sem títulos.",
    "reset_nothing": "Tudo ainda está como foi enviado.",
    "help": (
        "Em português posso pôr outro fundo (uma cena, uma cor, um desfoque, a sua imagem), cortar"
        " partes e pôr títulos; em inglês e em chinês posso mais. Por exemplo:"
    ),
    "praise": "De nada.",
    "ready": "Pronto. Diga o que faço com o vídeo, por exemplo:",
    "greeting": "Olá! Diga o que faço com o vídeo, por exemplo:",
    "greeting_no_clip": "Olá! Envie-me um vídeo e diga o que faço com ele, por exemplo:",
    "nothing_changes": "Certo, tudo fica como está.",
    "left_background": "Deixo o fundo como está.",
    "left_trim": "Deixo a duração como está.",
    "left_title": "Deixo os títulos como estão.",
    "left_talk": "Deixo isso como está.",
    # Files
    "cut_short": "Falta o fim de {name}; uso o que chegou ({length}).",
    # Refusals
    "no_clip": (
        "Envie-me primeiro um vídeo; não posso fazer um só com palavras. Depois posso, por exemplo:"
    ),
    "no_place": "Não tenho {place} para pôr atrás de você.",
    "cannot_partly": "O fundo vale para o vídeo todo; não posso mudá-lo só numa parte.",
    "cannot": "Não sei fazer isso: {clause}.",
    "cannot_part": "Não consigo fazer esta parte: {clause}.",
    "unclear_two_ways": (
        "Isso pode ser entendido de mais de uma maneira. Diga de outra, por exemplo:"
    ),
    "unclear_order": ("Não sei bem como esses cortes combinam. Mande um de cada vez, por exemplo:"),
    "unclear_not": "Não sei bem o que não é para fazer. Diga em duas mensagens, por exemplo:",
    "unclear_backgrounds": "São dois fundos. Qual deve ser? Por exemplo:",
    "unclear_too_long": "É longo demais para mim. Diga em uma ou duas frases, por exemplo:",
    "nothing_changed": "Nada mudou.",
    "for_example": "Por exemplo:",
    "three_things": "Três coisas que posso fazer:",
}

TABLE = PhraseTable(
    sentences=_SENTENCES,
    backdrops={
        "original": "o original",
        "blur light": "um pouco desfocado",
        "blur normal": "desfocado",
        "blur strong": "muito desfocado",
        "color": "liso, na cor {name}",
        "green": "uma tela verde",
        "gradient": "um degradê, na cor {name}",
        "transparent": "transparente",
        "image": "a sua imagem {name}",
        "video": "o seu vídeo {name}",
    },
    spots={
        "top": "em cima",
        "middle": "no meio",
        "bottom": "em baixo",
        "top left": "em cima à esquerda",
        "top right": "em cima à direita",
        "middle left": "no meio à esquerda",
        "middle right": "no meio à direita",
        "bottom left": "em baixo à esquerda",
        "bottom right": "em baixo à direita",
    },
    terms={},
    suggestions={
        "scene": "me coloque {scene}",
        "gradient": "use um degradê azul marinho como fundo",
        "color": "deixe o fundo azul",
        "picture": "use esta imagem como fundo",
        "blur": "desfoque o fundo",
        "restore": "restaure o fundo original",
        "keep": "deixe só os primeiros {seconds}",
        "cut": "tire os últimos {seconds}",
        "range": "deixe de 0:00 a {end}",
        "title": "adicione o título «Notícias de segunda» em baixo durante {seconds}",
        "title_top": "adicione o título «Notícias de segunda» em cima",
        "retitle": "mude o título para «Notícias de terça»",
        "untitle": "tire todos os títulos",
    },
    after_a_file={"picture": "{suggestion} (depois de me enviar uma)"},
    second="{amount} segundo",
    seconds="{amount} segundos",
    minutes="{minutes} min",
    minutes_seconds="{minutes} min {amount} s",
    times="{amount}×",
    quotation="“{text}”",
    joint=" ",
    scenes={
        "office": "um escritório",
        "home_office": "um escritório em casa",
        "bookshelf": "uma estante de livros",
        "meeting_room": "uma sala de reunião",
        "studio": "um estúdio",
        "loft": "um loft",
        "cafe": "um café",
        "classroom": "uma sala de aula",
        "news_desk": "um estúdio de notícias",
        "kitchen": "uma cozinha",
        "terrace": "um terraço",
    },
    places={
        "office": "num escritório",
        "home_office": "num escritório em casa",
        "bookshelf": "em frente a uma estante de livros",
        "meeting_room": "numa sala de reunião",
        "studio": "num estúdio",
        "loft": "num loft",
        "cafe": "num café",
        "classroom": "numa sala de aula",
        "news_desk": "num estúdio de notícias",
        "kitchen": "numa cozinha",
        "terrace": "num terraço",
    },
    colors={color: names.split(",")[0] for color, names in COLORS.items()},
)
