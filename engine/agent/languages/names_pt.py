"""Portuguese names of scenes and colours. The first one of a colour is what replies say."""

SCENES: dict[str, str] = {
    "office": "escritório, gabinete, local de trabalho, escritórios",
    "home_office": "escritório em casa, home office, escritório caseiro",
    "bookshelf": "estante, estante de livros, estante com livros, biblioteca, prateleira de livros",
    "meeting_room": "sala de reunião, sala de reuniões, sala de conferências, sala de conferência",
    "studio": "estúdio, estúdio de gravação, estúdio fotográfico, estúdio de fotografia",
    "loft": "loft, loft industrial",
    "cafe": "café, cafeteria, cafetaria",
    "classroom": "sala de aula, aula",
    "news_desk": (
        "estúdio de notícias, bancada de notícias, bancada de jornal, estúdio de televisão, "
        "telejornal, estúdio de tv, bancada de telejornal"
    ),
    "kitchen": "cozinha",
    "terrace": "terraço, varanda, terraço ao entardecer, terraço ao pôr do sol",
}

COLORS: dict[str, str] = {
    "#ffffff": "branco, branca",
    "#000000": "preto, preta, negro",
    "#808080": "cinza, cinzento, cinzenta",
    "#d3d3d3": "cinza claro, cinzento claro",
    "#404040": "cinza escuro, cinzento escuro",
    "#ff0000": "vermelho, vermelha",
    "#8b0000": "vermelho escuro",
    "#800020": "bordô, vinho",
    "#00b140": "verde",
    "#006400": "verde escuro",
    "#90ee90": "verde claro",
    "#0000ff": "azul",
    "#000080": "azul marinho, azul escuro",
    "#add8e6": "azul claro",
    "#87ceeb": "azul celeste, azul céu",
    "#4169e1": "azul royal",
    "#40e0d0": "turquesa",
    "#00ffff": "ciano",
    "#ffff00": "amarelo, amarela",
    "#ffa500": "laranja, cor de laranja, cor-de-laranja, alaranjado",
    "#800080": "roxo, roxa, púrpura",
    "#ee82ee": "violeta",
    "#e6e6fa": "lavanda, lilás",
    "#ff00ff": "magenta, fúcsia",
    "#ffc0cb": "rosa, cor de rosa, cor-de-rosa",
    "#a52a2a": "marrom, castanho",
    "#f5f5dc": "bege, creme",
}
