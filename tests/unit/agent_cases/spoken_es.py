"""Instructions in Spanish as people type them, and near ones that must change nothing.

Rows as in `built`: the project, the words, what becomes of it in the notation of `effects`.
"""

ROWS: tuple[tuple[str, str, str], ...] = (
    # Fondo
    ("plain", "cambia el fondo por una oficina", "bg=scene:office"),
    ("plain", "¿Puedes ponerme en una oficina, por favor?", "bg=scene:office"),
    ("plain", "pon una oficina moderna de fondo", "bg=scene:office"),
    ("plain", "quiero aparecer en una cocina", "bg=scene:kitchen"),
    ("plain", "usa una cocina como fondo", "bg=scene:kitchen"),
    ("plain", "Reemplaza el fondo con una cocina", "bg=scene:kitchen"),
    ("plain", "fondo de oficina", "bg=scene:office"),
    ("plain", "pon el fondo azul", "bg=color:#0000ff"),
    ("plain", "quiero un fondo blanco liso", "bg=color:#ffffff"),
    ("plain", "haz el fondo de color rojo", "bg=color:#ff0000"),
    ("plain", "cambia el color de fondo a #1e90ff", "bg=color:#1e90ff"),
    ("plain", "ponme delante de una pantalla verde", "bg=color:#00b140"),
    ("plain", "usa esta foto como fondo", "bg=image:pic"),
    ("plain", "pon de fondo la imagen que te envié", "bg=image:pic"),
    ("plain", "pon seaside.jpg como fondo", "bg=image:pic"),
    ("plain", "pon un degradado azul de fondo", "bg=gradient:#0000ff"),
    ("plain", "haz el fondo transparente", "bg=transparent:True"),
    ("plain", "quita el fondo", "bg=color:#ffffff"),
    ("plain", "elimina todo lo que hay detrás de mí", "bg=color:#ffffff"),
    ("office", "vuelve a poner el fondo original", "bg=none"),
    ("office", "restaura el fondo", "bg=none"),
    # Desenfoque
    ("plain", "desenfoca el fondo", "bg=blur:0.6"),
    ("plain", "difumina un poco el fondo", "bg=blur:0.3"),
    ("plain", "desenfoca mucho el fondo", "bg=blur:1.0"),
    ("plain", "haz el fondo borroso", "bg=blur:0.6"),
    ("plain", "desenfoca el fondo al 40%", "bg=blur:0.4"),
    ("plain", "añade un desenfoque suave al fondo", "bg=blur:0.3"),
    ("dressed", "quita el desenfoque del fondo", "bg=none"),
    # Cortar
    ("plain", "corta los primeros 5 segundos", "clips=5000-120000"),
    ("plain", "quita los 3 primeros segundos", "clips=3000-120000"),
    ("plain", "elimina los últimos diez segundos del vídeo", "clips=0-110000"),
    ("plain", "deja solo los primeros doce segundos", "clips=0-12000"),
    ("plain", "quédate con la parte de 0:10 a 0:20", "clips=10000-20000"),
    ("plain", "quita desde el segundo 5 hasta el 10", "clips=0-5000,10000-120000"),
    ("plain", "elimina de 5 a 10 segundos", "clips=0-5000,10000-120000"),
    ("plain", "acorta el vídeo a medio minuto", "clips=0-30000"),
    ("plain", "corta los primeros 2,5 segundos", "clips=2500-120000"),
    ("plain", "corta de 0:05 a 0:10", "nothing"),
    # Título
    ("plain", "añade el título «Hola a todos»", "titles=Hola a todos@0-3000 bottom"),
    (
        "plain",
        "pon el texto “Bienvenidos” arriba durante cinco segundos",
        "titles=Bienvenidos@0-5000 top",
    ),
    ("plain", "escribe «Fin» en el centro al final", "titles=Fin@117000-120000 middle"),
    ("plain", "agrega un título que diga «¿Qué tal?»", "titles=¿Qué tal?@0-3000 bottom"),
    ("plain", "añade un título", "nothing"),
    ("dressed", "quita el título", "titles="),
    ("dressed", "borra todos los textos", "titles="),
    ("dressed", "cambia el título a «Adiós»", "titles=Adiós@0-4000 bottom"),
    # Deshacer
    ("dressed", "deshaz el último cambio", "undone"),
    ("dressed", "¡Deshacer!", "undone"),
    ("undone", "rehaz el cambio", "redone"),
    ("plain", "¿qué fondos tienes?", "nothing"),
    # Varias cosas
    (
        "plain",
        "desenfoca el fondo y corta los primeros 5 segundos",
        "bg=blur:0.6; clips=5000-120000",
    ),
    (
        "plain",
        "quita los últimos 10 segundos, luego pon una oficina de fondo",
        "bg=scene:office; clips=0-110000",
    ),
    (
        "plain",
        "Pon el fondo negro, añade el título “Noticias” abajo y quita los primeros 2 segundos.",
        "bg=color:#000000; titles=Noticias@0-3000 bottom; clips=2000-120000",
    ),
    ("plain", "corta los primeros 5 segundos y los últimos 3 segundos", "clips=5000-117000"),
    ("plain", "no cambies el fondo, solo corta los primeros 5 segundos", "clips=5000-120000"),
)

TRAPS: tuple[tuple[str, str], ...] = (
    ("plain", "no borres el fondo"),
    ("dressed", "no quites el título"),
    ("plain", "no cortes los primeros 5 segundos"),
    ("plain", "no desenfoques el fondo ni cortes nada"),
    ("plain", "quita la música de fondo"),
    ("plain", "desenfoca mi cara"),
    ("plain", "desenfoca el fondo y mi cara"),
    ("plain", "pon una oficina delante de mí"),
    ("plain", "pon el fondo de la semana pasada"),
    ("plain", "pon una playa de fondo"),
    ("plain", "corta el pelo"),
    ("plain", "sube el volumen y pon el fondo azul"),
    ("plain", "ponme una camisa azul"),
    ("plain", "¿cómo desenfoco el fondo?"),
    ("plain", "no borres el fondo y corta los primeros 5 segundos"),
)
