"""The agent's sentences in French, for what `words_fr` can ask for; others are said in English."""

from engine.agent.languages.names_fr import COLORS
from engine.agent.phrase_table import PhraseTable

_SENTENCES: dict[str, str] = {
    # Background
    "background_set": (
        "L'arrière-plan est maintenant {after}, sur toute la vidéo ({length}) ; avant, il était"
        " {before}."
    ),
    "background_removed": (
        "L'arrière-plan d'origine a disparu : sur toute la vidéo ({length}), il y a maintenant du"
        " blanc uni. Dis une scène ou une couleur, ou « fond transparent », si tu préfères."
    ),
    "background_restored": "L'arrière-plan d'origine est revenu ; avant, il était {before}.",
    "background_is_so": "L'arrière-plan est déjà {now}, donc rien n'a changé.",
    "background_is_original": "L'arrière-plan d'origine est toujours là, donc rien n'a changé.",
    "background_stays": "L'arrière-plan reste comme il est : {now}.",
    "background_transparent": (
        "L'arrière-plan est maintenant transparent ; avant, il était {before}. Le résultat sera un"
        " fichier WebM, envoyé comme fichier : un MP4 ne peut pas être transparent."
    ),
    "ask_which_background": "Que faut-il mettre derrière toi ? Par exemple :",
    "ask_remove_which": (
        "L'arrière-plan est maintenant {now}. Faut-il remettre celui d'origine ou mettre autre"
        " chose ? Par exemple :"
    ),
    "ask_send_picture": (
        "Envoie-moi d'abord l'image, puis dis : « utilise cette image comme arrière-plan »."
    ),
    "ask_no_such_picture": "Je n'ai pas d'image nommée {name}. Envoie-la-moi d'abord.",
    "not_a_picture": "{name} n'est pas une image ; seule une image peut être l'arrière-plan.",
    "blur_limits": "Un flou va de 1% à 100%.",
    "scenes": "Voici les arrière-plans que j'ai. Dis-en un, ou envoie-moi une image à toi :",
    # Trim
    "trim_kept": (
        "J'ai gardé de {start} à {end} : la vidéo durait {before} et dure maintenant {after}."
    ),
    "trim_cut": (
        "J'ai enlevé de {start} à {end} : la vidéo durait {before} et dure maintenant {after}."
    ),
    "trim_cut_two": (
        "J'ai enlevé de {start} à {end} et de {start2} à {end2} : la vidéo durait {before} et dure"
        " maintenant {after}."
    ),
    "trim_nothing": "La vidéo ne dure que {length}, il n'y avait donc rien à couper.",
    "trim_all": "Il ne resterait rien : la vidéo dure {length}.",
    "trim_longer": "La vidéo dure {length} et je ne peux pas l'allonger.",
    "trim_tiny": "Il resterait moins d'un dixième de seconde.",
    "trim_overlap": "Ces deux parties se recouvrent, je ne peux donc pas enlever les deux.",
    "time_outside": "{at} est en dehors de la vidéo, qui dure {length}.",
    "time_order": "{start} n'est pas avant {end}.",
    "ask_keep_or_cut": "De {start} à {end} : faut-il garder ou enlever ? Par exemple :",
    "ask_which_part": "La vidéo dure {length}. Quelle partie faut-il garder ? Par exemple :",
    # Title
    "title_added": "J'ai ajouté le titre {text} de {start} à {end}, {position}.",
    "title_cut_short": "Il ne peut pas rester plus longtemps, car la vidéo dure {length}.",
    "title_removed": "Le titre {text} a disparu.",
    "title_lost": "Le titre {text} était dans la partie enlevée, il a donc disparu aussi.",
    "title_none": "Il n'y a pas de titre, donc rien n'a changé.",
    "title_changed": "Le titre disait {before} et dit maintenant {after}.",
    "title_is_so": "Le titre dit déjà {text}.",
    "title_times": "Ces temps du titre ne vont pas ensemble.",
    "ask_title_text": "Que doit dire le titre ? Mets ses mots entre guillemets, par exemple :",
    "ask_title_there": (
        "Le titre {text} est déjà {position} à ce moment. Change-le ou mets le nouveau ailleurs :"
    ),
    "ask_no_such_title": "Ce titre n'existe pas. Il y a : {texts}.",
    "ask_which_title": "Il y a plusieurs titres : {texts}. Dis lequel.",
    # Talk
    "undone": "J'ai annulé la dernière modification.",
    "undo_nothing": "Il n'y a encore rien à annuler.",
    "redone": "J'ai rétabli la modification.",
    "redo_nothing": "Il n'y a rien à rétablir.",
    "reset": (
        "Tout est comme tu l'as envoyé : {length}, avec l'arrière-plan d'origine et sans titre."
    ),
    "reset_nothing": "Tout est encore comme tu l'as envoyé.",
    "help": (
        "En français, je peux mettre un autre arrière-plan (une scène, une couleur, un flou, ton"
        " image), couper des parties et mettre des titres ; en anglais et en chinois, je peux plus."
        " Par exemple :"
    ),
    "praise": "Avec plaisir.",
    "ready": "Je suis prêt. Dis-moi que faire de ta vidéo, par exemple :",
    "greeting": "Bonjour ! Dis-moi que faire de ta vidéo, par exemple :",
    "greeting_no_clip": "Bonjour ! Envoie-moi une vidéo et dis-moi qu'en faire, par exemple :",
    "nothing_changes": "D'accord, tout reste comme c'est.",
    "left_background": "Je laisse l'arrière-plan comme il est.",
    "left_trim": "Je laisse la durée comme elle est.",
    "left_title": "Je laisse les titres comme ils sont.",
    "left_talk": "Je laisse ça comme c'est.",
    # Files
    "cut_short": "Il manque la fin de {name} ; j'utilise ce qui est arrivé ({length}).",
    # Refusals
    "no_clip": (
        "Envoie-moi d'abord une vidéo ; je ne peux pas en faire une avec des mots. Ensuite je peux,"
        " par exemple :"
    ),
    "no_place": "Je n'ai pas {place} à mettre derrière toi.",
    "cannot_partly": (
        "L'arrière-plan vaut pour toute la vidéo ; je ne peux pas le changer pour une partie."
    ),
    "cannot": "Je ne sais pas faire ça : {clause}.",
    "cannot_part": "Je ne peux pas faire cette partie : {clause}.",
    "unclear_two_ways": (
        "Cela peut se comprendre de plusieurs façons. Dis-le autrement, par exemple :"
    ),
    "unclear_order": (
        "Je ne vois pas bien comment ces coupes vont ensemble. Envoie-les une par une,"
        " par exemple :"
    ),
    "unclear_not": (
        "Je ne vois pas bien ce que tu ne veux pas. Dis-le en deux messages, par exemple :"
    ),
    "unclear_backgrounds": "Cela fait deux arrière-plans. Lequel faut-il ? Par exemple :",
    "unclear_too_long": "C'est trop long pour moi. Dis-le en une ou deux phrases, par exemple :",
    "nothing_changed": "Rien n'a changé.",
    "for_example": "Par exemple :",
    "three_things": "Trois choses que je peux faire :",
}

