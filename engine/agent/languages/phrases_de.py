"""The agent's sentences in German, for what `words_de` can ask for; others are said in English."""

from engine.agent.languages.names_de import COLORS
from engine.agent.phrase_table import PhraseTable

_SENTENCES: dict[str, str] = {
    # Background
    "background_set": (
        "Der Hintergrund ist jetzt {after}, über das ganze Video ({length}); vorher war er"
        " {before}."
    ),
    "background_removed": (
        "Der ursprüngliche Hintergrund ist weg: über das ganze Video ({length}) ist er jetzt weiß."
        " Nenne eine Szene oder eine Farbe, oder sag „transparenter Hintergrund“, wenn dir das"
        " lieber ist."
    ),
    "background_restored": "Der ursprüngliche Hintergrund ist wieder da; vorher war er {before}.",
    "background_is_so": "Der Hintergrund ist schon {now}, also hat sich nichts geändert.",
    "background_is_original": (
        "Der ursprüngliche Hintergrund ist noch da, also hat sich nichts geändert."
    ),
    "background_stays": "Der Hintergrund bleibt, wie er ist: {now}.",
    "background_transparent": (
        "Der Hintergrund ist jetzt durchsichtig; vorher war er {before}. Das Ergebnis wird eine"
        " WebM-Datei, als Datei geschickt: ein MP4 kann nicht durchsichtig sein."
    ),
    "ask_which_background": "Was soll hinter dir sein? Zum Beispiel:",
    "ask_remove_which": (
        "Der Hintergrund ist jetzt {now}. Soll der ursprüngliche zurückkommen, oder soll etwas"
        " anderes hin? Zum Beispiel:"
    ),
    "ask_send_picture": "Schick mir erst das Bild, dann sag: „nimm dieses Bild als Hintergrund“.",
    "ask_no_such_picture": "Ich habe hier kein Bild namens {name}. Schick es mir erst.",
    "not_a_picture": "{name} ist kein Bild; nur ein Bild kann der Hintergrund sein.",
    "blur_limits": "Eine Unschärfe liegt zwischen 1% und 100%.",
    "scenes": ("Diese Hintergründe habe ich. Nenne einen, oder schick mir ein eigenes Bild:"),
    # Trim
    "trim_kept": (
        "Ich habe {start} bis {end} behalten: das Video war {before} lang und ist jetzt {after}"
        " lang."
    ),
    "trim_cut": (
        "Ich habe {start} bis {end} herausgeschnitten: das Video war {before} lang und ist jetzt"
        " {after} lang."
    ),
    "trim_cut_two": (
        "Ich habe {start} bis {end} und {start2} bis {end2} herausgeschnitten: das Video war"
        " {before} lang und ist jetzt {after} lang."
    ),
    "trim_nothing": "Das Video ist nur {length} lang, es gab also nichts zu schneiden.",
    "trim_all": "Da bliebe nichts übrig: das Video ist {length} lang.",
    "trim_longer": "Das Video ist {length} lang, und länger kann ich es nicht machen.",
    "trim_tiny": "Da bliebe weniger als eine Zehntelsekunde.",
    "trim_overlap": "Die beiden Teile überschneiden sich, also kann ich nicht beide entfernen.",
    "time_outside": "{at} liegt außerhalb des Videos, das {length} lang ist.",
    "time_order": "{start} kommt nicht vor {end}.",
    "ask_keep_or_cut": "Soll {start} bis {end} bleiben oder weg? Zum Beispiel:",
    "ask_which_part": "Das Video ist {length} lang. Welcher Teil soll bleiben? Zum Beispiel:",
    # Title
    "title_added": "Ich habe den Titel {text} von {start} bis {end} eingeblendet, {position}.",
    "title_cut_short": "Länger kann er nicht bleiben, denn das Video ist {length} lang.",
    "title_removed": "Der Titel {text} ist weg.",
    "title_lost": "Der Titel {text} war in dem entfernten Teil, also ist er auch weg.",
    "title_none": "Es gibt keinen Titel, also hat sich nichts geändert.",
    "title_changed": "Im Titel stand {before}, jetzt steht da {after}.",
    "title_is_so": "Im Titel steht schon {text}.",
    "title_times": "Diese Zeiten des Titels passen nicht zusammen.",
    "ask_title_text": (
        "Was soll im Titel stehen? Setz die Worte in Anführungszeichen, zum Beispiel:"
    ),
    "ask_title_there": (
        "Der Titel {text} steht zu dieser Zeit schon {position}. Ändere ihn, oder setz den neuen"
        " woandershin:"
    ),
    "ask_no_such_title": "So einen Titel gibt es nicht. Es gibt: {texts}.",
    "ask_which_title": "Es gibt mehr als einen Titel: {texts}. Sag, welchen du meinst.",
    # Talk
    "undone": "Ich habe die letzte Änderung zurückgenommen.",
    "undo_nothing": "Es gibt noch nichts zurückzunehmen.",
    "redone": "Ich habe die Änderung wiederhergestellt.",
    "redo_nothing": "Es gibt nichts wiederherzustellen.",
    "reset": (
        "Alles ist so, wie du es geschickt hast: {length}, mit dem ursprünglichen Hintergrund, ohne"
        " Titel."
    ),
    "reset_nothing": "Alles ist noch so, wie du es geschickt hast.",
    "help": (
        "Auf Deutsch kann ich dich vor einen anderen Hintergrund setzen (eine Szene, eine Farbe,"
        " eine Unschärfe, dein Bild), Teile herausschneiden und Titel einblenden; auf Englisch und"
        " Chinesisch kann ich mehr. Zum Beispiel:"
    ),
    "praise": "Gern geschehen.",
    "ready": "Ich bin bereit. Sag mir, was ich mit deinem Video machen soll, zum Beispiel:",
    "greeting": "Hallo! Sag mir, was ich mit deinem Video machen soll, zum Beispiel:",
    "greeting_no_clip": (
        "Hallo! Schick mir ein Video und sag mir, was ich damit machen soll, zum Beispiel:"
    ),
    "nothing_changes": "In Ordnung, alles bleibt, wie es ist.",
    "left_background": "Ich lasse den Hintergrund, wie er ist.",
    "left_trim": "Ich lasse die Länge, wie sie ist.",
    "left_title": "Ich lasse die Titel, wie sie sind.",
    "left_talk": "Ich lasse das, wie es ist.",
    # Files
    "cut_short": "Das Ende von {name} fehlt; ich nehme, was angekommen ist ({length}).",
    # Refusals
    "no_clip": (
        "Schick mir erst ein Video; aus Worten kann ich keines machen. Dann kann ich zum Beispiel:"
    ),
    "no_place": "{place}: das habe ich nicht, um es hinter dich zu setzen.",
    "cannot_partly": (
        "Ein Hintergrund gilt für das ganze Video; für einen Teil kann ich ihn nicht ändern."
    ),
    "cannot": "Ich weiß nicht, wie das geht: {clause}.",
    "cannot_part": "Diesen Teil kann ich nicht: {clause}.",
    "unclear_two_ways": (
        "Das könnte ich auf mehr als eine Weise verstehen. Sag es anders, zum Beispiel:"
    ),
    "unclear_order": (
        "Ich bin nicht sicher, wie diese Schnitte zusammengehören. Schick sie einzeln, zum"
        " Beispiel:"
    ),
    "unclear_not": (
        "Ich bin nicht sicher, was alles du nicht willst. Sag es in zwei Nachrichten, zum Beispiel:"
    ),
    "unclear_backgrounds": "Das sind zwei Hintergründe. Welcher soll es sein? Zum Beispiel:",
    "unclear_too_long": "Das ist mir zu lang. Sag es in ein, zwei Sätzen, zum Beispiel:",
    "nothing_changed": "Es hat sich nichts geändert.",
    "for_example": "Zum Beispiel:",
    "three_things": "Drei Dinge, die ich kann:",
}

