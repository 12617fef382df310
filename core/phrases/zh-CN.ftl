### 简体中文。亲切、简短、直白：发生了什么，接下来怎么做。

## 初次见面
greeting =
    随时可以开始。把视频发到这里，或者说说你想做什么。
    试试：“去掉背景，换成办公室”、“背景虚化”、“只保留前10秒”。
greeting-local = 你的视频不会离开这台电脑。
greeting-bots = 你的视频只留在机器人自己的电脑上。
greeting-cloud = 你的视频在 Nemo 云端剪辑。
greeting-elsewhere = 你的视频在 { $host } 剪辑。
help =
    发一段视频，再说要怎么改，我就把成片发给你。比如：
    • 去掉背景，换成办公室
    • 背景虚化
    • 只保留前10秒
    • 加标题“周一新闻”，显示4秒
    然后说“导出”拿成片，“撤销”退回一步，“状态”看时间线，“新建”重新开始，“我的项目”回到以前的，“取消”停下来。
how-to-upload = 直接把视频发过来就行；MP4、MOV、AVI、WebM 最合适，最大 500 MB。

## 进行中
connecting = 正在连接…
connected = 正在连接… 好了！
fetching-link = ⏳ 正在读取你的链接…
fetching-clip = ⏳ 正在读取你的视频…
queued = 收到。你前面还有 { $place } 个任务，完成后就开始这个。
in-line = ⏳ 排队中：前面还有 { $ahead } 个视频，大约 { DURATION($seconds) }
looking-up = ⏳ 连接断了，正在查看剪辑是否已经完成…
editor-down = ⏳ 剪辑器暂时不可用。视频我先留着，会一直重试到它恢复。
editor-back = ⏳ 剪辑器恢复了，继续处理…
restarted = 抱歉久等了：我刚刚重启过。什么都没丢，正在继续处理你的视频。
session-rebuilt = 剪辑器丢失了这个项目，时间线要重新开始。我正在重新上传你的视频。
shrinking = ⏳ 正在压缩到聊天能发送的大小… { $percent }%
stage-upload = 上传
stage-edit = 剪辑
stage-render = 渲染
stage-download = 保存
upload-progress = ⏳ 上传 { $percent }%
working = ⏳ 正在处理…
still-working = ⏳ 还在处理…
still-working-for = ⏳ 还在处理…（{ $minutes } 分钟）
generating = ⏳ 正在生成视频，这可能要几分钟。
generated-raw = ⏳ 原始片段好了（1/2），正在加上音乐、标题和特效（2/2）…
rendering-start = ⏳ 渲染中，约30秒
rendering-percent = ⏳ { $percent }%
fetching = ⏳ 马上就好…

