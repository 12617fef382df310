"""Spanish names of scenes and colours. The first one of a colour is what replies say."""

SCENES: dict[str, str] = {
    "office": "oficina, despacho, lugar de trabajo, oficinas",
    "home_office": "despacho en casa, estudio en casa, oficina en casa, despacho de casa",
    "bookshelf": "estantería, estantería con libros, librería, biblioteca, estantería de libros",
    "meeting_room": "sala de reuniones, sala de juntas, sala de conferencias",
    "studio": "estudio, estudio de grabación, estudio fotográfico, estudio de fotografía",
    "loft": "loft, loft industrial",
    "cafe": "cafetería, café, cafeteria",
    "classroom": "aula, clase, salón de clases, sala de clases",
    "news_desk": (
        "mesa de noticias, estudio de noticias, plató de noticias, plató, informativo, "
        "estudio de televisión, noticiero, mesa de informativos"
    ),
    "kitchen": "cocina",
    "terrace": "terraza, terraza al atardecer, balcón, azotea",
}

COLORS: dict[str, str] = {
    "#ffffff": "blanco, blanca",
    "#000000": "negro, negra",
    "#808080": "gris",
    "#d3d3d3": "gris claro",
    "#404040": "gris oscuro",
    "#ff0000": "rojo, roja",
    "#8b0000": "rojo oscuro",
    "#800020": "burdeos, granate, vino",
    "#00b140": "verde",
    "#006400": "verde oscuro",
    "#90ee90": "verde claro",
    "#0000ff": "azul",
    "#000080": "azul marino, azul oscuro",
    "#add8e6": "azul claro",
    "#87ceeb": "azul cielo, azul celeste, celeste",
    "#40e0d0": "turquesa",
    "#00ffff": "cian",
    "#ffff00": "amarillo, amarilla",
    "#ffa500": "naranja, anaranjado",
    "#800080": "morado, morada, púrpura",
    "#ee82ee": "violeta",
    "#e6e6fa": "lavanda, lila",
    "#ff00ff": "magenta, fucsia",
    "#ffc0cb": "rosa, rosado",
    "#a52a2a": "marrón",
    "#f5f5dc": "beige, beis, crema",
}
