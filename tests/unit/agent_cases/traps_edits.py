"""Traps about time, frame, sound, light, logos and captions: one a line, said to a clip in an
office that has a song under it, a title and a logo. Nothing of this may change the draft.
"""

LINES = """\
don't speed it up
don't mute it
please don't rotate the video
don't make it vertical
don't touch the sound
don't make it brighter
speed up my voice
speed up the title
slow down the music
make the music faster
reverse the music
reverse the title
play the music backwards
make my voice deeper
make the logo louder
mute the title
mute the logo
mute the background
make the background louder
make the office louder
make the office brighter
make the background warmer
brighten the background
blur the title
rotate the title
rotate the logo
rotate me
mirror the title
flip the logo
mirror the background
make the logo red
make the music red
fade the logo
fade the background
fade me out
fade to red
fade to white
crossfade the clips
make the captions bigger
make the captions yellow
translate the captions
move the captions to the top
move the music to 0:10
start the music at 0:10
cut the music at 0:20
cut the title
trim the music to 10 seconds
trim the title
make the video three times
make it 3 times
make it 2
2
2x
50%
90
90 degrees
left
right
smaller
bigger
half
twice
up
down
in
louder than the music
as loud as possible
as bright as possible
as fast as the wind
faster than light
is it too dark?
is it too loud?
why is it so dark
was it too quiet?
could it be louder?
what would it look like vertical?
should I make it square?
is 9:16 better?
which is better, 9:16 or 1:1?
make it 9:16 or 1:1
make it 3:2
make it 21:9
make it round
make it taller
make it wider
zoom in
zoom in on me
crop my head
crop me out
crop the left side
cut off my head
cut out the left half
move me
move me up
move me to the top
move me behind the desk
move me next to the lamp
put me between the plants
make my head bigger
make my nose smaller
make the person behind me smaller
put my logo on my shirt
put my logo behind me
put my logo everywhere
put the logo in the middle of the screen
use my logo as a hat
a logo with a red border
remove the logo from my shirt
remove the music from my voice
remove the voice from the music
remove the sound of the wind
remove the echo
add an echo
add applause
add a beep at 0:10
mute 0:10 to 0:20
mute the first 5 seconds
make the last 5 seconds louder
make the first half louder
make the first 10 seconds brighter
make the first 10 seconds black and white
make the middle faster
make the best part slower
speed up the boring parts
freeze me
freeze the background
freeze it
pause
hold on
stop the video
stop the music at 0:10
loop the video
loop the music 3 times
repeat the video twice
play it twice
play it again
play
duck
mirror mirror on the wall
flip a coin
normalise my face
balance the colors
level the horizon
straighten the horizon
even
warm me up
cool
cool down
lighten the mood
brighten my day
turn it
turn it on
turn it off
turn it around
turn me around
turn me into a cat
turn the light off
turn the lights on
turn the page
increase it
increase the speed of the music
increase the size
raise the bar
lower
more
more light on my face
more people
more books
less me
contrast
brightness
saturation
volume
speed
music
logo
captions
vertical video is bad
square root
portrait of me
landscape behind me
put me in a landscape
put me in a portrait
put me in a song
make a song
make some music
write a song
find me a song
add a famous song
add sad music
add music by Mozart
use the music from my last video
use the sound of the second clip
use the second clip
put the second clip behind the title
put the second clip in the corner
swap me and the title
swap the title and the logo
swap faces
reverse the order of the words
put the title first
put the music first
put me first
put the end at the start
join us
join the meeting
merge the title and the logo
show the logo for 5 seconds
show the logo at the end
the title is too small
the logo is too big
the music is bad
the picture is nice
the sound is good
I am loud
I am in black and white
I am on the left
they are smaller
redo the title
redo the office
undo the music
undo the second change
what is louder?
what did you do to my hair
what can I do about the noise
标题加速
音乐加速
音乐倒放
把音乐放慢
标题静音
背景静音
背景大声一点
背景亮一点
背景暖一点
背景翻转
背景旋转
标题旋转90度
标题翻转
标志旋转
把我旋转90度
把我静音的脸
前5秒静音
前5秒亮一点
前5秒黑白
静音10秒到20秒
最后5秒声音大一点
只加速无聊的部分
精彩部分慢动作
放大
缩小
大一点
小一点
左边
右边
亮
暗
快
慢
倍
两倍
一半
百分之五十
90度
旋转一点
转一下头
把头放大
把脸缩小
眼睛放大
把桌子移到左边
把后面的人移到右边
标志放到我衣服上
标志放到脸上
标志变红
字幕变黄
字幕大一点
字幕移到顶部
翻译字幕
声音好听一点
换个声音
把声音变成女声
去掉回声
去掉风声
加点掌声
加一首歌
找一首音乐
来点悲伤的音乐
音乐换一首
循环播放
循环三次
放三遍
暂停
停
淡
变
变色
调一下
调一下颜色
调一下声音
改一下比例
比例
比例改成3:2
做成圆形
做成3D
竖起来
横过来看
正方形的桌子
方形背景
黑白背景
彩色
不要静音
不要加速
别旋转
不要改成竖屏
别调亮度
别动声音
太吵了怎么办
为什么这么暗
是不是太暗了
会不会太快
能有多快
"""

ROWS: tuple[tuple[str, str], ...] = tuple(("full", line) for line in LINES.splitlines())