## 结果
generated-added = 先生成了片段，剪辑器又自己加上了：{ $things }。保留还是去掉？
video-shrunk = 已压缩，方便在聊天里发送。
video-link = 视频对这个聊天来说太大了，请用这个链接（一周内有效）：{ $link }
video-link-elsewhere = 视频对这个聊天来说太大了，请用这个链接（过一段时间会失效）：{ $link }
link-over = 这个链接已经打不开视频了。请让机器人再导出一次。
video-unknown = 视频应该已经在上面了。如果没有，点“导出”，我再发一次。
hint-vague = 小提示：说得越具体越好，“把背景换成办公室”比“弄好看点”更有效。
hint-footage = 小提示：光线充足、人物边缘清晰的画面，抠像最干净。
hint-credits-low = 积分不多了：还剩 { NUMBER($available, maximumFractionDigits: 0) }。一次剪辑大约要 50。
hint-account-ending = 这个免费账号一天之内就会到期，想保留的请先导出。
kept = 好的，保持原样。
cancel-late = 你喊停的时候已经做完了。可以撤销：
video-ready = ✅ 视频做好了！
video-caption = { DURATION($seconds) }，{ MEGABYTES($megabytes) }
claim-link = 保存这个项目：{ $link }
console-done = { $path } — { MEGABYTES($megabytes) }，用时 { DURATION($seconds) }
edit-done = 完成了。
edit-silent = 改动如下：
edit-unchanged = 什么都没变。请说得更具体一些，比如“把背景换成办公室”。
edit-lost = 我和剪辑器断开了联系，看不到有任何改动。如果还需要，请再说一遍。
change-added = 新增：{ $thing }
change-removed = 删除：{ $thing }
change-altered = 修改：{ $thing }
change-altered-how = 修改：{ $thing } – { $how }
change-and = { $first }，{ $second }
change-more = …还有 { $count } 处改动
thing-named = { $what }“{ $name }”
thing-renamed = { $what }“{ $before }” → “{ $after }”
thing-timed = { $thing }（{ $timing }）
aspect-changed = { $aspect } { $before } → { $after }
aspect-set = { $aspect } { $after }
aspect-gone = 不再有{ $aspect }
what-video = 视频
what-music = 音乐
what-title = 标题
what-track = 轨道
what-background = 背景
what-canvas = 画面尺寸
what-length = 时长
aspect-timing = 时间
aspect-volume = 音量
aspect-position = 位置
aspect-color = 颜色
aspect-strength = 强度
aspect-size = 大小
aspect-speed = 速度
aspect-reverse = 倒放
aspect-freeze = 定格
aspect-turn = 旋转
aspect-mirror = 镜像
aspect-framing = 取景
aspect-side = 位置（左右）
aspect-loudness = 响度
aspect-brightness = 亮度
aspect-contrast = 对比度
aspect-warmth = 色温
aspect-saturation = 饱和度
aspect-fade-in = 淡入
aspect-fade-out = 淡出
aspect-fade = 淡入淡出
aspect-corner = 角落
aspect-style = 样式
aspect-ducking = 说话时压低
aspect-light = 场景光线
value-seconds = { $amount } 秒
what-logo = 标志
what-captions = 字幕
next-steps = 说“导出”拿成片，“撤销”退回一步，或者告诉我下一步怎么改。

## 提问与快速回答
wish-local = 还没有可以处理的视频；只凭文字，我在这里生成不了视频。请发一段有人物的视频，再说要怎么改，比如“背景换成办公室”。
wish-costs = 还没有可以处理的视频。发一段来，再说要怎么改；或者，要我只凭文字生成一段视频吗？那要几分钟和大约 100 积分，你有 { NUMBER($available, maximumFractionDigits: 0) }。
wish-dropped = 好的，不生成了。随时可以发视频来。
error-link-streaming = { $site } 上的视频我取不到。如果你有权使用，请把视频存到设备上再发给我。
error-link-folder = 这个链接是一个文件夹。请分享视频文件本身的链接，并允许任何人打开。
button-dead = 这个按钮已经失效了。
projects-list = 你的项目，最新的在前。点一个就能继续：
projects-none = 你还没有项目。发一段视频开始吧。
project-line = { $title } – { AGO($seconds) }
project-untitled = 未命名
project-opened = 回到“{ $title }”。
project-gone = 这个项目已经不在了。
status-lost = 剪辑器里已经没有这个项目了。请重新发视频继续。
status-later = 现在连不上剪辑器，看不到时间线。
cancel-sent = 剪辑器已经在处理了，收不回来。有结果我会告诉你，到时可以撤销。
forget-ask = 要我删除这个聊天的所有内容吗：消息、项目和账号？删除后无法恢复。
forgetting = 正在处理。我先停下你的任务，然后删除所有内容。
forgotten = 好了，这个聊天的内容我什么都没有保留。
login-private = 请在和我的私聊里操作，不要在群里。
login-local = 在这里剪辑不需要账号。
login-how = 要用自己的账号，请发送 /login 加上访问密钥。只发 /login 就换回来。
login-done = 现在用的是你自己的账号。
login-done-group = 这个聊天现在用的是你的账号：这里任何人提出的要求都会用你的积分。
login-rejected = 剪辑器不接受这个访问密钥。请检查后再用 /login 发一次。
login-again = 我在用上你的访问密钥之前重启了，访问密钥我不会保存。请再发一次。
login-delete-yourself = 请现在就删除你那条带访问密钥的消息。
logged-out = 已换回机器人自己的账号。
settings-own-account = 现在用的是你自己的账号。只发 /login 就换回来。
settings-own-account-group = 这个聊天用的是你们当中一位带来的账号。
edit-too-late = 我已经按最初的说法开始了。请把新的要求单独发一条消息，我会接着处理。
ask-scenes = 有哪些场景
ask-what-to-do = 视频收到了。要怎么改？
idea-office = 把背景换成办公室
idea-blur = 背景虚化
idea-title = 加标题“你好”
button-export = 导出
button-undo = 撤销
button-status = 状态
button-credits = 积分
button-cancel = 取消
button-new = 新项目
button-projects = 我的项目
button-open = 打开
button-cancel-one = 收回
button-again = 再试一次
button-option = 就这样做
button-generate = 好，生成吧
button-drop-wish = 不用
button-keep = 保留
button-strip = 去掉
button-forget = 是的，全部删除
button-language = 语言
button-original = 以文件发送视频（原画质）
button-watch = 以可直接播放的视频发送
credits-local = 在这里剪辑是免费的，不用积分。
credits-balance = 你有 { NUMBER($available, maximumFractionDigits: 0) } 积分{ $frozen ->
    [0] {""}
   *[other] （其中 { NUMBER($frozen, maximumFractionDigits: 0) } 已为进行中的任务预留）
}。
credits-low = 积分不多了：一次剪辑大约要 50。
status-working = ⏳ 有 { $count } 个任务在进行或等待。
status-empty = 时间线还是空的。发一段视频开始吧。
cancelled = 已停止，不会再发送。
cancelling = { $count ->
    [1] 正在停止…
   *[other] 正在停止全部 { $count } 个任务…
}
cancel-nothing = 没有正在进行的任务。
new-project = 重新开始。发一段视频吧。
language-set = 我会说中文。
language-ask = 要我说哪种语言？我会：{ LANGUAGES($languages) }。
language-name = { LANGUAGES($language) }
language-unknown = 这种语言我还不会。我会：{ LANGUAGES($languages) }。
settings-summary = 语言：{ LANGUAGES($language) }。说“language English”或“语言 中文”可以切换。
settings-original = 视频以文件发送，保持原画质。
settings-watch = 视频可以在这里直接播放；应用可能会降低画质。