TABLE = PhraseTable(
    sentences=_SENTENCES,
    backdrops={
        "original": "celui d'origine",
        "blur light": "légèrement flou",
        "blur normal": "flou",
        "blur strong": "très flou",
        "color": "uni, en {name}",
        "green": "un fond vert",
        "gradient": "un dégradé en {name}",
        "transparent": "transparent",
        "image": "ton image {name}",
        "video": "ta vidéo {name}",
    },
    spots={
        "top": "en haut",
        "middle": "au centre",
        "bottom": "en bas",
        "top left": "en haut à gauche",
        "top right": "en haut à droite",
        "middle left": "au centre à gauche",
        "middle right": "au centre à droite",
        "bottom left": "en bas à gauche",
        "bottom right": "en bas à droite",
    },
    terms={},
    suggestions={
        "scene": "mets-moi {scene}",
        "gradient": "utilise un dégradé bleu marine comme arrière-plan",
        "color": "mets l'arrière-plan en bleu",
        "picture": "utilise cette image comme arrière-plan",
        "blur": "floute l'arrière-plan",
        "restore": "remets l'arrière-plan d'origine",
        "keep": "ne garde que les premières {seconds}",
        "cut": "enlève les dernières {seconds}",
        "range": "garde de 0:00 à {end}",
        "title": "ajoute le titre “Nouvelles du lundi” en bas pendant {seconds}",
        "title_top": "ajoute le titre “Nouvelles du lundi” en haut",
        "retitle": "change le titre en “Nouvelles du mardi”",
        "untitle": "supprime tous les titres",
    },
    after_a_file={"picture": "{suggestion} (quand tu m'en auras envoyé une)"},
    second="{amount} seconde",
    seconds="{amount} secondes",
    minutes="{minutes} min",
    minutes_seconds="{minutes} min {amount} s",
    times="{amount}×",
    quotation="« {text} »",
    joint=" ",
    scenes={
        "office": "un bureau",
        "home_office": "un bureau à la maison",
        "bookshelf": "une bibliothèque",
        "meeting_room": "une salle de réunion",
        "studio": "un studio",
        "loft": "un loft",
        "cafe": "un café",
        "classroom": "une salle de classe",
        "news_desk": "un plateau de journal télévisé",
        "kitchen": "une cuisine",
        "terrace": "une terrasse",
    },
    places={
        "office": "dans un bureau",
        "home_office": "dans un bureau à la maison",
        "bookshelf": "devant une bibliothèque",
        "meeting_room": "dans une salle de réunion",
        "studio": "dans un studio",
        "loft": "dans un loft",
        "cafe": "dans un café",
        "classroom": "dans une salle de classe",
        "news_desk": "sur un plateau de journal télévisé",
        "kitchen": "dans une cuisine",
        "terrace": "sur une terrasse",
    },
    colors={color: names.split(",")[0] for color, names in COLORS.items()},
)
