"""Instructions in German as people type them, and near ones that must change nothing.

Rows as in `built`: the project, the words, what becomes of it in the notation of `effects`.
"""

ROWS: tuple[tuple[str, str, str], ...] = (
    # Hintergrund
    ("plain", "ersetze den Hintergrund durch ein Büro", "bg=scene:office"),
    ("plain", "Setz mich bitte in ein Büro", "bg=scene:office"),
    ("plain", "kannst du mich in ein modernes Büro setzen?", "bg=scene:office"),
    ("plain", "ich möchte in einer Küche sitzen", "bg=scene:kitchen"),
    ("plain", "nimm eine Küche als Hintergrund", "bg=scene:kitchen"),
    ("plain", "Hintergrund durch Buero ersetzen", "bg=scene:office"),
    ("plain", "mach den Hintergrund blau", "bg=color:#0000ff"),
    ("plain", "ich hätte gern einen weißen Hintergrund", "bg=color:#ffffff"),
    ("plain", "weisser Hintergrund", "bg=color:#ffffff"),
    ("plain", "den Hintergrund schwarz machen", "bg=color:#000000"),
    ("plain", "ändere die Hintergrundfarbe zu #1e90ff", "bg=color:#1e90ff"),
    ("plain", "der Hintergrund soll rot sein", "bg=color:#ff0000"),
    ("plain", "nimm dieses Foto als Hintergrund", "bg=image:pic"),
    ("plain", "das Bild, das ich geschickt habe, als Hintergrund verwenden", "bg=image:pic"),
    ("plain", "seaside.jpg als Hintergrund", "bg=image:pic"),
    ("plain", "nimm einen blauen Farbverlauf als Hintergrund", "bg=gradient:#0000ff"),
    ("plain", "mach den Hintergrund transparent", "bg=transparent:True"),
    ("plain", "entferne den Hintergrund", "bg=color:#ffffff"),
    ("plain", "nimm den Hintergrund weg", "bg=color:#ffffff"),
    ("office", "stell den ursprünglichen Hintergrund wieder her", "bg=none"),
    ("office", "Originalhintergrund wiederherstellen", "bg=none"),
    # Unschärfe
    ("plain", "mach den Hintergrund unscharf", "bg=blur:0.6"),
    ("plain", "den Hintergrund leicht weichzeichnen", "bg=blur:0.3"),
    ("plain", "mach den Hintergrund sehr unscharf", "bg=blur:1.0"),
    ("plain", "zeichne den Hintergrund weich", "bg=blur:0.6"),
    ("plain", "Hintergrund verwischen", "bg=blur:0.6"),
    ("plain", "Hintergrund zu 40 % weichzeichnen", "bg=blur:0.4"),
    ("dressed", "entferne die Unschärfe", "bg=none"),
    # Schneiden
    ("plain", "schneide die ersten 5 Sekunden ab", "clips=5000-120000"),
    ("plain", "die ersten fünf Sekunden wegschneiden", "clips=5000-120000"),
    ("plain", "entferne die letzten zehn Sekunden des Videos", "clips=0-110000"),
    ("plain", "behalte nur die ersten zwölf Sekunden", "clips=0-12000"),
    ("plain", "nur 0:10 bis 0:20 behalten", "clips=10000-20000"),
    ("plain", "schneide 5 bis 10 Sekunden raus", "clips=0-5000,10000-120000"),
    ("plain", "entferne alles nach 0:30", "clips=0-30000"),
    ("plain", "kürze das Video auf 30 Sekunden", "clips=0-30000"),
    ("plain", "schneide am Anfang 3 Sekunden weg", "clips=3000-120000"),
    ("plain", "schneide die ersten 2,5 Sekunden weg", "clips=2500-120000"),
    ("plain", "schneide alles außer den ersten 10 Sekunden weg", "clips=0-10000"),
    ("plain", "schneide den Anfang ab", "nothing"),
    ("plain", "schneide 5 Sekunden ab", "nothing"),
    ("plain", "schneide von 0:05 bis 0:10", "nothing"),
    # Titel
    ("plain", "füge den Titel „Hallo zusammen“ hinzu", "titles=Hallo zusammen@0-3000 bottom"),
    (
        "plain",
        "blende oben für fünf Sekunden den Text „Willkommen“ ein",
        "titles=Willkommen@0-5000 top",
    ),
    ("plain", "schreib „Ende“ am Ende in die Mitte", "titles=Ende@117000-120000 middle"),
    ("plain", "Titel »Guten Tag« unten rechts", "titles=Guten Tag@0-3000 bottom side:right"),
    ("plain", "Überschrift „Los“ oben einblenden", "titles=Los@0-3000 top"),
    (
        "plain",
        "füge oben einen Titel „Willkommen“ von 2 bis 6 Sekunden hinzu",
        "titles=Willkommen@2000-6000 top",
    ),
    ("plain", "füge einen Titel hinzu", "nothing"),
    ("dressed", "lösch den Titel", "titles="),
    ("dressed", "alle Texte entfernen", "titles="),
    ("dressed", "ändere den Titel zu „Tschüss“", "titles=Tschüss@0-4000 bottom"),
    # Rückgängig
    ("dressed", "mach die letzte Änderung rückgängig", "undone"),
    ("dressed", "Rückgängig!", "undone"),
    ("undone", "stell die Änderung wieder her", "redone"),
    ("plain", "welche Hintergründe gibt es?", "nothing"),
    # Mehreres
    (
        "plain",
        "mach den Hintergrund unscharf und schneide die ersten 5 Sekunden ab",
        "bg=blur:0.6; clips=5000-120000",
    ),
    (
        "plain",
        "schneide die letzten 10 Sekunden ab, dann setz mich in ein Büro",
        "bg=scene:office; clips=0-110000",
    ),
    (
        "plain",
        "Mach den Hintergrund schwarz, füge unten den Titel „Neues“ hinzu und entferne die ersten "
        "2 Sekunden.",
        "bg=color:#000000; titles=Neues@0-3000 bottom; clips=2000-120000",
    ),
)

TRAPS: tuple[tuple[str, str], ...] = (
    ("plain", "kein Hintergrund weichzeichnen"),
    ("plain", "den Hintergrund nicht ändern"),
    ("plain", "lösch den Hintergrund nicht"),
    ("dressed", "lösch den Titel nicht"),
    ("plain", "schneide die ersten 5 Sekunden nicht ab"),
    ("plain", "entferne die Hintergrundmusik"),
    ("plain", "mach mein Gesicht unscharf"),
    ("plain", "mach den Hintergrund und mein Gesicht unscharf"),
    ("plain", "stell ein Büro vor mich"),
    ("plain", "nimm einen Strand als Hintergrund"),
    ("plain", "mach den Ton lauter und den Hintergrund blau"),
    ("plain", "mach mein Hemd blau"),
    ("plain", "wie mache ich den Hintergrund unscharf?"),
    ("plain", "keinen Titel hinzufügen"),
    ("plain", "die letzten 10 Sekunden nicht behalten"),
    ("plain", "setz mich in mein Büro"),
    ("plain", "lass die ersten 5 Sekunden in Ruhe"),
)