## 出了问题
error-internal = 我这边出了问题，已经记录下来。请再试一次。
error-interrupted = 已停止，没有写入任何文件。随时可以重新运行。
error-no-instruction = 请用引号告诉我要怎么改这段视频，比如“把背景换成办公室”。
error-clip = 这段视频用不了，请换一段试试。
error-clip-missing = 找不到这个视频。请检查文件名，或者重新发一次。
error-clip-empty = 这段视频是空的，里面没有画面。请重新保存或录制。
error-clip-unsupported = 我读不出这是视频。MP4、MOV、AVI、WebM 最合适，请存成其中一种再发来。
error-clip-damaged = 这段视频损坏或不完整。请重新保存或录制后再发来。
error-clip-too-large = 这段视频太大了：最多 { NUMBER($limit_mb, useGrouping: 0) } MB。请先剪短或压缩。
error-clip-too-large-to-fetch = 这个文件超过了我能从这个聊天里取到的 { NUMBER($limit_mb, useGrouping: 0) } MB。请作为视频而不是文件发送（应用会把它压小），或者剪短，或者发一个链接给我。
error-clip-too-large-to-fetch-door = 这个文件超过了我能从这个聊天里取到的 { NUMBER($limit_mb, useGrouping: 0) } MB。请在一天之内在这里上传，成片会发回这个聊天：{ $link }
error-clip-too-long = 这段视频太长，一次剪不完。请先剪短，只发需要的部分。
error-clip-resolution = 这段视频的分辨率太高。请存成 4K 或更低再发来。
error-clip-unreachable = 这个视频取不到。如果是链接，请确认任何人都能打开；或者直接发文件。
error-picture-unsupported = 这种图片在这里用不了。请存成 JPG 或 PNG 再发来。
error-picture-not-clip = 这是图片，我需要有人物的视频。请发视频，图片可以用来做背景。
error-captions = 这个文件里读不出字幕。请发送 UTF-8 编码、每行带时间、最多 2000 行的 SRT 文件。
error-captions-not-clip = 这是字幕，我还需要它对应的视频。请把视频和要求一起发来，字幕会加上去。
captions-words = 加字幕
error-sound-not-clip = 这里只有声音，我需要有人物的视频。请发视频。
error-no-room = 我这边存放视频的空间用完了。请告诉管理这个机器人的人，过一会儿再试。
error-output = 结果存不到那里。用 -o 换个位置，或者腾出一些空间。
error-backend = 剪辑器出了问题，请稍后再试。
error-backend-down = 现在连不上剪辑器，请过几分钟再试。
error-backend-answer = 剪辑器的回答我读不懂，请稍后再试。
error-outcome-unknown = 我和剪辑器断开了联系，不知道有没有做完。再试之前请先说“状态”看看。
error-rate-limited = 剪辑器正忙，请 { DURATION($wait_s) }后再试。
error-refused = 剪辑器拒绝了这个请求。换个说法，或者换短一点的视频。
error-agent = 剪辑器中途断了，请再说一遍。
error-account = 账号出了问题，请告诉管理这个机器人的人。
error-token-rejected = 机器人已经不能使用剪辑器了，请告诉管理这个机器人的人。
error-token-unavailable = 暂时拿不到免费账号，请稍后再试。
error-out-of-credits-registered = 积分用完了。请在账号里充值后再试。
error-out-of-credits-anonymous = 免费积分用完了。在这里注册就能继续，项目会保留：{ $link }
error-scope-missing = 机器人的账号{ $scope ->
    [read] 没有查看项目的权限
    [write] 没有剪辑的权限
    [upload] 没有上传视频的权限
    [render] 没有导出视频的权限
   *[other] 没有权限做这件事
}，请告诉管理这个机器人的人。
error-scope-missing-own = 你的访问密钥{ $scope ->
    [read] 没有查看项目的权限
    [write] 没有剪辑的权限
    [upload] 没有上传视频的权限
    [render] 没有导出视频的权限
   *[other] 没有权限做这件事
}。请换一个有权限的，再用 /login 发来。
error-token-rejected-own = 你自己的访问密钥已经不被接受了。请用 /login 发一个新的，或者只发 /login 换回机器人的账号。
error-out-of-credits-shared = 积分用完了。请告诉管理这个机器人的人，或者用 /login 换成你自己的账号。
error-export-blocked = 注册或升级套餐后就能导出。
error-session-lost = 剪辑器里已经没有这个项目了。请重新发视频继续。
error-render = 视频没能做出来，请再试一次。
error-nothing-to-render = 还没有可以导出的内容。发一段视频，再告诉我怎么改。
error-render-failed = 试了两次，视频都没能做出来。换短一点的视频或别的改法试试。
error-render-nobody = 我在这段视频里找不到人，所以没有人可以放到新背景前。请发一段能清楚看到人的视频，或说“撤销”保留原来的背景。
error-render-stalled = 视频太久没有进展，我把它停了。请再试一次。
error-download = 视频做好了，但我取不到。说“导出”再试一次。
error-delivery = 这条消息发不到聊天里，请再试一次。
error-delivery-forbidden = 我不能在这里发送视频。请让群管理员允许我发送媒体，然后说“导出”。
error-delivery-muted = 我不能在那个频道里发言：请让管理员允许我在那里查看频道、发送消息和上传文件，然后再说一次；如果已经改好，说“导出”就行。
error-delivery-too-large = 视频做好了，但降低画质后对这个聊天来说还是太大。比如说“只保留前60秒”，再导出一次。
error-chat-gone = 这个聊天已经收不到消息了。

