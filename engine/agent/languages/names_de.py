"""German names of scenes and colours, and how a word is declined.

The first name of a colour is what replies say.
"""


def declined(*stems: str) -> str:
    """An adjective with all its endings."""
    return ", ".join(
        stem + ending for stem in stems for ending in ("", "e", "er", "en", "es", "em")
    )


SCENES: dict[str, str] = {
    "office": "büro, büros, arbeitsplatz, büroraum, bürohintergrund",
    "home_office": "arbeitszimmer, homeoffice, home office, heimbüro, büro zu hause",
    "bookshelf": "bücherregal, bücherwand, bücherregale, bücherschrank, bibliothek",
    "meeting_room": (
        "besprechungsraum, konferenzraum, meetingraum, sitzungszimmer, besprechungszimmer, "
        "sitzungssaal, konferenzzimmer, meeting raum"
    ),
    "studio": "studio, fotostudio, aufnahmestudio, filmstudio, tonstudio",
    "loft": "loft, loftwohnung",
    "cafe": "café, kaffeehaus, cafe",
    "classroom": "klassenzimmer, klassenraum, schulzimmer, unterrichtsraum",
    "news_desk": "nachrichtenstudio, nachrichtentisch, fernsehstudio, newsdesk, nachrichtenpult",
    "kitchen": "küche",
    "terrace": "terrasse, terrasse am abend, balkon, dachterrasse, terrasse bei sonnenuntergang",
}

COLORS: dict[str, str] = {
    "#ffffff": declined("weiß", "reinweiß", "schneeweiß"),
    "#000000": f"{declined('schwarz')}",
    "#808080": declined("grau"),
    "#d3d3d3": declined("hellgrau"),
    "#404040": declined("dunkelgrau", "anthrazit"),
    "#ff0000": declined("rot"),
    "#8b0000": declined("dunkelrot"),
    "#800020": f"{declined('weinrot')}, bordeaux",
    "#00b140": declined("grün"),
    "#006400": declined("dunkelgrün"),
    "#90ee90": declined("hellgrün"),
    "#0000ff": declined("blau"),
    "#000080": declined("dunkelblau", "marineblau"),
    "#add8e6": declined("hellblau"),
    "#87ceeb": declined("himmelblau"),
    "#4169e1": declined("königsblau"),
    "#40e0d0": f"{declined('türkis')}, {declined('türkisfarben')}",
    "#00ffff": declined("cyan"),
    "#ffff00": declined("gelb"),
    "#ffa500": "orange, orangen, oranger, oranges, orangefarben, orangefarbenen",
    "#800080": f"lila, {declined('purpur')}",
    "#ee82ee": declined("violett"),
    "#e6e6fa": "lavendel, flieder",
    "#ff00ff": "magenta, fuchsia",
    "#ffc0cb": f"rosa, pink, {declined('rosafarben')}",
    "#a52a2a": declined("braun"),
    "#f5f5dc": "beige, beigen, beiger, creme, cremefarben",
}
