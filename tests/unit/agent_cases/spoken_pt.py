"""Instructions in Portuguese as people type them, and near ones that must change nothing.

Rows as in `built`: the project, the words, what becomes of it in the notation of `effects`.
"""

ROWS: tuple[tuple[str, str, str], ...] = (
    # Fundo
    ("plain", "troca o fundo por um escritório", "bg=scene:office"),
    ("plain", "me coloca em um escritório, por favor", "bg=scene:office"),
    ("plain", "Você pode colocar um escritório moderno de fundo?", "bg=scene:office"),
    ("plain", "quero aparecer numa cozinha", "bg=scene:kitchen"),
    ("plain", "use uma cozinha como fundo", "bg=scene:kitchen"),
    ("plain", "substitua o fundo por uma cozinha", "bg=scene:kitchen"),
    ("plain", "deixa o fundo azul", "bg=color:#0000ff"),
    ("plain", "quero um fundo branco", "bg=color:#ffffff"),
    ("plain", "muda a cor do fundo para vermelho", "bg=color:#ff0000"),
    ("plain", "muda o fundo para #1e90ff", "bg=color:#1e90ff"),
    ("plain", "põe um fundo preto", "bg=color:#000000"),
    ("plain", "usa esta foto como fundo", "bg=image:pic"),
    ("plain", "coloca a imagem que eu mandei no fundo", "bg=image:pic"),
    ("plain", "coloca seaside.jpg como fundo", "bg=image:pic"),
    ("plain", "coloca um degradê azul de fundo", "bg=gradient:#0000ff"),
    ("plain", "deixa o fundo transparente", "bg=transparent:True"),
    ("plain", "remove o fundo", "bg=color:#ffffff"),
    ("plain", "tira tudo o que está atrás de mim", "bg=color:#ffffff"),
    ("office", "restaura o fundo original", "bg=none"),
    ("office", "volta com o fundo original", "bg=none"),
    # Desfoque
    ("plain", "desfoca o fundo", "bg=blur:0.6"),
    ("plain", "desfoque um pouco o fundo", "bg=blur:0.3"),
    ("plain", "deixa o fundo bem desfocado", "bg=blur:1.0"),
    ("plain", "deixe o fundo borrado", "bg=blur:0.6"),
    ("plain", "desfoca o fundo em 40%", "bg=blur:0.4"),
    ("plain", "coloca um desfoque leve no fundo", "bg=blur:0.3"),
    ("dressed", "tira o desfoque do fundo", "bg=none"),
    # Cortar
    ("plain", "corta os primeiros 5 segundos", "clips=5000-120000"),
    ("plain", "tira os cinco primeiros segundos", "clips=5000-120000"),
    ("plain", "remova os últimos dez segundos do vídeo", "clips=0-110000"),
    ("plain", "deixa só os primeiros doze segundos", "clips=0-12000"),
    ("plain", "mantém apenas de 0:10 até 0:20", "clips=10000-20000"),
    ("plain", "tira do segundo 5 ao 10", "clips=0-5000,10000-120000"),
    ("plain", "apaga tudo depois de 0:30", "clips=0-30000"),
    ("plain", "encurta o vídeo para 30 segundos", "clips=0-30000"),
    ("plain", "corta 3 segundos do começo", "clips=3000-120000"),
    ("plain", "corta os primeiros 2,5 segundos", "clips=2500-120000"),
    ("plain", "tira tudo menos os primeiros 10 segundos", "clips=0-10000"),
    ("plain", "corta o final", "nothing"),
    ("plain", "corta de 0:05 a 0:10", "nothing"),
    # Título
    ("plain", "adiciona o título “Olá a todos”", "titles=Olá a todos@0-3000 bottom"),
    (
        "plain",
        "coloca o texto «Bem-vindos» em cima durante cinco segundos",
        "titles=Bem-vindos@0-5000 top",
    ),
    ("plain", "escreve “Fim” no meio no final", "titles=Fim@117000-120000 middle"),
    ("plain", "mostra um título que diz “Oi” embaixo", "titles=Oi@0-3000 bottom"),
    (
        "plain",
        'coloca um título em cima que diz "Bem-vindos" de 2 a 6 segundos',
        "titles=Bem-vindos@2000-6000 top",
    ),
    ("plain", "adiciona um título", "nothing"),
    ("dressed", "tira o título", "titles="),
    ("dressed", "apaga todos os textos", "titles="),
    ("dressed", "muda o título para “Tchau”", "titles=Tchau@0-4000 bottom"),
    # Desfazer
    ("dressed", "desfaz a última alteração", "undone"),
    ("dressed", "Desfazer", "undone"),
    ("undone", "refaz a alteração", "redone"),
    ("plain", "que fundos você tem?", "nothing"),
    # Várias
    (
        "plain",
        "desfoca o fundo e corta os primeiros 5 segundos",
        "bg=blur:0.6; clips=5000-120000",
    ),
    (
        "plain",
        "tira os últimos 10 segundos, depois me coloca num escritório",
        "bg=scene:office; clips=0-110000",
    ),
    (
        "plain",
        "Deixe o fundo preto, adicione o título “Notícias” embaixo e tire os primeiros 2 segundos.",
        "bg=color:#000000; titles=Notícias@0-3000 bottom; clips=2000-120000",
    ),
)

TRAPS: tuple[tuple[str, str], ...] = (
    ("plain", "não apague o fundo"),
    ("plain", "não mexa no fundo"),
    ("dressed", "não tires o título"),
    ("plain", "não corte os primeiros 5 segundos"),
    ("plain", "tira a música de fundo"),
    ("plain", "desfoca o meu rosto"),
    ("plain", "desfoca o fundo e o meu rosto"),
    ("plain", "coloca um escritório na minha frente"),
    ("plain", "coloca uma praia de fundo"),
    ("plain", "aumenta o volume e deixa o fundo azul"),
    ("plain", "me coloca uma camisa azul"),
    ("plain", "como desfoco o fundo?"),
    ("plain", "não apague o fundo e corte os primeiros 5 segundos"),
    ("plain", "corta o barulho de fundo"),
    ("plain", "me coloca no meu escritório"),
    ("plain", "não quero o fundo desfocado"),
    ("plain", "sem mexer no fundo, tira o ruído"),
)