## What Telegram shows of the bot
bot-description = 发一段有人物的视频给我，说说要怎么改，比如“去掉背景，换成办公室”。做好的视频会直接发回这里。
bot-short-description = 给视频里的人换一个背景。
command-help = 我能做什么，附例子
command-export = 导出当前项目的视频
command-status = 时间线上有什么，正在做什么
command-credits = 还剩多少积分
command-new = 开始新项目
command-projects = 回到以前的项目
command-cancel = 停止正在做的事
command-language = 选择语言
command-settings = 语言和视频画质
command-login = 使用自己的账号
command-forget = 删除这个聊天的所有内容

## Discord：命令、表单，以及换个方式才能做的事
command-name-edit = 剪辑
command-name-export = 导出
command-name-status = 状态
command-name-credits = 积分
command-name-new = 新项目
command-name-projects = 我的项目
command-name-cancel = 取消
command-name-language = 语言
command-name-settings = 设置
command-name-login = 登录
command-name-forget = 忘记我
command-name-help = 帮助
command-edit = 告诉我怎么处理一段视频
option-name-prompt = 要求
option-name-clip = 视频
option-prompt = 要做什么，例如：把背景换成办公室
option-clip = 视频；不附视频就继续剪当前项目
menu-edit-clip = 剪辑这段视频
form-edit-title = 剪辑这段视频
form-edit-words = 要怎么处理？
form-edit-example = 去掉背景，把我放到办公室里
form-edit-files = 还有要一起用的文件吗？
form-edit-files-hint = 用作背景的图片，或另一段视频
form-login-title = 你自己的账号
form-login-token = 你账号的访问密钥
form-login-hint = 别人看不到。留空则改回公用账号。
form-lost = 我刚才重启了，不记得是哪段视频了。请再打开一次“剪辑这段视频”。
answer-hidden = 我看不到这条消息：Discord 只让我看提到我的消息。请在消息里提到我，或使用 /剪辑。
clip-hidden = 我看不到你回复的那条消息。请打开它的菜单，选择“应用 › 剪辑这段视频”。
no-clip = 那条消息里没有视频。请在带视频的消息上使用，或用 /剪辑 发给我一段。

