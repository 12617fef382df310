"""The agent's sentences in Russian, for what `words_ru` can ask for; others are said in English."""

from engine.agent.languages.names_ru import COLORS
from engine.agent.phrase_table import PhraseTable

_SENTENCES: dict[str, str] = {
    # Background
    "background_set": "Фон теперь {after}, на всём видео ({length}); раньше был {before}.",
    "background_removed": (
        "Исходного фона больше нет: на всём видео ({length}) теперь просто белый. Назовите сцену"
        " или цвет, или скажите «прозрачный фон», если так лучше."
    ),
    "background_restored": "Исходный фон вернулся; до этого был {before}.",
    "background_is_so": "Фон уже {now}, так что ничего не изменилось.",
    "background_is_original": "Исходный фон на месте, так что ничего не изменилось.",
    "background_stays": "Фон остаётся как есть: {now}.",
    "background_transparent": (
        "Фон теперь прозрачный; раньше был {before}. Получится файл WebM, отправленный как файл:"
        " MP4 не может быть прозрачным."
    ),
    "ask_which_background": "Что должно быть за вами? Например:",
    "ask_remove_which": (
        "Сейчас фон {now}. Вернуть исходный или поставить что-то другое? Например:"
    ),
    "ask_send_picture": ("Сначала пришлите картинку, потом скажите: «поставь эту картинку фоном»."),
    "ask_no_such_picture": "У меня нет картинки с именем {name}. Сначала пришлите её.",
    "not_a_picture": "{name} не картинка; фоном может быть только картинка.",
    "blur_limits": "Размытие бывает от 1% до 100%.",
    "scenes": "Вот фоны, которые у меня есть. Назовите один или пришлите свою картинку:",
    # Trim
    "trim_kept": "Оставлено с {start} до {end}: видео длилось {before}, теперь {after}.",
    "trim_cut": "Вырезано с {start} до {end}: видео длилось {before}, теперь {after}.",
    "trim_cut_two": (
        "Вырезано с {start} до {end} и с {start2} до {end2}: видео длилось {before}, теперь"
        " {after}."
    ),
    "trim_nothing": "Видео длится всего {length}, так что резать было нечего.",
    "trim_all": "Ничего не останется: видео длится {length}.",
    "trim_longer": "Видео длится {length}, и сделать его длиннее я не могу.",
    "trim_tiny": "Останется меньше десятой доли секунды.",
    "trim_overlap": "Эти части пересекаются, поэтому вырезать обе я не могу.",
    "time_outside": "{at} за пределами видео, которое длится {length}.",
    "time_order": "{start} не раньше, чем {end}.",
    "ask_keep_or_cut": "С {start} до {end}: оставить или вырезать? Например:",
    "ask_which_part": "Видео длится {length}. Какую часть оставить? Например:",
    # Title
    "title_added": "Добавлен заголовок {text} с {start} до {end}, {position}.",
    "title_cut_short": "Дольше он не может быть виден: видео длится {length}.",
    "title_removed": "Заголовок {text} убран.",
    "title_lost": "Заголовок {text} был в вырезанной части, так что его тоже нет.",
    "title_none": "Заголовка нет, так что ничего не изменилось.",
    "title_changed": "В заголовке было {before}, теперь {after}.",
    "title_is_so": "В заголовке уже {text}.",
    "title_times": "Эти времена заголовка не сочетаются.",
    "ask_title_text": "Что должно быть в заголовке? Напишите слова в кавычках, например:",
    "ask_title_there": (
        "Заголовок {text} в это время уже {position}. Измените его или поставьте новый в другом"
        " месте:"
    ),
    "ask_no_such_title": "Такого заголовка нет. Есть: {texts}.",
    "ask_which_title": "Заголовков больше одного: {texts}. Скажите, какой.",
    # Talk
    "undone": "Последнее изменение отменено.",
    "undo_nothing": "Отменять пока нечего.",
    "redone": "Изменение возвращено.",
    "redo_nothing": "Возвращать нечего.",
    "reset": "Всё как вы прислали: {length}, исходный фон, без заголовков.",
    "reset_nothing": "Всё и так как вы прислали.",
    "help": (
        "По-русски я могу поставить другой фон (сцену, цвет, размытие, вашу картинку), вырезать"
        " части и добавлять заголовки; по-английски и по-китайски умею больше. Например:"
    ),
    "praise": "Пожалуйста.",
    "ready": "Всё готово. Скажите, что сделать с видео, например:",
    "greeting": "Здравствуйте! Скажите, что сделать с видео, например:",
    "greeting_no_clip": "Здравствуйте! Пришлите видео и скажите, что с ним сделать, например:",
    "nothing_changes": "Хорошо, всё остаётся как есть.",
    "left_background": "Фон остаётся как есть.",
    "left_trim": "Длина остаётся как есть.",
    "left_title": "Заголовки остаются как есть.",
    "left_talk": "Это остаётся как есть.",
    # Files
    "cut_short": "У файла {name} нет конца; беру то, что дошло ({length}).",
    # Refusals
    "no_clip": "Сначала пришлите видео; из одних слов сделать его я не могу. Потом, например:",
    "no_place": "Такого места у меня нет: {place}.",
    "cannot_partly": "Фон один на всё видео; изменить его для части я не могу.",
    "cannot": "Я не знаю, как это сделать: {clause}.",
    "cannot_part": "Эту часть сделать не могу: {clause}.",
    "unclear_two_ways": "Это можно понять по-разному. Скажите иначе, например:",
    "unclear_order": "Не ясно, как сочетаются эти разрезы. Пришлите их по одному, например:",
    "unclear_not": "Не ясно, чего именно не делать. Скажите двумя сообщениями, например:",
    "unclear_backgrounds": "Это два фона. Какой поставить? Например:",
    "unclear_too_long": "Это слишком длинно для меня. Скажите одной-двумя фразами, например:",
    "nothing_changed": "Ничего не изменилось.",
    "for_example": "Например:",
    "three_things": "Вот что я могу:",
}

