"""French words. One row per concept, as in `words_en`; accents may be left out."""

from engine.agent.numerals import Numerals
from engine.agent.spelling import Spelling, bare_letters, counted

SPELLING = Spelling(
    variants=bare_letters,
    elided=frozenset({"l", "d", "j", "n", "m", "s", "t", "c", "qu", "jusqu"}),
    edges=frozenset(
        {"premières", "premiers", "dernières", "derniers", "premieres", "dernieres", "première"}
    ),
)

WORDS: dict[str, str] = {
    "FILLER": (
        "le, la, les, l, un, une, mon, ma, notre, ce, cette, cet, s'il te plaît, s'il vous plaît, "
        "stp, svp, merci de, peux-tu, tu peux, pourrais-tu, pouvez-vous, pourriez-vous, "
        "vous pouvez, tu pourrais, est-ce que tu peux, est-ce que tu pourrais, je veux, "
        "je voudrais, j'aimerais, je veux que tu, j'aimerais que tu, je voudrais que tu, "
        "il faut, salut, bonjour, ok, bon, alors, maintenant, merci, simplement, juste, me, moi, "
        "toute la, tout le, peux-tu me, il faudrait, veuillez, d'accord, là, ici, "
        "est-ce que vous pouvez, aide-moi à"
    ),
    "MINE": "mon, ma, mes, notre",
    "AND": "et, et aussi, puis, et puis, ainsi que",
    "SEP": "puis, ensuite, et ensuite, après ça, après cela, aussi, mais, également, plutôt",
    "ORDER": "d'abord, tout d'abord, premièrement, enfin, pour finir, finalement, en premier",
    "NEG": "sans, il ne faut pas, je ne veux pas, ne pas, pas besoin de",
    "NE": "ne, n, surtout ne",
    "NOT": "pas, surtout pas, jamais, pas du tout, plus, pas à, pas au",
    "NO": "sans, pas de, je ne veux pas de, plus de, pas d",
    "REMOVE": (
        "enlève, enlever, enlevez, supprime, supprimer, supprimez, efface, effacer, effacez, "
        "retire, retirer, retirez, ôte, ôter, ôtez, vire, virer, virez, élimine, éliminer, "
        "éliminez, enlève-moi, retire-moi, supprime-moi, enlèves, supprimes, effaces, retires, "
        "fais disparaître, détoure, enlève donc"
    ),
    "CUT": "saute, sauter, coupe-moi, passe",
    "SNIP": "coupe, couper, coupez, coupes, rogne, rogner, rognez, tronque, tronquer",
    "TRIM": (
        "raccourcis, raccourcir, raccourcissez, réduis, réduire, réduisez, coupe, couper, coupez, "
        "rogne, limite, limiter"
    ),
    "KEEP": (
        "garde, garder, gardez, conserve, conserver, conservez, laisse, laisser, laissez, "
        "ne garde, "
        "ne garder, ne gardez, ne conserve, ne conserver, ne laisse, n garde, garde-moi"
    ),
    "ONLY": "que, seulement, uniquement, juste, rien que, qu",
    "REPLACE": (
        "remplace, remplacer, remplacez, change de, changer de, change, changer, changez, "
        "remplaces, changes, modifie, "
        "modifier, modifiez, échange, transforme, transformer, transformez, passe, substitue, "
        "remplace-moi, change-moi, modifies"
    ),
    "MAKE": (
        "mets, mettre, mettez, rends, rendre, rendez, fais, faire, faites, passe, passer, passez, "
        "met, colorie, colorer, colore, peins, je veux, je voudrais, mets-moi, que, "
        "fais en sorte que, "
        "j'aimerais, mettes, rendes"
    ),
    "USE": (
        "utilise, utiliser, utilisez, mets, mettre, mettez, prends, prendre, prenez, place, "
        "placer, "
        "placez, ajoute, ajouter, ajoutez, applique, appliquer, appliquez, je veux, je voudrais, "
        "donne-moi, choisis, choisir, mets-moi, met, j'aimerais, il me faut, emploie, mettes, "
        "ajoutes, sers-toi de, pose"
    ),
    "ADD": (
        "ajoute, ajouter, ajoutez, mets, mettre, mettez, écris, écrire, écrivez, affiche, "
        "afficher, "
        "affichez, insère, insérer, insérez, place, placer, placez, incruste, incruster, crée, "
        "créer, je veux, je voudrais, ajoute-moi, mets-moi, met, fais apparaître, inscris, "
        "montre, ajoutes, inclus, j'aimerais"
    ),
    "PUTME": (
        "mets-moi, place-moi, installe-moi, assieds-moi, téléporte-moi, transporte-moi, "
        "mettez-moi, "
        "placez-moi, envoie-moi, pose-moi, me mettre, me placer, fais comme si j'étais, "
        "fais-moi apparaître, mets la personne, place la personne, installez-moi, emmène-moi"
    ),
    "WANTBE": (
        "je veux être, je voudrais être, j'aimerais être, je veux apparaître, "
        "j'aimerais apparaître, je voudrais apparaître, je veux être assis, je veux être assise"
    ),
    "BECOME": "par, en, avec, à, de, comme, soit, pour, devienne",
    "BLUR": (
        "floute, flouter, floutez, floute-moi, floutes, brouille, brouiller, estompe, "
        "estomper, rends flou, estompez"
    ),
    "BLURRED": "flou, floue, flouté, floutée, en flou, flous, estompé",
    "BLURNOUN": "flou, effet flou, effet de flou, floutage, un flou",
    "DEGREE light": (
        "légèrement, un peu, un petit peu, léger, légère, doucement, subtilement, à peine, doux, "
        "faiblement, subtil"
    ),
    "DEGREE normal": "moyennement, modérément, moyen, normalement",
    "DEGREE strong": (
        "fortement, beaucoup, très, fort, complètement, énormément, totalement, plus, au maximum, "
        "à fond, vraiment, bien, intense, intensément, davantage, entièrement, puissamment"
    ),
    "BYWORD": "à, de",
    "TOUCH": (
        "touche, toucher, toucher à, touche à, modifier, changer, touchez, touchez à, touches, "
        "toucher au, touche au, touchez au"
    ),
    "CUTMEOUT": "détoure-moi, détourez-moi, détoure la personne, découpe-moi, détoure mon corps",
    "RESTORE": (
        "restaure, restaurer, restaurez, rétablis, rétablir, rétablissez, remets, remettre, "
        "remettez, récupère, récupérer, reviens à, revenir à, reviens au, ramène, rends-moi, "
        "redonne-moi, reprends"
    ),
    "BACK": "de retour, à nouveau, de nouveau",
    # Le fond
    "BACKGROUND": (
        "arrière-plan, fond, fonds, décor, couleur de fond, image de fond, fond d'écran, "
        "couleur du fond, arrière plan, couleur d'arrière-plan"
    ),
    "ASBACKGROUND": (
        "en arrière-plan, comme arrière-plan, en fond, comme fond, à l'arrière-plan, de fond, "
        "dans le fond, pour fond, comme décor, au fond, d'arrière-plan, en guise de fond, "
        "en guise d'arrière-plan, comme image de fond"
    ),
    "BEHINDME": "derrière moi, dans mon dos, derrière nous, derrière la personne, derrière",
    "STUFF": (
        "tout ce qui est, ce qui est, tout ce qu'il y a, ce qu'il y a, tout, le mur, "
        "ce qui se trouve"
    ),
    "ORIGINAL": "original, originale, d'origine, initial, d'avant le montage",
    "OLD": "actuel, existant",
    "QUALITY": (
        "moderne, joli, jolie, beau, belle, élégant, élégante, professionnel, virtuel, virtuelle, "
        "lumineux, lumineuse, rangé, propre, chaleureux, réaliste, professionnelle"
    ),
    "PLAIN": "uni, unie, pur, tout, entièrement, uniforme, simple",
    "COLORWORD": "couleur, de couleur, en couleur, la couleur, de la couleur",
    "GREENSCREEN": "fond vert, écran vert, incrustation verte",
    "IN": "dans, en, à, au, au milieu de, à l'intérieur de",
    "BEFORE": "devant, en face de, face à",
    "ON": "sur, à, au",
    "OF": "de, du, d, sur, avec, à, au",
    "OWN": "propre, dernière",
    "PICTURE": "photo, image, photographie, capture, capture d'écran",
    "SENT": (
        "que je t'ai envoyée, que j'ai envoyée, que je viens d'envoyer, que je t'ai envoyé, "
        "que j'ai envoyé, envoyée, ci-jointe, jointe, que je vous ai envoyée, "
        "que je viens de t'envoyer"
    ),
    "GRADIENT": "dégradé, dégradé de couleur, un dégradé, gradient",
    "TRANSPARENT": "transparent, transparente",
    "VIDEO": "vidéo, clip, film, séquence, la",
    "OFVIDEO": (
        "de la vidéo, de ma vidéo, du clip, de l'écran, à l'écran, sur la vidéo, de l'image, "
        "sur l'image, dans la vidéo, de cette vidéo, à la vidéo, sur l'écran"
    ),
    # Le temps
    "FIRST": "premières, premiers, première, premier",
    "LAST": "dernières, derniers, dernière, dernier",
    "FROM": "de, à partir de, depuis, dès, à partir de la, du, de la, à",
    "FROMSTART": "du début, depuis le début, dès le début",
    "TO": "à, jusqu'à, jusqu'à la, au",
    "TOEND": "jusqu'à la fin, à la fin, jusqu'au bout, jusqu'à la fin de la vidéo",
    "UNTIL": "jusqu'à, avant, jusqu'à la, avant la",
    "AFTER": "après, à partir de, après la, à partir de la, passé",
    "BETWEEN": "entre, entre la",
    "PART": (
        "partie, passage, portion, morceau, extrait, section, segment, partie allant, tout, "
        "tout ce qui est"
    ),
    "EXCEPT": "sauf, excepté, à part, hormis",
    "EDGE": "début, fin",
    "DOWNTO": "à, en, jusqu'à, sur",
    "LONG": "de durée, de long",
    "THROUGHOUT": (
        "tout le temps, pendant toute la vidéo, toute la vidéo, du début à la fin, "
        "sur toute la vidéo, tout au long de la vidéo, durant toute la vidéo"
    ),
    "DURING": "pendant, durant, sur, dans",
    "FOR": "pendant, durant, de, d'une durée de, qui dure, pour, pendant environ",
    "AT": "à, à la, dès, à partir de, à partir de la, après",
    "ATSTART": (
        "au début, du début, au début de la vidéo, du début de la vidéo, dès le début, "
        "au commencement"
    ),
    "ATEND": "à la fin, de la fin, à la fin de la vidéo, de la fin de la vidéo",
    # Le titre
    "TITLE": "titre, texte, intitulé, mots, message, phrase",
    "TITLES": "titres, textes, tous les titres, tous les textes",
    "SAYS": "disant, qui dit, qui disent, avec le texte, avec les mots, intitulé, marqué",
    "COLON": ":",
    "AS": "comme, en",
    "POSITION top": "en haut, tout en haut, au-dessus, dans le haut, en haut au centre",
    "POSITION middle": "au centre, au milieu, centré, en plein centre, au centre de",
    "POSITION bottom": "en bas, tout en bas, en dessous, dans le bas, en bas au centre, au bas",
    "CORNER top left": "en haut à gauche, dans le coin supérieur gauche",
    "CORNER top right": "en haut à droite, dans le coin supérieur droit",
    "CORNER bottom left": "en bas à gauche, dans le coin inférieur gauche",
    "CORNER bottom right": "en bas à droite, dans le coin inférieur droit",
    # La conversation
    "UNDO": (
        "annule, annuler, annulez, annule ça, annule la dernière modification, "
        "annuler la dernière modification, annule le dernier changement, reviens en arrière, "
        "revenir en arrière, défais, défais ça, retour en arrière, annule la dernière action, "
        "annule la dernière étape, annule cela, reviens à l'étape précédente, fais marche arrière, "
        "annulez la dernière modification"
    ),
    "REDO": "rétablis, rétablir, refais, refais-le, refaire, rétablis la modification",
    "RESETALL": (
        "recommence, recommencer, annule tout, tout annuler, repars de zéro, reviens à l'original, "
        "repartir de zéro, annule toutes les modifications, reviens à la vidéo originale, "
        "recommence à zéro, réinitialise tout"
    ),
    "SCENELIST": (
        "scènes, quelles scènes, quels fonds as-tu, quelles scènes as-tu, liste des scènes, "
        "montre-moi les fonds, montre-moi les scènes, quels arrière-plans as-tu, "
        "liste des fonds, montre les scènes, quels fonds sont disponibles, "
        "quels sont les fonds disponibles, montre les fonds, quels fonds tu as"
    ),
    "HELP": (
        "aide, aide-moi, que peux-tu faire, que sais-tu faire, qu'est-ce que tu sais faire, "
        "comment ça marche, qu'est-ce que tu peux faire, tu peux faire quoi, "
        "que pouvez-vous faire, "
        "à quoi tu sers"
    ),
    "PRAISE": (
        "merci, merci beaucoup, parfait, super, génial, très bien, c'est parfait, excellent, "
        "c'est super, c'est bien, j'adore, bravo, impeccable"
    ),
    "GREETING": "bonjour, salut, coucou, bonsoir, hello",
    "NOTHING": (
        "rien, laisse tomber, laisse comme ça, ne change rien, ne fais rien, ne touche à rien, "
        "oublie, tant pis, laissez comme ça"
    ),
    "ASIS": "tel quel, comme il est, comme ça, inchangé, intact, comme avant",
}

NUMERALS = Numerals(
    units_ms={
        **dict.fromkeys(("seconde", "secondes", "sec", "s"), 1000),
        **dict.fromkeys(("minute", "minutes", "min", "mn"), 60_000),
    },
    numbers={
        **counted(
            "zéro, un, deux, trois, quatre, cinq, six, sept, huit, neuf, dix, onze, douze, "
            "treize, quatorze, quinze, seize"
        ),
        **{"une": 1, "zero": 0, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50},
        "soixante": 60,
    },
    factors={},
    times=frozenset(),
    percent=frozenset({"%"}),
    letter_units_ms={"m": 60_000},
    unit_first=frozenset({"seconde", "minute"}),
    half=("demi", "une demi"),
    and_a_half=("et demie", "et demi"),
    and_=frozenset({"et"}),
    by=frozenset(),
    minus=frozenset({"-"}),
)
