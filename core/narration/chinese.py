"""Whether a Chinese clause tells its reader to do something with an interface.

Owns the words and the judgement, as ``english`` does: an instruction begins with the act, after
words like "please" and "you can"; whatever has a subject of its own describes and stays.
Must not know what becomes of the clause.
"""

import re
from typing import Final

_LEAD: Final = re.compile(
    r"^[\s*\W]*(?:(?:请您?|您|你|可以|也|就|只需要?|只要|需要|然后|接着|再|并且?|现在|或者?|直接|记得|建议"
    r"|最后|首先|先|之后|随后|接下来|如需|如果需要|想要|要|能|可|便可|即可|通过|随时|都|还)[\s*]*)*"
)
_PREFACE: Final = re.compile(
    r"^\s*(?:如果|若|如|假如|要是|当|一旦|想要?|要)|(?:的话|时|后|之后|之前|以后)[，,]?\s*$"
)
_POINT: Final = re.compile(
    r"^(?:点击|单击|双击|右击|点选|轻点|点按|轻触|点一下|点“|点「|拖拽|拖动|拖放|拖到|滑动|勾选|长按|悬停)"
    r"(?!音(?!量|乐|频)|声|率|动画|特效|效果|赛)"
)
_PART: Final = (
    r"(?:按钮|面板|菜单|选项卡|标签页|侧边栏|侧栏|工具栏|图标|控制台|账户|账号|账单|页面|窗口|设置|时间线"
    r"|时间轴|素材库|媒体库|浏览器|网页|属性|检查器|下拉|滑块|界面|预览窗|播放键|快捷键|编辑器)"
)
_ACT: Final = re.compile(
    r"^(?:打开|点开|进入|前往|转到|跳转到|切换到?|切换至|查看|选择|选中|去|到|回到|使用|用|返回|登录|登陆|刷新"
    rf"|按下?|关闭|展开|找到|调整|预览)[^，。；]{{0,18}}?{_PART}"
)
_WITHIN: Final = re.compile(
    rf"^在[^，。；]{{0,14}}?(?:{_PART}|右上角|左上角|右下角|左下角)[^，。；]{{0,4}}?"
    rf"(?:预览|查看|点击|选择|找到|看到|调整|拖动|编辑|选中|移动)(?P<what>[^，。；]*)"
)
_PLACED: Final = re.compile(
    r"^(?:导出|下载|预览|保存|渲染|分享|撤销)(?:按钮|图标|选项)[^，。；]{0,4}(?:在|位于)"
)
_COMMAND: Final = re.compile(r"^(?:选择|选中|点|打开|进入|切换|拖|勾选|设置为|按)")
_CORNER_ONLY: Final = re.compile(r"^在[^，。；]{0,6}?[左右][上下]角")


def instructs(clause: str) -> bool:
    """Whether the clause is an instruction about an interface."""
    main = _main(clause)
    within = _WITHIN.search(main)
    if within:
        return not _CORNER_ONLY.search(main) or bool(re.search(_PART, within["what"]))
    return any(pattern.search(main) for pattern in (_POINT, _ACT, _PLACED))


def is_prelude(clause: str) -> bool:
    """Whether the clause cannot stand without the one after it."""
    main = _main(clause)
    return not main.strip(" ，,：:；;") or bool(_PREFACE.search(clause.strip()))


def is_command(clause: str) -> bool:
    """Whether the clause begins with an act that an interface knows ("选择 1080p")."""
    return bool(_COMMAND.search(_main(clause)))


def _main(clause: str) -> str:
    return _LEAD.sub("", clause)