TABLE = PhraseTable(
    sentences=_SENTENCES,
    backdrops={
        "original": "исходный",
        "blur light": "слегка размытый",
        "blur normal": "размытый",
        "blur strong": "сильно размытый",
        "color": "сплошной {name}",
        "green": "хромакей",
        "gradient": "градиент ({name})",
        "transparent": "прозрачный",
        "image": "ваша картинка {name}",
        "video": "ваше видео {name}",
    },
    spots={
        "top": "вверху",
        "middle": "по центру",
        "bottom": "внизу",
        "top left": "вверху слева",
        "top right": "вверху справа",
        "middle left": "по центру слева",
        "middle right": "по центру справа",
        "bottom left": "внизу слева",
        "bottom right": "внизу справа",
    },
    terms={},
    suggestions={
        "scene": "перенеси меня {scene}",
        "gradient": "поставь фоном тёмно-синий градиент",
        "color": "сделай фон синим",
        "picture": "поставь эту картинку фоном",
        "blur": "размой фон",
        "restore": "верни исходный фон",
        "keep": "оставь только первые {seconds}",
        "cut": "убери последние {seconds}",
        "range": "оставь с 0:00 до {end}",
        "title": "добавь заголовок “Новости понедельника” снизу на {seconds}",
        "title_top": "добавь заголовок “Новости понедельника” сверху",
        "retitle": "измени заголовок на “Новости вторника”",
        "untitle": "убери все заголовки",
    },
    after_a_file={"picture": "{suggestion} (когда пришлёте её)"},
    second="{amount} секунду",
    seconds="{amount} секунд",
    few_seconds="{amount} секунды",
    minutes="{minutes} мин",
    minutes_seconds="{minutes} мин {amount} с",
    times="{amount}×",
    quotation="«{text}»",
    joint=" ",
    scenes={
        "office": "офис",
        "home_office": "домашний кабинет",
        "bookshelf": "книжный шкаф",
        "meeting_room": "переговорная",
        "studio": "студия",
        "loft": "лофт",
        "cafe": "кафе",
        "classroom": "школьный класс",
        "news_desk": "студия новостей",
        "kitchen": "кухня",
        "terrace": "терраса",
    },
    places={
        "office": "в офис",
        "home_office": "в домашний кабинет",
        "bookshelf": "на фон книжного шкафа",
        "meeting_room": "в переговорную",
        "studio": "в студию",
        "loft": "в лофт",
        "cafe": "в кафе",
        "classroom": "в школьный класс",
        "news_desk": "в студию новостей",
        "kitchen": "на кухню",
        "terrace": "на террасу",
    },
    colors={color: names.split(",")[0] for color, names in COLORS.items()},
)
