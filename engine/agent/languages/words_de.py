"""German words. One row per concept, as in `words_en`; umlauts may be written out or left out."""

from engine.agent.languages.names_de import declined
from engine.agent.numerals import Numerals
from engine.agent.spelling import Spelling, counted, german

SPELLING = Spelling(variants=german)

WORDS: dict[str, str] = {
    "FILLER": (
        "der, die, das, den, dem, des, ein, eine, einen, einem, einer, mein, meine, meinen, "
        "meinem, meiner, diese, dieser, dieses, diesen, diesem, bitte, kannst du, könntest du, "
        "können sie, könnten sie, kannst du bitte, könntest du bitte, kannst du mir, "
        "ich möchte, ich will, ich hätte gern, ich hätte gerne, ich brauche, wir brauchen, mal, "
        "doch, mir, jetzt, nun, einfach, hallo, hi, ok, okay, also, gerne, gern, danke, bitte mal, "
        "würdest du, du sollst, ganze, ganzen, bitte noch, noch, kurz, nur kurz, sie, hey"
    ),
    "MINE": "mein, meine, meinen, meinem, meiner, unser, unsere, unserem, unserer",
    "AND": "und, und auch, sowie, und noch",
    "SEP": "dann, danach, und dann, und danach, anschließend, außerdem, auch, aber, sondern",
    "ORDER": "zuerst, als erstes, zunächst, zum schluss, schließlich, zuletzt, erst, erstens",
    "NEG": "nicht, niemals, keinesfalls, auf keinen fall, du sollst nicht, bloß nicht, ohne",
    "NOT": "nicht, niemals, keinesfalls, auf keinen fall, bloß nicht, nicht mehr, auf keinen",
    "NO": "kein, keinen, keine, ohne, weg mit, ich will keinen, ich möchte keinen",
    "REMOVE": (
        "entferne, entfern, entfernen, entfernt, lösche, lösch, löschen, beseitige, beseitigen, "
        "wegmachen, wegnehmen, rausnehmen, herausnehmen, freistellen, stelle frei, "
        "ausschneiden, eliminiere, verschwinden lassen"
    ),
    "CUT": (
        "abschneiden, wegschneiden, rausschneiden, herausschneiden, überspringe, überspringen, "
        "weglassen, kappe, rauscutten, wegkürzen"
    ),
    "SNIP": "schneide, schneid, schneiden, cutte, kappen",
    "TAKEV": (
        "schneide, schneid, nimm, nehmen sie, mach, mache, lass, lasse, cutte, schmeiß, wirf, "
        "tu, kürze, trenne"
    ),
    "AWAY": "ab, weg, raus, heraus, aus, hinaus, fort",
    "TRIM": (
        "kürze, kürz, kürzen, schneide, schneid, trimme, trimmen, schneiden, zuschneiden, "
        "zusammenschneiden, reduziere, begrenze, einkürzen"
    ),
    "KEEP": (
        "behalte, behalt, behalten, behalten sie, erhalte, erhalten, lass, lasse, lassen, bewahre, "
        "stehen lassen"
    ),
    "ONLY": "nur, lediglich, ausschließlich, bloß",
    "REPLACE": (
        "ersetze, ersetz, ersetzen, ändere, änder, ändern, wechsle, wechsel, wechseln, tausche, "
        "tausch, tauschen, austauschen, verändere, verwandle, ersetzt, umwandeln, wandle, "
        "auswechseln, anpassen, umändern"
    ),
    "REPLACEPART": "aus, um",
    "MAKE": (
        "mach, mache, machen, machen sie, färbe, färb, färben, einfärben, stell, stelle, setz, "
        "setze, sein, werden, zeichne, gestalte, gestalten, haben, zeichnen, setzen, stellen, "
        "mach mir, lass, lasse, erscheinen"
    ),
    "USE": (
        "nimm, nehmen, nehme, verwende, verwenden, benutze, benutz, benutzen, nutze, nutzen, setz, "
        "setze, setzen, gib mir, zeig, zeige, zeigen, haben, pack, packe, stell, stelle, leg, "
        "lege, "
        "wähle, mach, mache, einsetzen, sein, füge, tu, nehmen sie, verwenden sie, einfügen"
    ),
    "ADD": (
        "schreib, schreibe, schreiben, zeig, zeige, zeigen, setz, setze, setzen, ergänze, "
        "ergänzen, "
        "erstelle, erstellen, mach, mache, hinzufügen, einblenden, einfügen, anzeigen, einbauen, "
        "haben, hinzu, gib mir, füge hinzu, blende ein, dazu, draufschreiben, fügen sie hinzu, "
        "hinschreiben"
    ),
    "ADDV": (
        "füge, füg, blende, blend, bau, baue, schreib, schreibe, zeig, zeige, setz, setze, mach, "
        "mache, pack, packe, fügen sie, blenden sie, gib, tu"
    ),
    "ADDPART": "hinzu, ein, dazu, an, hin, drauf, rein, drüber, darüber, darauf",
    "PUTME": (
        "setz mich, setze mich, stell mich, stelle mich, versetz mich, versetze mich, pack mich, "
        "platziere mich, beam mich, beame mich, bring mich, zeig mich, zeige mich, "
        "setzen sie mich, "
        "versetzen sie mich, stell die person, setz die person, setze die person, "
        "lass mich aussehen als wäre ich, tu mich, teleportiere mich, stell uns, setz uns"
    ),
    "ME": "mich, person, uns",
    "PUTV": "setzen, stellen, versetzen, platzieren, packen, beamen, zeigen, bringen",
    "WANTBE": (
        "ich möchte, ich will, ich wäre gern, ich wäre gerne, ich würde gern, ich würde gerne, "
        "ich möchte gern, ich möchte gerne"
    ),
    "STAND": "sein, sitzen, stehen, erscheinen, zu sehen sein",
    "BECOME": "durch, zu, zum, zur, in, auf, mit, gegen, wird, soll, ist, soll jetzt, sollte, als",
    "BLUR": (
        "weichzeichnen, verwische, verwisch, verwischen, unscharf machen, verschwimmen lassen, "
        "blurre, blurren, unscharf stellen, weich zeichnen, verpixle"
    ),
    "BLURRED": f"{declined('unscharf', 'verschwommen', 'verwischt')}, unscharfer, weich, blurry",
    "BLURNOUN": (
        "unschärfe, weichzeichner, weichzeichnung, blur, hintergrundunschärfe, blureffekt, "
        "unschärfeeffekt"
    ),
    "DEGREE light": (
        "leicht, etwas, ein wenig, ein bisschen, dezent, leichte, sanft, bisschen, wenig, schwach, "
        "leichten, ein klein wenig, minimal"
    ),
    "DEGREE normal": "mittel, mäßig, mittelstark, mittlere",
    "DEGREE strong": (
        "stark, sehr, kräftig, ziemlich, stärker, richtig, maximal, extrem, sehr stark, starke, "
        "starken, viel, total, komplett, ganz, vollständig, mehr, so stark wie möglich, heftig"
    ),
    "BYWORD": "zu, mit, um, auf",
    "TOUCH": (
        "ändern, ändere, verändern, verändere, anfassen, antasten, bearbeiten, bearbeite, fass, "
        "anrühren"
    ),
    "CUTMEOUT": (
        "stell mich frei, stelle mich frei, schneide mich aus, schneid mich aus, mich freistellen, "
        "mich ausschneiden, stell die person frei, schneide die person aus"
    ),
    "RESTORE": (
        "wiederherstellen, zurückholen, zurücksetzen, zurück zum, zurück zu, wieder zum, "
        "zurückbringen, wieder haben, zurückhaben, wieder zeigen"
    ),
    "RESTOREV": "stell, stelle, hol, hole, bring, bringe, setz, setze, gib mir, zeig, stellen sie",
    "BACK": "wieder her, zurück, wiederher, wieder, wieder zurück",
    # Der Hintergrund
    "BACKGROUND": (
        "hintergrund, hintergrunds, hintergrundes, hintergrundbild, hintergrundfarbe, "
        "originalhintergrund, videohintergrund, bildhintergrund, hintergründe"
    ),
    "ASBACKGROUND": (
        "als hintergrund, in den hintergrund, im hintergrund, als hintergrundbild, "
        "für den hintergrund, als hintergrundfarbe, als meinen hintergrund, zum hintergrund, "
        "als neuen hintergrund"
    ),
    "BEHINDME": "hinter mir, hinter mich, hinter uns, hinter der person, hinter die person",
    "STUFF": "alles, alles was, was, wand, die sachen, zeug, das",
    "ORIGINAL": declined("ursprünglich", "original", "echt"),
    "OLD": declined("jetzig", "aktuell", "bisherig", "momentan"),
    "QUALITY": declined(
        "modern",
        "schön",
        "virtuell",
        "professionell",
        "hell",
        "ordentlich",
        "gemütlich",
        "schick",
        "aufgeräumt",
        "elegant",
        "realistisch",
    ),
    "PLAIN": f"{declined('einfarbig', 'rein', 'schlicht')}, ganz, komplett, uni, in reinem",
    "COLORWORD": "farbe, in der farbe, farben, der farbe, in farbe, farbton",
    "GREENSCREEN": "greenscreen, green screen, grüner screen",
    "IN": "in, im, ins, an, am, ans, innerhalb",
    "BEFORE": "vor, vors, vorm, vor das, gegenüber",
    "ON": "auf, auf den, aufs, an, über",
    "OF": "von, vom, mit, in, im, des, auf, für, aus",
    "OWN": declined("eigen", "letzt", "neuest"),
    "PICTURE": "foto, bild, photo, fotos, fotografie, aufnahme, screenshot",
    "SENT": (
        "das ich geschickt habe, das ich dir geschickt habe, von mir, "
        "das ich gerade geschickt habe, "
        "das ich hochgeladen habe, von eben, das ich eben geschickt habe, die ich geschickt habe"
    ),
    "GRADIENT": "farbverlauf, verlauf, gradient, gradienten",
    "TRANSPARENT": f"{declined('transparent', 'durchsichtig')}",
    "VIDEO": "video, clip, film, aufnahme, es, videos, ihn",
    "OFVIDEO": (
        "des videos, vom video, im video, im bild, des bildes, des clips, auf dem bildschirm, "
        "im clip, ins video, ins bild, auf dem video, in das video, vom clip, von dem video"
    ),
    # Die Zeit
    "FIRST": "ersten, erste, erster, allerersten, anfänglichen",
    "LAST": "letzten, letzte, letzter, allerletzten",
    "FROM": "von, ab, vom, aus",
    "FROMSTART": "von anfang, vom anfang, von beginn, vom beginn",
    "TO": "bis, bis zu, bis zur, bis zum, zu",
    "TOEND": "bis zum ende, bis ende, bis zum schluss, bis zum ende des videos, bis schluss",
    "UNTIL": "bis, bis zu, bis zur, vor, vor der, bis zum",
    "AFTER": "nach, ab, nach der, ab der",
    "BETWEEN": "zwischen",
    "PART": (
        "teil, abschnitt, stück, bereich, ausschnitt, stelle, segment, alles, passage, zeitraum, "
        "szene"
    ),
    "EXCEPT": "außer, bis auf, abgesehen von",
    "EDGE": "anfang, ende, schluss, beginn",
    "DOWNTO": "auf, auf nur, zu",
    "LONG": "lang, lange, länge",
    "THROUGHOUT": (
        "die ganze zeit, durchgehend, das ganze video über, während des ganzen videos, "
        "über das ganze video, das ganze video lang, dauerhaft, das ganze video, "
        "im ganzen video, das gesamte video"
    ),
    "DURING": "während, in, für, während der",
    "FOR": "für, von, mit einer dauer von, für die dauer von, für etwa, der dauer",
    "AT": "ab, bei, in, nach, von, ab der",
    "MARK": "marke",
    "ATSTART": (
        "am anfang, zu beginn, vom anfang, am anfang des videos, zu anfang, vorne, am beginn, "
        "vom beginn, am start, zu beginn des videos"
    ),
    "ATEND": "am ende, am schluss, vom ende, hinten, am ende des videos, vom schluss",
    # Der Titel
    "TITLE": "titel, text, überschrift, schriftzug, schrift, titels, beschriftung, texteinblendung",
    "TITLES": "alle titel, alle texte, titel alle, alle überschriften, texte, überschriften",
    "SAYS": (
        "mit dem text, mit den worten, mit text, der sagt, lautend, auf dem steht, "
        "mit dem wortlaut, namens, mit der aufschrift"
    ),
    "COLON": ":",
    "AS": "als",
    "POSITION top": (
        "oben, ganz oben, am oberen rand, im oberen bereich, oben mittig, nach oben, oberhalb, "
        "am oberen bildrand, oben in der mitte, an den oberen rand"
    ),
    "POSITION middle": (
        "in der mitte, mittig, zentriert, in die mitte, im zentrum, in der bildmitte"
    ),
    "POSITION bottom": (
        "unten, ganz unten, am unteren rand, im unteren bereich, unten mittig, nach unten, "
        "am unteren bildrand, unten in der mitte, unterhalb, an den unteren rand"
    ),
    "CORNER top left": (
        "oben links, links oben, in der oberen linken ecke, in der linken oberen ecke"
    ),
    "CORNER top right": (
        "oben rechts, rechts oben, in der oberen rechten ecke, in der rechten oberen ecke"
    ),
    "CORNER bottom left": (
        "unten links, links unten, in der unteren linken ecke, in der linken unteren ecke"
    ),
    "CORNER bottom right": (
        "unten rechts, rechts unten, in der unteren rechten ecke, in der rechten unteren ecke"
    ),
    # Das Gespräch
    "UNDO": (
        "rückgängig, mach das rückgängig, mache das rückgängig, rückgängig machen, "
        "mach die letzte änderung rückgängig, letzte änderung rückgängig machen, "
        "mache die letzte änderung rückgängig, einen schritt zurück, ein schritt zurück, "
        "nimm das zurück, nimm die letzte änderung zurück, das rückgängig machen, "
        "mach es rückgängig, mach den letzten schritt rückgängig, "
        "letzten schritt rückgängig machen, "
        "zurück, die letzte änderung rückgängig machen, widerrufen, "
        "den letzten schritt rückgängig machen, das letzte rückgängig machen, "
        "mach das letzte rückgängig"
    ),
    "REDO": (
        "wiederherstellen, wiederhole, mach es wieder, rückgängig aufheben, "
        "stell die änderung wieder her, stelle die änderung wieder her"
    ),
    "RESETALL": (
        "alles rückgängig, alles rückgängig machen, mach alles rückgängig, fang von vorne an, "
        "von vorne anfangen, alles zurücksetzen, setz alles zurück, setze alles zurück, "
        "zurück zum original, zurück zum originalvideo, alle änderungen verwerfen, "
        "nochmal von vorne, mach alle änderungen rückgängig, alle änderungen rückgängig machen"
    ),
    "SCENELIST": (
        "szenen, welche szenen gibt es, welche hintergründe gibt es, welche hintergründe hast du, "
        "liste der szenen, zeig mir die hintergründe, zeig mir die szenen, welche szenen hast du, "
        "zeige alle hintergründe, zeig mir alle hintergründe, alle szenen, zeig die hintergründe, "
        "liste der hintergründe, was für hintergründe gibt es"
    ),
    "HELP": (
        "hilfe, hilf mir, was kannst du, was kannst du alles, wie funktioniert das, "
        "was kannst du machen, was kann ich tun, wie geht das, was kannst du tun, was geht"
    ),
    "PRAISE": (
        "danke, vielen dank, perfekt, super, toll, sehr gut, prima, klasse, gut gemacht, "
        "danke dir, "
        "wunderbar, passt, sieht gut aus, das sieht gut aus, ausgezeichnet"
    ),
    "GREETING": "hallo, hi, guten tag, guten morgen, guten abend, moin, servus, grüß gott, hey",
    "NOTHING": (
        "nichts, lass es, lass es so, vergiss es, mach nichts, ändere nichts, nichts ändern, "
        "lass alles so, egal, alles so lassen, nichts machen"
    ),
    "ASIS": "so, so wie er ist, wie er ist, unverändert, so wie es ist, in ruhe, wie er war",
}

_NUMBERS: dict[str, int] = {
    **counted(
        "null, eins, zwei, drei, vier, fünf, sechs, sieben, acht, neun, zehn, elf, zwölf, "
        "dreizehn, vierzehn, fünfzehn, sechzehn, siebzehn, achtzehn, neunzehn"
    ),
    **{"ein": 1, "eine": 1, "einer": 1, "zwanzig": 20, "fünfundzwanzig": 25, "dreißig": 30},
    **{"vierzig": 40, "fünfundvierzig": 45, "fünfzig": 50, "sechzig": 60, "neunzig": 90},
}

NUMERALS = Numerals(
    units_ms={
        **dict.fromkeys(("sekunde", "sekunden", "sek", "s"), 1000),
        **dict.fromkeys(("minute", "minuten", "min"), 60_000),
    },
    numbers={form: value for word, value in _NUMBERS.items() for form in german(word)},
    factors={},
    times=frozenset(),
    percent=frozenset({"%", "prozent"}),
    letter_units_ms={"m": 60_000},
    unit_first=frozenset({"sekunde", "minute"}),
    half=("halbe", "halben", "eine halbe"),
    and_a_half=(),
    and_=frozenset({"und"}),
    by=frozenset(),
    minus=frozenset({"-"}),
)
