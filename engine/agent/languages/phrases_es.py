"""The agent's sentences in Spanish, for what `words_es` can ask for; others are said in English."""

from engine.agent.languages.names_es import COLORS
from engine.agent.phrase_table import PhraseTable

_SENTENCES: dict[str, str] = {
    # Background
    "background_set": (
        "El fondo ahora es {after}, en todo el vídeo ({length}); antes era {before}."
    ),
    "background_removed": (
        "El fondo original ya no está: en todo el vídeo ({length}) ahora hay blanco liso. Di una"
        " escena o un color, o «fondo transparente», si prefieres eso."
    ),
    "background_restored": "El fondo original ha vuelto; antes era {before}.",
    "background_is_so": "El fondo ya es {now}, así que no ha cambiado nada.",
    "background_is_original": "El fondo original sigue ahí, así que no ha cambiado nada.",
    "background_stays": "El fondo se queda como está: {now}.",
    "background_transparent": (
        "El fondo ahora es transparente; antes era {before}. El resultado será un archivo WebM,"
        " enviado como archivo: un MP4 no puede ser transparente."
    ),
    "ask_which_background": "¿Qué debe haber detrás de ti? Por ejemplo:",
    "ask_remove_which": (
        "El fondo ahora es {now}. ¿Debe volver el original o debe haber otra cosa? Por ejemplo:"
    ),
    "ask_send_picture": "Envíame primero la imagen y luego di: «usa esta imagen como fondo».",
    "ask_no_such_picture": "Aquí no tengo ninguna imagen llamada {name}. Envíamela primero.",
    "not_a_picture": "{name} no es una imagen; solo una imagen puede ser el fondo.",
    "blur_limits": "El desenfoque va del 1% al 100%.",
    "scenes": "Estos son los fondos que tengo. Di uno o envíame una imagen tuya:",
    # Trim
    "trim_kept": "He dejado de {start} a {end}: el vídeo duraba {before} y ahora dura {after}.",
    "trim_cut": "He quitado de {start} a {end}: el vídeo duraba {before} y ahora dura {after}.",
    "trim_cut_two": (
        "He quitado de {start} a {end} y de {start2} a {end2}: el vídeo duraba {before} y ahora"
        " dura {after}."
    ),
    "trim_nothing": "El vídeo solo dura {length}, así que no había nada que cortar.",
    "trim_all": "No quedaría nada: el vídeo dura {length}.",
    "trim_longer": "El vídeo dura {length} y no puedo alargarlo.",
    "trim_tiny": "Quedaría menos de una décima de segundo.",
    "trim_overlap": "Esas dos partes se solapan, así que no puedo quitar las dos.",
    "time_outside": "{at} está fuera del vídeo, que dura {length}.",
    "time_order": "{start} no va antes de {end}.",
    "ask_keep_or_cut": "¿De {start} a {end} debe quedarse o quitarse? Por ejemplo:",
    "ask_which_part": "El vídeo dura {length}. ¿Qué parte debe quedarse? Por ejemplo:",
    # Title
    "title_added": "He añadido el título {text} de {start} a {end}, {position}.",
    "title_cut_short": "No puede quedarse más tiempo, porque el vídeo dura {length}.",
    "title_removed": "El título {text} ya no está.",
    "title_lost": "El título {text} estaba en la parte quitada, así que tampoco está.",
    "title_none": "No hay ningún título, así que no ha cambiado nada.",
    "title_changed": "El título decía {before} y ahora dice {after}.",
    "title_is_so": "El título ya dice {text}.",
    "title_times": "Esos tiempos del título no encajan.",
    "ask_title_text": "¿Qué debe decir el título? Pon sus palabras entre comillas, por ejemplo:",
    "ask_title_there": (
        "El título {text} ya está {position} en ese momento. Cámbialo o pon el nuevo en otro sitio:"
    ),
    "ask_no_such_title": "No existe ese título. Hay: {texts}.",
    "ask_which_title": "Hay más de un título: {texts}. Di cuál quieres.",
    # Talk
    "undone": "He deshecho el último cambio.",
    "undo_nothing": "Todavía no hay nada que deshacer.",
    "redone": "He rehecho el cambio.",
    "redo_nothing": "No hay nada que rehacer.",
    "reset": "Todo está como lo enviaste: {length}, con el fondo original y sin títulos.",
    "reset_nothing": "Todo sigue como lo enviaste.",
    "help": (
        "En español puedo poner otro fondo (una escena, un color, un desenfoque, tu imagen), cortar"
        " partes y poner títulos; en inglés y en chino puedo más. Por ejemplo:"
    ),
    "praise": "De nada.",
    "ready": "Listo. Dime qué hago con tu vídeo, por ejemplo:",
    "greeting": "¡Hola! Dime qué hago con tu vídeo, por ejemplo:",
    "greeting_no_clip": "¡Hola! Envíame un vídeo y dime qué hago con él, por ejemplo:",
    "nothing_changes": "De acuerdo, todo se queda como está.",
    "left_background": "Dejo el fondo como está.",
    "left_trim": "Dejo la duración como está.",
    "left_title": "Dejo los títulos como están.",
    "left_talk": "Lo dejo como está.",
    # Files
    "cut_short": "Falta el final de {name}; uso lo que llegó ({length}).",
    # Refusals
    "no_clip": (
        "Envíame primero un vídeo; no puedo hacerlo solo con palabras. Después puedo, por ejemplo:"
    ),
    "no_place": "No tengo {place} para ponerlo detrás de ti.",
    "cannot_partly": "El fondo es el de todo el vídeo; no puedo cambiarlo en una parte.",
    "cannot": "No sé hacer eso: {clause}.",
    "cannot_part": "No puedo hacer esta parte: {clause}.",
    "unclear_two_ways": "Eso se puede entender de varias formas. Dilo de otra, por ejemplo:",
    "unclear_order": (
        "No tengo claro cómo van juntos esos cortes. Mándalos de uno en uno, por ejemplo:"
    ),
    "unclear_not": "No tengo claro qué es lo que no quieres. Dilo en dos mensajes, por ejemplo:",
    "unclear_backgrounds": "Son dos fondos. ¿Cuál debe ser? Por ejemplo:",
    "unclear_too_long": "Es demasiado largo para mí. Dilo en una o dos frases, por ejemplo:",
    "nothing_changed": "No ha cambiado nada.",
    "for_example": "Por ejemplo:",
    "three_things": "Tres cosas que puedo hacer:",
}