TABLE = PhraseTable(
    sentences=_SENTENCES,
    backdrops={
        "original": "der ursprüngliche",
        "blur light": "leicht unscharf",
        "blur normal": "unscharf",
        "blur strong": "stark unscharf",
        "color": "einfarbig {name}",
        "green": "ein Greenscreen",
        "gradient": "ein Farbverlauf in {name}",
        "transparent": "durchsichtig",
        "image": "dein Bild {name}",
        "video": "dein Video {name}",
    },
    spots={
        "top": "oben",
        "middle": "in der Mitte",
        "bottom": "unten",
        "top left": "oben links",
        "top right": "oben rechts",
        "middle left": "in der Mitte links",
        "middle right": "in der Mitte rechts",
        "bottom left": "unten links",
        "bottom right": "unten rechts",
    },
    terms={},
    suggestions={
        "scene": "setz mich {scene}",
        "gradient": "nimm einen dunkelblauen Farbverlauf als Hintergrund",
        "color": "mach den Hintergrund blau",
        "picture": "nimm dieses Bild als Hintergrund",
        "blur": "mach den Hintergrund unscharf",
        "restore": "stell den ursprünglichen Hintergrund wieder her",
        "keep": "behalte nur die ersten {seconds}",
        "cut": "schneide die letzten {seconds} ab",
        "range": "behalte 0:00 bis {end}",
        "title": "blende unten für {seconds} den Titel »Montagsnachrichten« ein",
        "title_top": "blende oben den Titel »Montagsnachrichten« ein",
        "retitle": "ändere den Titel zu »Dienstagsnachrichten«",
        "untitle": "entferne alle Titel",
    },
    after_a_file={"picture": "{suggestion} (sobald du mir eins geschickt hast)"},
    second="{amount} Sekunde",
    seconds="{amount} Sekunden",
    minutes="{minutes} min",
    minutes_seconds="{minutes} min {amount} s",
    times="{amount}×",
    quotation="„{text}“",
    joint=" ",
    scenes={
        "office": "ein Büro",
        "home_office": "ein Arbeitszimmer",
        "bookshelf": "ein Bücherregal",
        "meeting_room": "ein Besprechungsraum",
        "studio": "ein Studio",
        "loft": "ein Loft",
        "cafe": "ein Café",
        "classroom": "ein Klassenzimmer",
        "news_desk": "ein Nachrichtenstudio",
        "kitchen": "eine Küche",
        "terrace": "eine Terrasse",
    },
    places={
        "office": "in ein Büro",
        "home_office": "in ein Arbeitszimmer",
        "bookshelf": "vor ein Bücherregal",
        "meeting_room": "in einen Besprechungsraum",
        "studio": "in ein Studio",
        "loft": "in ein Loft",
        "cafe": "in ein Café",
        "classroom": "in ein Klassenzimmer",
        "news_desk": "in ein Nachrichtenstudio",
        "kitchen": "in eine Küche",
        "terrace": "auf eine Terrasse",
    },
    colors={color: names.split(",")[0] for color, names in COLORS.items()},
)
