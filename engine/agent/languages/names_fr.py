"""French names of scenes and colours. The first one of a colour is what replies say."""

SCENES: dict[str, str] = {
    "office": "bureau, bureaux, lieu de travail",
    "home_office": "bureau à la maison, bureau à domicile, bureau chez moi, bureau personnel",
    "bookshelf": "bibliothèque, étagère de livres, étagère à livres, mur de livres, étagère",
    "meeting_room": "salle de réunion, salle de conférence, salle du conseil",
    "studio": "studio, studio photo, studio d'enregistrement",
    "loft": "loft, loft industriel",
    "cafe": "café, salon de thé, bistrot",
    "classroom": "salle de classe, classe",
    "news_desk": (
        "plateau de journal télévisé, plateau télé, plateau d'infos, journal télévisé, "
        "studio de télévision, plateau du journal, plateau de télévision"
    ),
    "kitchen": "cuisine",
    "terrace": "terrasse, terrasse au crépuscule, balcon, terrasse au coucher du soleil",
}

COLORS: dict[str, str] = {
    "#ffffff": "blanc, blanche",
    "#000000": "noir, noire",
    "#808080": "gris, grise",
    "#d3d3d3": "gris clair",
    "#404040": "gris foncé, anthracite",
    "#ff0000": "rouge",
    "#8b0000": "rouge foncé",
    "#800020": "bordeaux",
    "#00b140": "vert, verte",
    "#006400": "vert foncé",
    "#90ee90": "vert clair",
    "#0000ff": "bleu, bleue",
    "#000080": "bleu marine, bleu foncé, bleu nuit",
    "#add8e6": "bleu clair",
    "#87ceeb": "bleu ciel",
    "#4169e1": "bleu roi",
    "#40e0d0": "turquoise",
    "#00ffff": "cyan",
    "#ffff00": "jaune",
    "#ffa500": "orange",
    "#800080": "violet, violette, pourpre",
    "#e6e6fa": "lavande, lilas",
    "#ff00ff": "magenta, fuchsia",
    "#ffc0cb": "rose",
    "#a52a2a": "marron, brun",
    "#f5f5dc": "beige, crème",
}