TABLE = PhraseTable(
    sentences=_SENTENCES,
    backdrops={
        "original": "el original",
        "blur light": "un poco borroso",
        "blur normal": "borroso",
        "blur strong": "muy borroso",
        "color": "liso, en {name}",
        "green": "una pantalla verde",
        "gradient": "un degradado en {name}",
        "transparent": "transparente",
        "image": "tu imagen {name}",
        "video": "tu vídeo {name}",
    },
    spots={
        "top": "arriba",
        "middle": "en el centro",
        "bottom": "abajo",
        "top left": "arriba a la izquierda",
        "top right": "arriba a la derecha",
        "middle left": "en el centro a la izquierda",
        "middle right": "en el centro a la derecha",
        "bottom left": "abajo a la izquierda",
        "bottom right": "abajo a la derecha",
    },
    terms={},
    suggestions={
        "scene": "ponme {scene}",
        "gradient": "usa un degradado azul marino como fondo",
        "color": "pon el fondo azul",
        "picture": "usa esta imagen como fondo",
        "blur": "desenfoca el fondo",
        "restore": "restaura el fondo original",
        "keep": "deja solo los primeros {seconds}",
        "cut": "quita los últimos {seconds}",
        "range": "deja de 0:00 a {end}",
        "title": "añade el título “Noticias del lunes” abajo durante {seconds}",
        "title_top": "añade el título “Noticias del lunes” arriba",
        "retitle": "cambia el título a “Noticias del martes”",
        "untitle": "quita todos los títulos",
    },
    after_a_file={"picture": "{suggestion} (cuando me la hayas enviado)"},
    second="{amount} segundo",
    seconds="{amount} segundos",
    minutes="{minutes} min",
    minutes_seconds="{minutes} min {amount} s",
    times="{amount}×",
    quotation="«{text}»",
    joint=" ",
    scenes={
        "office": "una oficina",
        "home_office": "un despacho en casa",
        "bookshelf": "una estantería con libros",
        "meeting_room": "una sala de reuniones",
        "studio": "un estudio",
        "loft": "un loft",
        "cafe": "una cafetería",
        "classroom": "un aula",
        "news_desk": "un estudio de noticias",
        "kitchen": "una cocina",
        "terrace": "una terraza",
    },
    places={
        "office": "en una oficina",
        "home_office": "en un despacho en casa",
        "bookshelf": "delante de una estantería con libros",
        "meeting_room": "en una sala de reuniones",
        "studio": "en un estudio",
        "loft": "en un loft",
        "cafe": "en una cafetería",
        "classroom": "en un aula",
        "news_desk": "en un estudio de noticias",
        "kitchen": "en una cocina",
        "terrace": "en una terraza",
    },
    colors={color: names.split(",")[0] for color, names in COLORS.items()},
)