## The page
page-name = Backdrop
page-skip = 跳到消息框
page-scripts = 这个页面需要 JavaScript。请打开它，再重新加载页面。
page-new = 新项目
page-projects = 项目
page-projects-none = 你的项目会列在这里。
page-projects-open = 显示项目
page-projects-close = 隐藏项目
page-menu = 设置
page-language = 语言
page-theme = 外观
page-theme-system = 跟随设备
page-theme-light = 浅色
page-theme-dark = 深色
page-log-out = 退出登录
page-log-out-more = 你的项目会留在这个浏览器里，下一个在此登录的人也能看到。
page-log-out-all = 退出登录并删除我的项目…
page-log-out-ask = 要删除你的所有项目吗？
page-log-out-ask-more = 你会退出登录，所有项目和其中的消息、素材、成片都会永久删除。
page-log-out-yes = 删除并退出
page-working = 进行中
page-now = 刚刚
page-delete = 删除“{ $title }”
page-delete-ask = 要删除“{ $title }”吗？
page-delete-more = 其中的消息、素材和成片都会永久删除。
page-delete-yes = 删除
page-deleted = 已删除。
page-cancel = 取消
page-actions = 对这个项目的操作
page-messages = 消息
page-newer = 有新消息
page-person = 你：
page-bot = Backdrop：
page-welcome = 放一段视频，说说怎么改。
page-welcome-more = 给里面的人换个背景、剪短、加标题，成片就会出现在这里。
page-welcome-drop = 拖到页面任意位置，或粘贴链接。
page-choose = 选择视频
page-record = 录制
page-sample = 用示例试试
page-sample-clip = 示例视频
page-sample-making = 正在制作示例视频…
page-drop = 松手就行，放哪里都可以
page-ideas = 试试这样说
page-message = 你的消息
page-placeholder = 说说怎么改
page-placeholder-clip = 要怎么改？
page-attach = 添加视频或图片
page-send = 发送
page-sending = 正在发送…
page-waiting-clip = 上传完就会发出。
page-waiting-sample = 示例视频做好就会发出。
page-waiting-before = 等前一条消息先发出。
page-waiting-line = 连接恢复后就会发出。
page-clip-failed = 上传没有成功，所以这条还没有发出。
page-retry = 再试一次
page-remove = 移除
page-edit-again = 编辑
page-start-new = 用它开始一个新项目
page-action-of = { $action }：“{ $text }”
page-choose-first = 请先重新选择“{ $name }”，或者移除它。
page-remove-first = 请先移除“{ $name }”。
page-length = { $count } / { $limit } 个字符
page-language-later = 等上传完成后再换语言。
page-upload-of = 上传“{ $name }”
page-upload-sent = { $sent } / { $size }
page-upload-speed = { $speed }/秒
page-upload-left = 还剩 { $time }
page-upload-paused = 等待连接
page-upload-interrupted = 上传中断了。再选一次同一个文件，就从 { $percent } 继续。
page-upload-again = 重新选择
page-upload-failed = 这个文件没能上传。
page-upload-remove = 移除“{ $name }”
page-upload-announced = “{ $name }”上传好了。
page-too-large = “{ $name }”太大了：最大可以剪辑 { $size }。
page-lost = 连接断了。你发的内容先留在这里，之后会自动发出。
page-found = 连接恢复了。
page-failed = 没有成功，请再试一次。
page-original = 原片
page-result = 成片
page-view = 显示内容
page-compare = 对比
page-divider = 原片和成片之间的分隔线
page-divider-at = 原片占 { $percent }
page-preparing = 正在为这个浏览器准备原片… { $percent }
page-original-unplayable = 这个浏览器放不了原片。
page-play = 播放
page-pause = 暂停
page-mute = 静音
page-unmute = 取消静音
page-fullscreen = 全屏
page-fullscreen-leave = 退出全屏
page-time = 播放位置
page-video = 成片视频
page-download = 下载
page-picture = 剪辑画面
page-open-picture = 打开图片
page-clip = 视频“{ $name }”
page-gone = 这个文件已经不再保留。
page-not-loaded = 这个视频没能加载出来。
page-progress = { $stage }：{ $percent }
page-ready = 视频做好了
page-record-title = 录一段视频
page-record-more = 站在光线好的地方，周围留些空间。你点发送之前，什么都不会发出。
page-record-start = 开始录制
page-record-stop = 停止并使用
page-record-denied = 这里不能使用摄像头。请在浏览器里为这个页面允许，然后再试一次。
page-record-none = 没有可以录制的摄像头。
page-record-unsupported = 这个浏览器在这个页面上不能录制，请选择一段视频。

