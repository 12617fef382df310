"""Spanish words. One row per concept, as in `words_en`; accents may be left out."""

from engine.agent.numerals import Numerals
from engine.agent.spelling import Spelling, bare_letters, counted

SPELLING = Spelling(
    variants=bare_letters,
    edges=frozenset({"primeros", "primeras", "últimos", "últimas", "ultimos", "ultimas"}),
)

WORDS: dict[str, str] = {
    "FILLER": (
        "el, la, los, las, un, una, mi, nuestro, este, esta, esto, por favor, porfa, porfavor, "
        "puedes, podrías, puede, podría, me puedes, me podrías, quiero, quisiera, "
        "me gustaría, quiero que, necesito, necesito que, hola, oye, ok, vale, bueno, ahora, "
        "gracias, muchas gracias, simplemente, me, todo el, toda la, "
        "vamos a, ayúdame a, haz el favor de, quisiera que, me gustaría que, ya, ahí, aquí"
    ),
    "AND": "y, e, y también, y además",
    "SEP": "luego, después, y luego, y después, y entonces, entonces, también, además, pero, sino",
    "ORDER": "primero, por último, finalmente, en primer lugar, segundo, antes de nada",
    "NEG": "no, nunca, no quiero que, no me, no hace falta, sin, no vayas a, no debes",
    "NO": "sin, no quiero, no quiero el, nada de",
    "REMOVE": (
        "quita, quitar, quite, quitá, quites, elimina, eliminar, elimine, eliminá, elimines, "
        "borra, borrar, borre, borrá, borres, suprime, suprimir, suprima, suprimas, saca, sacar, "
        "saque, saques, quítame, bórrame, elimíname, remueve, remover, remueva, quítale, quitarle, "
        "retira, retirar, retire, quítalo, elimínalo"
    ),
    "CUT": "salta, saltar, sáltate, saltarte, omite, omitir, omita, descarta, descartar",
    "SNIP": (
        "corta, cortar, corte, cortá, cortes, recorta, recortar, recorte, recortes, córtame, "
        "córtale, recórtale, cortarle, recortarle"
    ),
    "TRIM": (
        "acorta, acortar, acorte, acortá, recorta, recortar, recorte, reduce, reducir, reduzca, "
        "corta, cortar, corte, déjalo, deja, dejar"
    ),
    "KEEP": (
        "deja, dejar, deje, dejá, conserva, conservar, conserve, mantén, mantener, mantenga, "
        "guarda, guardar, guarde, quédate con, quedarte con, quédate, déjame"
    ),
    "ONLY": "solo, sólo, solamente, únicamente, nada más, sólo con, solo con",
    "REPLACE": (
        "cambia, cambiar, cambie, cambiá, cambies, cámbiame, reemplaza, reemplazar, reemplace, "
        "reemplaces, sustituye, sustituir, sustituya, sustituyas, remplaza, remplazar, modifica, "
        "modificar, modifique, cámbiale, cambiarle, convierte, convertir, transforma, transformar"
    ),
    "MAKE": (
        "haz, hacer, haga, hagas, pon, poner, ponga, poné, pongas, deja, dejar, deje, vuelve, "
        "volver, haz que, hacer que, ponme, ponerme, pinta, pintar, pinte, que, quiero, "
        "déjame, ponle, tiñe, quisiera, pone"
    ),
    "USE": (
        "tener, usa, usar, use, usá, uses, utiliza, utilizar, utilice, pon, poner, ponga, poné, "
        "pongas, "
        "ponme, coloca, colocar, coloque, coloques, aplica, aplicar, aplique, añade, añadir, "
        "agrega, agregar, quiero, quisiera, dame, mete, meter, meta, elige, ponle, "
        "ponerle, emplea, necesito, pone, me gustaría, quiero tener"
    ),
    "ADD": (
        "añade, añadir, añada, añadí, añadas, agrega, agregar, agregue, agregá, agregues, pon, "
        "poner, ponga, poné, ponme, pongas, escribe, escribir, escriba, muestra, mostrar, muestre, "
        "inserta, insertar, inserte, coloca, colocar, coloque, incluye, incluir, añádeme, "
        "agrégame, quiero, mete, meter, añádele, agrégale, ponle, superpón, crea, crear, pone"
    ),
    "PUTME": (
        "ponme, poneme, ponerme, póngame, colócame, colocarme, sitúame, situarme, siéntame, "
        "sentarme, méteme, llévame, pon a la persona, pónme, transpórtame, mándame, "
        "haz que aparezca, que aparezca, haz que parezca que estoy, que parezca que estoy, "
        "haz que esté, ubícame, coloca a la persona, mudame"
    ),
    "WANTBE": (
        "quiero estar, quiero aparecer, quisiera estar, me gustaría estar, quiero salir, "
        "quiero estar sentado, quiero estar sentada, me gustaría aparecer, quisiera aparecer"
    ),
    "BECOME": (
        "por, a, con, en, sea, de, como, que sea, a un, por un, por uno, parezca, "
        "por el de, por la de, por uno de, por uno"
    ),
    "BLUR": (
        "desenfoca, desenfocar, desenfoque, desenfocá, desenfoques, difumina, difuminar, difumine, "
        "difumines, emborrona, emborronar, desenfócame, difumíname, desdibuja, desdibujar"
    ),
    "BLURRED": "borroso, borrosa, desenfocado, desenfocada, difuminado, difuminada, difuso, difusa",
    "BLURNOUN": (
        "desenfoque, difuminado, efecto borroso, efecto de desenfoque, efecto desenfoque, "
        "efecto de difuminado"
    ),
    "DEGREE light": (
        "un poco, ligeramente, levemente, un poquito, suavemente, poco, leve, ligero, suave, algo, "
        "ligera, apenas"
    ),
    "DEGREE normal": "moderadamente, moderado, medio, normal, medianamente",
    "DEGREE strong": (
        "mucho, muy, fuertemente, bastante, fuerte, más, mucho más, intensamente, intenso, "
        "completamente, totalmente, del todo, al máximo, bien, por completo, a tope, muchísimo"
    ),
    "BYWORD": "al, un, en un, a un",
    "TOUCH": "toques, tocar, cambies, cambiar, modifiques, modificar, toca, alteres, alterar",
    "CUTMEOUT": "recórtame, recorta a la persona, recorta mi figura, recorta mi silueta",
    "RESTORE": (
        "restaura, restaurar, restaure, recupera, recuperar, recupere, devuelve, devolver, "
        "vuelve a poner, volver a poner, restablece, restablecer, regresa, vuelve a, vuelve al, "
        "devuélveme, trae de vuelta"
    ),
    "BACK": "de vuelta, otra vez, de nuevo, de regreso",
    # El fondo
    "BACKGROUND": (
        "fondo, el fondo, fondo de pantalla, color de fondo, imagen de fondo, color del fondo"
    ),
    "ASBACKGROUND": "de fondo, como fondo, en el fondo, como el fondo, al fondo, para el fondo",
    "BEHINDME": (
        "detrás de mí, detrás mío, detrás mía, a mi espalda, a mis espaldas, tras de mí, "
        "detrás de la persona, detrás de nosotros, detrás"
    ),
    "STUFF": "todo lo que hay, lo que hay, lo que está, todo lo que está, todo, lo de, lo",
    "ORIGINAL": "original, inicial",
    "OLD": "actual, de ahora",
    "MINE": "mi, mis, nuestro, nuestra",
    "QUALITY": (
        "moderno, moderna, bonito, bonita, elegante, profesional, virtual, luminoso, luminosa, "
        "ordenado, ordenada, limpio, limpia, acogedor, acogedora, realista"
    ),
    "PLAIN": "liso, lisa, sólido, sólida, puro, plano, entero, uniforme, todo",
    "COLORWORD": "color, de color, en color, el color, al color, del color, tono",
    "GREENSCREEN": "pantalla verde, croma, chroma, croma verde, pantalla de croma",
    "IN": "en, dentro de, a, en medio de",
    "BEFORE": "delante de, frente a, enfrente de, ante",
    "ON": "sobre, en, encima de",
    "OF": "de, del, con, en",
    "OWN": "mi, propia, última, mía",
    "PICTURE": "foto, imagen, fotografía, foto mía, captura",
    "SENT": (
        "que te envié, que envié, que te mandé, que mandé, que subí, que te he enviado, enviada, "
        "que he enviado, que acabo de enviar, que te acabo de enviar, adjunta, que te he mandado, "
        "que te pasé, que acabo de subir"
    ),
    "GRADIENT": "degradado, gradiente, un degradado, degradado de color",
    "TRANSPARENT": "transparente",
    "VIDEO": "vídeo, video, clip, grabación, lo",
    "OFVIDEO": (
        "del vídeo, del video, de mi vídeo, del clip, de este vídeo, en el vídeo, en pantalla, "
        "de la pantalla, en la pantalla, de la imagen, al vídeo, al video, en el video, de mi video"
    ),
    # El tiempo
    "FIRST": (
        "primeros, primeras, primer, primera, los primeros, primero, primeros de todos, "
        "durante los primeros"
    ),
    "LAST": "últimos, últimas, último, última",
    "FROM": "de, del, desde, desde el, a partir de, a partir del, desde los",
    "FROMSTART": (
        "desde el principio, desde el inicio, del principio, del inicio, desde el comienzo"
    ),
    "TO": "a, al, hasta, hasta el, hasta los",
    "TOEND": (
        "hasta el final, al final, hasta el fin, en adelante, hasta el final del vídeo, "
        "hasta el final del video"
    ),
    "UNTIL": "hasta, hasta el, antes de, antes del",
    "AFTER": "después de, después del, tras, a partir de, a partir del, pasado el",
    "BETWEEN": "entre, entre el",
    "PART": (
        "parte, trozo, fragmento, tramo, sección, la parte que va, segmento, pedazo, lo que va, "
        "todo, todo lo que hay"
    ),
    "EXCEPT": "menos, excepto, salvo, a excepción de",
    "EDGE": "principio, inicio, final, comienzo, fin",
    "DOWNTO": "a, en, hasta, a solo, a sólo, en solo, a los",
    "LONG": "de duración, de largo",
    "THROUGHOUT": (
        "todo el tiempo, durante todo el vídeo, todo el vídeo, durante todo el video, "
        "todo el video, en todo el vídeo, de principio a fin"
    ),
    "DURING": "durante, en, por",
    "FOR": "durante, por, de, que dure, unos, durante unos, con una duración de",
    "AT": "a, a los, en, al, en el, a partir de, a partir del, desde, desde el, en los",
    "ATSTART": (
        "al principio, al inicio, del principio, del inicio, al comienzo, del comienzo, "
        "al principio del vídeo, al inicio del vídeo, al inicio del video, desde el principio, "
        "al principio del video, del principio del vídeo, del inicio del vídeo, "
        "del principio del video"
    ),
    "ATEND": (
        "al final, del final, al final del vídeo, al final del video, del final del vídeo, "
        "del final del video"
    ),
    # El título
    "TITLE": "título, texto, rótulo, letrero, un título, titular, encabezado, el texto, palabras",
    "TITLES": "títulos, textos, todos los títulos, todos los textos, rótulos, todos los rótulos",
    "SAYS": (
        "que diga, que dice, diciendo, que ponga, con el texto, con las palabras, que pone, diga, "
        "llamado"
    ),
    "COLON": ":",
    "AS": "como, de",
    "POSITION top": (
        "arriba, en la parte superior, arriba del todo, en la parte de arriba, en lo alto, "
        "encima, arriba en el centro"
    ),
    "POSITION middle": (
        "en el centro, en medio, en el medio, al centro, centrado, por el medio, en la mitad"
    ),
    "POSITION bottom": "abajo, en la parte inferior, abajo del todo, en la parte de abajo, debajo",
    "CORNER top left": (
        "arriba a la izquierda, en la esquina superior izquierda, arriba izquierda"
    ),
    "CORNER top right": "arriba a la derecha, en la esquina superior derecha, arriba derecha",
    "CORNER bottom left": "abajo a la izquierda, en la esquina inferior izquierda, abajo izquierda",
    "CORNER bottom right": "abajo a la derecha, en la esquina inferior derecha, abajo derecha",
    # La charla
    "UNDO": (
        "deshaz, deshacer, deshazlo, deshaz eso, deshaz lo último, deshaz el último cambio, "
        "deshacer el último cambio, vuelve atrás, volver atrás, un paso atrás, anula, anúlalo, "
        "anula el último cambio, deshaga, deshaga el último cambio, anula eso, revierte, "
        "revierte el último cambio, deshacé, cancela el último cambio, quita el último cambio, "
        "deshacer lo último, revierte eso, vuelve al paso anterior"
    ),
    "REDO": "rehaz, rehacer, rehazlo, rehaz el cambio, vuelve a hacerlo, rehaz el último cambio",
    "RESETALL": (
        "empieza de nuevo, empezar de nuevo, deshaz todo, deshacer todo, deshazlo todo, "
        "vuelve al vídeo original, vuelve al video original, quita todos los cambios, "
        "elimina todos los cambios, restablece todo, deshaz todos los cambios"
    ),
    "SCENELIST": (
        "escenas, qué escenas hay, qué fondos hay, qué fondos tienes, lista de escenas, "
        "lista de fondos, muéstrame los fondos, muéstrame las escenas, qué escenas tienes, "
        "enséñame los fondos, enséñame las escenas, fondos disponibles, muestra los fondos"
    ),
    "HELP": (
        "ayuda, ayúdame, qué puedes hacer, qué sabes hacer, cómo funciona, cómo funciona esto, "
        "qué haces, qué puedo hacer, cómo se usa, para qué sirves, cómo te uso"
    ),
    "PRAISE": (
        "gracias, muchas gracias, perfecto, genial, muy bien, estupendo, qué bien, excelente, "
        "me encanta, está bien, queda bien, queda genial"
    ),
    "GREETING": "hola, buenas, buenos días, buenas tardes, buenas noches",
    "NOTHING": (
        "nada, déjalo, déjalo así, déjalo como está, olvídalo, no hagas nada, no cambies nada, "
        "no toques nada, da igual"
    ),
    "ASIS": "como está, tal como está, así, tal cual, igual, como estaba, sin cambios",
}

NUMERALS = Numerals(
    units_ms={
        **dict.fromkeys(("segundo", "segundos", "seg", "segs", "s"), 1000),
        **dict.fromkeys(("minuto", "minutos", "min"), 60_000),
    },
    numbers={
        **counted(
            "cero, uno, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce, "
            "trece, catorce, quince, dieciséis, diecisiete, dieciocho, diecinueve, veinte"
        ),
        **{"un": 1, "una": 1, "dieciseis": 16, "veinticinco": 25, "treinta": 30, "cuarenta": 40},
        **{"cincuenta": 50, "sesenta": 60, "noventa": 90},
    },
    factors={},
    times=frozenset(),
    percent=frozenset({"%"}),
    letter_units_ms={"m": 60_000},
    unit_first=frozenset({"segundo", "minuto", "segundos"}),
    half=("medio",),
    and_a_half=("y medio", "y media"),
    and_=frozenset({"y"}),
    by=frozenset(),
    minus=frozenset({"-"}),
)
