"""Instructions in French as people type them, and near ones that must change nothing.

Rows as in `built`: the project, the words, what becomes of it in the notation of `effects`.
"""

ROWS: tuple[tuple[str, str, str], ...] = (
    # Fond
    ("plain", "remplace l'arrière-plan par un bureau", "bg=scene:office"),
    ("plain", "Mets-moi dans un bureau s'il te plaît", "bg=scene:office"),
    ("plain", "peux-tu mettre un joli bureau en arrière-plan ?", "bg=scene:office"),
    ("plain", "je voudrais être dans une cuisine", "bg=scene:kitchen"),
    ("plain", "utilise une cuisine comme fond", "bg=scene:kitchen"),
    ("plain", "mets le fond en bleu", "bg=color:#0000ff"),
    ("plain", "je veux un fond blanc", "bg=color:#ffffff"),
    ("plain", "change la couleur du fond en #1e90ff", "bg=color:#1e90ff"),
    ("plain", "change le fond en noir", "bg=color:#000000"),
    ("plain", "mets un fond vert", "bg=color:#00b140"),
    ("plain", "utilise cette photo comme arriere-plan", "bg=image:pic"),
    ("plain", "mets l'image que je t'ai envoyée en fond", "bg=image:pic"),
    ("plain", "mets seaside.jpg en arrière-plan", "bg=image:pic"),
    ("plain", "mets un dégradé bleu en arrière-plan", "bg=gradient:#0000ff"),
    ("plain", "rends l'arrière-plan transparent", "bg=transparent:True"),
    ("plain", "supprime l'arrière-plan", "bg=color:#ffffff"),
    ("plain", "enlève tout ce qui est derrière moi", "bg=color:#ffffff"),
    ("office", "remets l'arrière-plan d'origine", "bg=none"),
    ("office", "rétablis le fond original", "bg=none"),
    # Flou
    ("plain", "floute l'arrière-plan", "bg=blur:0.6"),
    ("plain", "floute légèrement le fond", "bg=blur:0.3"),
    ("plain", "rends l'arrière-plan très flou", "bg=blur:1.0"),
    ("plain", "rends le fond flou", "bg=blur:0.6"),
    ("plain", "floute le fond à 40 %", "bg=blur:0.4"),
    ("plain", "ajoute un léger flou à l'arrière-plan", "bg=blur:0.3"),
    ("dressed", "enlève le flou", "bg=none"),
    # Couper
    ("plain", "coupe les 5 premières secondes", "clips=5000-120000"),
    ("plain", "enlève les cinq premières secondes", "clips=5000-120000"),
    ("plain", "supprime les dix dernières secondes de la vidéo", "clips=0-110000"),
    ("plain", "ne garde que les 12 premières secondes", "clips=0-12000"),
    ("plain", "garde seulement de 0:10 à 0:20", "clips=10000-20000"),
    ("plain", "supprime le passage de la seconde 5 à la seconde 10", "clips=0-5000,10000-120000"),
    ("plain", "enlève ce passage : 0:05", "nothing"),
    ("plain", "enlève tout après 0:30", "clips=0-30000"),
    ("plain", "raccourcis la vidéo à 30 secondes", "clips=0-30000"),
    ("plain", "enlève 3 secondes au début", "clips=3000-120000"),
    ("plain", "enlève tout sauf les 10 premières secondes", "clips=0-10000"),
    ("plain", "coupe la fin", "nothing"),
    ("plain", "change de fond", "nothing"),
    ("plain", "coupe de 0:05 à 0:10", "nothing"),
    # Titre
    ("plain", "ajoute le titre « Bonjour à tous »", "titles=Bonjour à tous@0-3000 bottom"),
    (
        "plain",
        "mets le texte « Bienvenue » en haut pendant cinq secondes",
        "titles=Bienvenue@0-5000 top",
    ),
    ("plain", "écris « Fin » au centre à la fin", "titles=Fin@117000-120000 middle"),
    ("plain", 'affiche "L\'heure" en bas à droite', "titles=L'heure@0-3000 bottom side:right"),
    (
        "plain",
        'ajoute un titre en haut qui dit "Bienvenue" de 2 à 6 secondes',
        "titles=Bienvenue@2000-6000 top",
    ),
    ("plain", "ajoute un titre", "nothing"),
    ("dressed", "supprime le titre", "titles="),
    ("dressed", "enlève tous les textes", "titles="),
    ("dressed", "change le titre en « Adieu »", "titles=Adieu@0-4000 bottom"),
    # Annuler
    ("dressed", "annule la dernière modification", "undone"),
    ("dressed", "reviens en arrière", "undone"),
    ("undone", "rétablis la modification", "redone"),
    ("plain", "montre-moi les fonds", "nothing"),
    # Plusieurs
    (
        "plain",
        "floute l'arrière-plan et coupe les 5 premières secondes",
        "bg=blur:0.6; clips=5000-120000",
    ),
    (
        "plain",
        "enlève les 10 dernières secondes, puis mets-moi dans un bureau",
        "bg=scene:office; clips=0-110000",
    ),
    (
        "plain",
        "Mets le fond en noir, ajoute le titre « Infos » en bas et coupe les 2 premières secondes.",
        "bg=color:#000000; titles=Infos@0-3000 bottom; clips=2000-120000",
    ),
)

TRAPS: tuple[tuple[str, str], ...] = (
    ("plain", "n'efface pas l'arrière-plan"),
    ("plain", "ne touche pas au fond"),
    ("dressed", "n'enlève pas le titre"),
    ("plain", "ne coupe pas les 5 premières secondes"),
    ("plain", "n'enlève que les 5 premières secondes du son"),
    ("plain", "enlève la musique de fond"),
    ("plain", "floute mon visage"),
    ("plain", "floute le fond et mon visage"),
    ("plain", "mets un bureau devant moi"),
    ("plain", "mets une plage en arrière-plan"),
    ("plain", "monte le son et mets le fond en bleu"),
    ("plain", "mets-moi une chemise bleue"),
    ("plain", "comment flouter l'arrière-plan ?"),
    ("plain", "ne mets pas de titre"),
    ("plain", "ne garde pas les 10 dernières secondes"),
    ("plain", "mets-moi dans mon bureau"),
    ("plain", "sans toucher au fond, enlève le bruit"),
)