## What the page's requests are refused with
page-missing = 这里已经没有它了。请重新加载页面。
page-malformed = 页面发来的内容我读不懂。请重新加载页面，再试一次。
page-too-long = 内容太长了。请说得短一些，或分成几条发送。
page-slow = 网络太慢，没能收到。请再试一次。
page-upload-gone = 这条消息的一个上传文件已经不在了。请重新添加该文件。
page-upload-resumes = 上传中断了，会从停下的地方继续。
page-uploads-many = 还有很多文件正在上传。等其中一些传完，再添加这一个。
page-upload-named = 这个文件在你的一条消息里。删除它所在的项目时，它会一起删除。
page-share-full = 你的素材和视频已占满这里给你的空间。请删除不再需要的项目，再重新添加这段素材。
page-no-sample = 现在无法制作示例视频。请选择你自己的视频。
page-too-many-pages = 这个页面打开得太多了。请关闭其中几个标签页。
page-too-many-projects = 项目太多了。请先删除一个不再需要的，再重新发送。

## The page: who may come in
access-login = 登录
access-login-more = 知道密码的人才能使用这个页面。
access-password = 密码
access-wrong = 密码不对。
access-too-many-tries = 输错密码的次数太多了。请在{ DURATION($seconds) }后再试。
access-nothing-deleted = 你已不在登录状态，所以什么都没有删除。请重新登录，再选择一次。
access-logged-out = 你已不在登录状态。请重新打开页面登录。
access-no-name = 页面前面的登录服务没有说明你是谁。请在那里重新登录，或告诉管理这个页面的人。
access-wrong-host = 这个页面不使用当前的地址。请打开 { $link }。页面前面的代理必须原样传递人们打开的地址。
access-forwarded = 这个页面只供运行它的电脑使用，但有程序把它转给了别人。管理者要先设置 PUBLIC_URL 和 BACKDROP_WEB_PASSWORD。
access-foreign = 这个请求来自别的网站，所以没有执行。请打开 { $link } 操作。
access-too-many = 一下子太多了。请在{ DURATION($seconds) }后继续。
access-fault = 我这边出了点问题。请再试一次。

## The door: where clips are dropped for another chat
door-title = 把视频拖到这里
door-more = 它会像你直接发送一样进入你的聊天，结果也会发回那里。
door-asked = 你说的是：
door-drop = 也可以拖到这个页面的任何地方。
door-words = 换个说法（可不填）
door-send = 发到聊天里
door-sent-title = 已经到你的聊天里了
door-sent = 结果会发回那里。这个页面可以关掉了。
door-over-title = 这个链接已失效
door-over = 它已经用过、过了一天，或者那个聊天已经不在了。请把视频再发给机器人一次，它会给你新的链接。
door-share-full = 这个聊天通过这类链接收到的文件已占满给它的空间。文件满一天后会给新文件让位，请到时再试。
door-no-login = 访问密钥请直接在聊天里发，不要在这里填写。
