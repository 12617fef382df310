"""Portuguese words, of Brazil and of Portugal. One row per concept, as in `words_en`; accents may
be left out."""

from engine.agent.numerals import Numerals
from engine.agent.spelling import Spelling, bare_letters, counted

SPELLING = Spelling(
    variants=bare_letters,
    edges=frozenset(
        {"primeiros", "primeiras", "últimos", "últimas", "ultimos", "ultimas", "iniciais", "finais"}
    ),
)

WORDS: dict[str, str] = {
    "FILLER": (
        "o, a, os, as, um, uma, meu, minha, nosso, nossa, este, esta, esse, essa, isto, isso, "
        "por favor, pfv, pf, você pode, pode, podes, poderia, podias, consegue, consegues, quero, "
        "quero que, queria, gostaria de, gostaria que, eu quero, eu queria, preciso, preciso que, "
        "olá, oi, ok, bom, então, agora, obrigado, obrigada, me, simplesmente, todo o, toda a, "
        "eu gostaria de, eu gostaria que, dá para, dá pra, tem como, vamos, aí, aqui, aquela, "
        "você poderia, eu preciso, faz favor, se faz favor, lá, será que você pode"
    ),
    "MINE": "meu, minha, meus, minhas, nosso, nossa",
    "AND": "e, e também, e ainda",
    "SEP": "depois, e depois, em seguida, e em seguida, também, mas, além disso, e então",
    "ORDER": "primeiro, por último, por fim, finalmente, em primeiro lugar",
    "NEG": "não, nunca, não quero que, não é para, não precisa, sem, não me, não é preciso",
    "NO": "sem, não quero, não quero o, nada de",
    "REMOVE": (
        "remove, remova, remover, removas, tira, tire, tirar, tires, apaga, apague, apagar, "
        "apagues, "
        "elimina, elimine, eliminar, elimines, exclui, exclua, excluir, retira, retire, retirar, "
        "retires, deleta, delete, deletar, exclui, some com, arranca, suprime, remove-me"
    ),
    "CUT": "pula, pule, pular, salta, descarta, descarte, descartar, ignora",
    "SNIP": "corta, corte, cortar, cortes, recorta, recorte, recortar, corta-me",
    "TRIM": (
        "encurta, encurte, encurtar, reduz, reduza, reduzir, corta, corte, cortar, deixa, deixe, "
        "limita, limite, diminui, diminua"
    ),
    "KEEP": (
        "mantém, mantenha, manter, deixa, deixe, deixar, guarda, guarde, guardar, conserva, "
        "conserve, fica com, fique com, ficar com, preserva, preserve, mantenha apenas"
    ),
    "ONLY": "só, somente, apenas, unicamente, só com",
    "REPLACE": (
        "troca, troque, trocar, troques, muda, mude, mudar, mudes, substitui, substitua, "
        "substituir, substituas, altera, altere, alterar, alteres, modifica, modifique, "
        "transforma, transforme, transformar, converte, converta"
    ),
    "MAKE": (
        "deixa, deixe, deixar, faz, faça, fazer, põe, ponha, pôr, coloca, coloque, colocar, torna, "
        "torne, tornar, bota, bote, pinta, pinte, pintar, mete, quero, queria, faz com que, "
        "faça com que, que, gostaria, quero que"
    ),
    "USE": (
        "usa, use, usar, uses, utiliza, utilize, utilizar, coloca, coloque, colocar, coloques, "
        "põe, "
        "ponha, pôr, bota, bote, botar, adiciona, adicione, adicionar, aplica, aplique, aplicar, "
        "quero, queria, me dá, mete, meta, meter, insere, insira, acrescenta, acrescente, escolhe, "
        "escolha, gostaria de ter, põe-me, preciso de"
    ),
    "ADD": (
        "adiciona, adicione, adicionar, adiciones, coloca, coloque, colocar, põe, ponha, pôr, "
        "escreve, escreva, escrever, mostra, mostre, mostrar, insere, insira, inserir, acrescenta, "
        "acrescente, acrescentar, bota, bote, botar, inclui, inclua, incluir, exibe, exiba, "
        "exibir, "
        "quero, mete, cria, crie, criar, coloques, queria"
    ),
    "PUTME": (
        "me coloca, me coloque, coloca-me, coloque-me, me põe, me ponha, põe-me, ponha-me, "
        "me bota, "
        "me bote, me leva, leva-me, me leve, senta-me, me senta, me insere, coloca a pessoa, "
        "coloque a pessoa, me transporta, me transporte, mete-me, me teletransporta, me colocar, "
        "me mostra, mostra-me, me pôr, faz parecer que estou, faça parecer que estou, coloca eu"
    ),
    "WANTBE": (
        "quero estar, queria estar, gostaria de estar, quero aparecer, quero ficar, "
        "eu quero estar, eu quero aparecer, gostaria de aparecer, eu quero ficar, queria aparecer"
    ),
    "BECOME": (
        "por, pelo, pela, para, em, de, com, seja, como, num, numa, pra, fique, para o, ficar"
    ),
    "BLUR": (
        "desfoca, desfoque, desfocar, desfoques, borra, borre, borrar, embaça, embace, embaçar, "
        "esbate, esbater, desfoca-me, blura, blurrar, esfuma"
    ),
    "BLURRED": (
        "desfocado, desfocada, borrado, borrada, embaçado, embaçada, turvo, esbatido, difuso, "
        "esfumado"
    ),
    "BLURNOUN": "desfoque, blur, efeito de desfoque, efeito desfocado, desfocagem, efeito blur",
    "DEGREE light": (
        "um pouco, levemente, ligeiramente, um pouquinho, suavemente, leve, ligeiro, suave, pouco, "
        "de leve, um bocadinho"
    ),
    "DEGREE normal": "moderadamente, moderado, médio, normal",
    "DEGREE strong": (
        "muito, bem, bastante, fortemente, forte, mais, muito mais, intensamente, intenso, "
        "completamente, totalmente, ao máximo, no máximo, demais, por completo, muitíssimo"
    ),
    "BYWORD": "em, a, uns",
    "TOUCH": "toques, toque, tocar, mexas, mexa, mexer, mexe, mudes, alteres, mexa no, mexas no",
    "CUTMEOUT": (
        "me recorta, recorta-me, recorte-me, recorta a pessoa, recorte a pessoa, me recorte"
    ),
    "RESTORE": (
        "restaura, restaure, restaurar, recupera, recupere, recuperar, volta com, volte com, "
        "devolve, devolva, volta para, volte para, volta ao, volte ao, repõe, repor, "
        "traz de volta, "
        "traga de volta, voltar para, voltar ao, reponha, quero de volta"
    ),
    "BACK": "de volta, de novo, novamente, outra vez",
    # O fundo
    "BACKGROUND": (
        "fundo, fundos, plano de fundo, cor de fundo, imagem de fundo, cor do fundo, cenário, "
        "o fundo, papel de parede"
    ),
    "ASBACKGROUND": (
        "de fundo, como fundo, no fundo, como plano de fundo, ao fundo, para fundo, "
        "como o fundo, de plano de fundo, no plano de fundo, como imagem de fundo"
    ),
    "BEHINDME": (
        "atrás de mim, detrás de mim, por trás de mim, atrás de nós, atrás da pessoa, atrás"
    ),
    "STUFF": "tudo o que está, o que está, tudo que está, tudo, o que há, o que tem, tudo o que há",
    "ORIGINAL": "original, originais, inicial, verdadeiro",
    "OLD": "atual, atuais",
    "QUALITY": (
        "moderno, moderna, bonito, bonita, elegante, profissional, virtual, "
        "arrumado, arrumada, limpo, limpa, acolhedor, acolhedora, realista, iluminado, iluminada"
    ),
    "PLAIN": "liso, lisa, sólido, sólida, puro, todo, inteiro, uniforme",
    "COLORWORD": "cor, de cor, na cor, da cor, a cor, em cor, tom",
    "GREENSCREEN": "tela verde, chroma key, chroma, ecrã verde, croma",
    "IN": "em, num, numa, no, na, dentro de, dentro do, dentro da, para, ao, à, a",
    "BEFORE": (
        "em frente de, em frente a, na frente de, diante de, frente a, à frente de, em frente à"
    ),
    "ON": "sobre, em, no, na, num, numa, em cima de",
    "OF": "de, do, da, no, na, com, em, ao",
    "OWN": "própria, última, mais recente",
    "PICTURE": "foto, imagem, fotografia, captura, figura",
    "SENT": (
        "que enviei, que te enviei, que mandei, que te mandei, que eu mandei, que eu enviei, "
        "que acabei de enviar, que acabei de mandar, enviada, anexada, em anexo, "
        "que eu acabei de mandar, que carreguei, que eu te mandei"
    ),
    "GRADIENT": "degradê, gradiente, degradé, dégradé, degrade",
    "TRANSPARENT": "transparente",
    "VIDEO": "vídeo, clipe, clip, filme, gravação, o",
    "OFVIDEO": (
        "do vídeo, do clipe, no vídeo, na tela, da tela, no ecrã, do ecrã, ao vídeo, da imagem, "
        "do meu vídeo, na imagem, no meu vídeo, deste vídeo"
    ),
    # O tempo
    "FIRST": "primeiros, primeiras, primeiro, primeira",
    "LAST": "últimos, últimas, último, última",
    "FROM": "de, do, dos, desde, desde o, a partir de, a partir do, a partir dos, da",
    "FROMSTART": "do início, desde o início, do começo, desde o começo, do princípio",
    "TO": "a, ao, até, até o, até ao, até os, aos, à, até aos",
    "TOEND": "até o fim, até o final, até ao fim, até ao final, em diante, até o fim do vídeo",
    "UNTIL": "até, até o, até ao, até os, antes de, antes do, antes dos, até aos",
    "AFTER": "depois de, depois do, depois dos, após, após o, após os, a partir de, a partir do",
    "BETWEEN": "entre, entre o, entre os",
    "PART": "parte, trecho, pedaço, seção, fragmento, secção, segmento, intervalo, tudo",
    "EXCEPT": "menos, exceto, salvo, com exceção de",
    "EDGE": "início, começo, fim, final",
    "DOWNTO": "para, em, a, até, pra, para só, com, para apenas",
    "LONG": "de duração, de comprimento",
    "THROUGHOUT": (
        "o tempo todo, durante todo o vídeo, o vídeo todo, durante o vídeo todo, todo o vídeo, "
        "do início ao fim, em todo o vídeo, o vídeo inteiro, durante o vídeo inteiro, "
        "do começo ao fim, no vídeo todo"
    ),
    "DURING": "durante, nos, em, durante os, por",
    "FOR": "durante, por, de, com duração de, com a duração de, uns, que dure",
    "AT": "aos, em, no, a partir de, a partir do, a partir dos, desde, ao, nos, à",
    "ATSTART": (
        "no início, no começo, do início, do começo, no início do vídeo, no começo do vídeo, "
        "do início do vídeo, do começo do vídeo, no princípio, ao início"
    ),
    "ATEND": (
        "no fim, no final, do fim, do final, no final do vídeo, do final do vídeo, no fim do vídeo"
    ),
    # O título
    "TITLE": "título, texto, letreiro, legenda de título, cabeçalho, frase, rótulo, o texto",
    "TITLES": "títulos, textos, todos os títulos, todos os textos, letreiros",
    "SAYS": (
        "dizendo, que diz, que diga, com o texto, com as palavras, escrito, a dizer, com a frase, "
        "chamado"
    ),
    "COLON": ":",
    "AS": "como, de",
    "POSITION top": (
        "em cima, no topo, na parte de cima, no alto, na parte superior, lá em cima, acima, "
        "no topo da tela"
    ),
    "POSITION middle": (
        "no meio, no centro, ao centro, centralizado, centrado, ao meio, bem no meio"
    ),
    "POSITION bottom": (
        "embaixo, em baixo, na parte de baixo, na parte inferior, lá embaixo, no rodapé, abaixo, "
        "na base"
    ),
    "CORNER top left": (
        "no canto superior esquerdo, em cima à esquerda, no topo à esquerda, no topo esquerdo"
    ),
    "CORNER top right": "no canto superior direito, em cima à direita, no topo à direita",
    "CORNER bottom left": "no canto inferior esquerdo, embaixo à esquerda, em baixo à esquerda",
    "CORNER bottom right": "no canto inferior direito, embaixo à direita, em baixo à direita",
    # A conversa
    "UNDO": (
        "desfaz, desfaça, desfazer, desfaz isso, desfaça isso, desfaz a última alteração, "
        "desfaça a última alteração, desfazer a última alteração, volta atrás, volte atrás, "
        "anula, anular, anula isso, cancela a última alteração, um passo atrás, desfaz o último, "
        "desfaça a última mudança, desfaz a última mudança, desfaz a última edição, "
        "desfaça a última edição, volta um passo, volte um passo, reverte, reverta, "
        "desfaz a última coisa, anula a última alteração, cancela isso, reverta isso"
    ),
    "REDO": (
        "refaz, refaça, refazer, refaz isso, refaça a alteração, refaz a alteração, refaça isso"
    ),
    "RESETALL": (
        "recomeça, recomeçar, recomece, desfaz tudo, desfaça tudo, desfazer tudo, "
        "começa de novo, comece de novo, volta ao vídeo original, volte ao vídeo original, "
        "começar de novo, desfaz todas as alterações, remove todas as alterações, "
        "remova todas as alterações, começar do zero, comece do zero"
    ),
    "SCENELIST": (
        "cenas, que cenas há, quais cenas, quais são as cenas, que fundos há, "
        "quais fundos você tem, "
        "lista de cenas, lista de fundos, mostra os fundos, mostre os fundos, mostra as cenas, "
        "mostre as cenas, que fundos tens, quais fundos tem, quais cenas você tem, "
        "me mostra os fundos, me mostre os fundos, quais são os fundos, que fundos você tem"
    ),
    "HELP": (
        "ajuda, me ajuda, o que você faz, o que você pode fazer, o que sabes fazer, como funciona, "
        "o que podes fazer, o que dá para fazer, o que você sabe fazer, ajuda-me, "
        "como isso funciona"
    ),
    "PRAISE": (
        "obrigado, obrigada, muito obrigado, muito obrigada, perfeito, ótimo, muito bom, legal, "
        "excelente, ficou bom, ficou ótimo, adorei, está ótimo, valeu, muito bem, que bom"
    ),
    "GREETING": "olá, oi, bom dia, boa tarde, boa noite, e aí",
    "NOTHING": (
        "nada, deixa assim, deixa como está, deixa pra lá, esquece, não faças nada, não faça nada, "
        "não mude nada, não mudes nada, deixe como está, deixe assim, não mexa em nada"
    ),
    "ASIS": "como está, assim, tal como está, do jeito que está, igual, sem alterações",
}

NUMERALS = Numerals(
    units_ms={
        **dict.fromkeys(("segundo", "segundos", "seg", "segs", "s"), 1000),
        **dict.fromkeys(("minuto", "minutos", "min"), 60_000),
    },
    numbers={
        **counted(
            "zero, um, dois, três, quatro, cinco, seis, sete, oito, nove, dez, onze, doze, "
            "treze, catorze, quinze, dezesseis, dezessete, dezoito, dezenove, vinte"
        ),
        **{"uma": 1, "duas": 2, "tres": 3, "quatorze": 14, "dezasseis": 16, "dezassete": 17},
        **{"trinta": 30, "quarenta": 40, "cinquenta": 50, "sessenta": 60, "noventa": 90},
    },
    factors={},
    times=frozenset(),
    percent=frozenset({"%"}),
    letter_units_ms={"m": 60_000},
    unit_first=frozenset({"segundo", "minuto", "segundos"}),
    half=("meio",),
    and_a_half=("e meio", "e meia"),
    and_=frozenset({"e"}),
    by=frozenset(),
    minus=frozenset({"-"}),
)
