"""More traps, written when all other tables passed: one a line, said to a clip that was edited.

When they were first run, two of them changed the draft: "my office" (somebody's own, of which we
have no picture; put right) and "green" (a mere name, which is meant to be taken; not listed).
"""

LINES = """\
make the text background blue
put a blue background behind the text
put the title on a white background
2-3
10 to 20
drop the title to the bottom
change the title to something nicer
add a title that says my name
blur the background then remove it
make the first 5 seconds blue
make the title shorter
remove the title after 5 seconds
show the title at the beginning and the end
keep the title only
keep only the title
keep only me
keep me and the desk
remove everything
remove everything except the desk
remove the desk behind me
remove the stuff on my desk
blur the office
blur the people in the background
blur the background of the title
blur the background until 0:10
make the blur blue
use the first picture as the background
use both pictures as the background
use the video as background
put this picture at the top
put this picture in front of me
show this picture for 5 seconds
replace the picture with an office
replace the title with an office
replace the title with this picture
replace the sound with an office
replace the background noise with office noise
cut me
cut the background music
cut to black
cut to black at the end
fade to white at the end
end with a white screen
start with a black screen
start with the office
finish with the title 'Bye'
end at the office
cut the last word
cut the last sentence
cut the pauses
cut the first and last
cut the middle
cut the middle 5 seconds
keep the middle 10 seconds
keep 10 seconds from the middle
cut 5 seconds
trim it
trim 5 seconds
keep the best 10 seconds
loop it 3 times for 10 seconds
5 seconds of office, then blue
first an office, then blue
office for the intro and blue for the rest
half office half blue
the left half blue
a blue and white background
a blue or white background
not blue
no blue
anything blue
something blue
a bluish background
a blue-green background
a light background
a dark background
a brighter office
a bigger office
another office
a different office
the other office
my office
the oval office
the office from the show
office with people
office without people
an empty office
the office upstairs
open office
libre office
microsoft office
offices in london
work
room
scene
virtual
nice
screen
picture
first
5 seconds
top
"Hello"
yes
no
done
stop
cancel
more
less
stronger
again
do it again
the same again
do the same for the title
try another one
make it pop
make it nice
make me look good
make the office nice
clean the background
tidy up the room behind me
hide the mess
hide me
blur the mess on the table
replace my room with the next room
replace my chair
replace my wall
paint the wall blue
paint my nails red
change my hair color to blue
color correct the background
white balance
black bars at the top
white border around the background
shadow behind me
put a shadow behind me
add light behind me
add a window behind me
add an office worker behind me
add an office sound
add office noise in the background
add a background title "Hello"
add a background voice saying hello
say hello
say "hello" at 0:05
read the title aloud
title
title at the top
title case
subtitle everything
caption this
caption the video
describe the background
what is behind me?
who is behind me
is there an office behind me
can you see the office
do you like the office
I like the office
I want to go to the office
i want to be the office manager
put me in charge of the office
place an order for office chairs
show me the office
show me the original
show me the video
send it to the office
email the office
export to office
把标题的背景换成蓝色
把文字底色换成蓝色
把背景里的人去掉
把背景上的字去掉
背景换成动态的办公室
背景换成两个办公室
背景和衣服都换成蓝色
前半段换成办公室
视频开头换成办公室
从10秒开始换成办公室
剪掉没用的部分
剪掉口误
把最后一句剪掉
保留精彩部分
保留人物
只保留人声
只保留我
人物虚化
把人物换成办公室
把我换成办公室
虚化前5秒
标题虚化
标题放左边
标题5秒后消失
加一段音乐
加一段办公室的视频
加个办公室的声音
换个声音
换个衣服
换个人
换一个
再来一个
不是办公室
不要办公室
除了办公室都行
办公室怎么样
办公室好看吗
背景好看吗
可以换什么背景
有哪些背景
蓝天背景
白云背景
黑板背景
红墙背景
绿草地背景
粉笔字背景
金色背景
渐变蓝背景
半透明背景
公司背景
图书馆
办公桌
办公室门口
三秒
前面
后面
上面加个办公室
背景虚化很好
文字用这张图片做背景
put me in my office
把我放到我的办公室里
the first 5 seconds are boring
add 'Hi' 5 seconds before the end
keep the first 5 to 10 seconds
change it to something else
"""

ROWS: tuple[tuple[str, str], ...] = tuple(("dressed", line) for line in LINES.splitlines())
