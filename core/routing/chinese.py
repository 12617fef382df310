"""Traditional Chinese characters folded into simplified ones, as far as requests use them.

Owns the table. A character that has no row stays what it is, and so stays unknown to the grammar.
"""

from typing import Final

_PAIRS: Final = """
導导 匯汇 積积 餘余 狀状 態态 載载 傳传 發发 給给 視视 頻频 檔档 預预 覽览 專专 項项 幫帮 設设 點点
數数 還还 進进 語语 說说 話话 換换 題题 請请 問问 麼么 嗎吗 誰谁 錄录 復复 製制 關关 閉闭 開开 啟启
從从 頭头 來来 後后 處处 時时 間间 軸轴 線线 剛刚 繼继 續续 讓让 個个 這这 裡里 裏里 為为 質质 畫画
賬账 帳账 戶户 額额 費费 價价 錢钱 買买 會会 與与 無无 變变 該该 對对 樣样 覺觉 錯错 謝谢 煩烦 歡欢
愛爱 滿满 結结 終终 樂乐 學学 習习 選选 擇择 輸输 檢检 顯显 簡简 體体 國国 際际 廣广 東东 臺台 灣湾
當当 現现 場场 應应 業业 務务 記记 憶忆 電电 腦脑 機机 動动 號号 聯联 絡络 網网 頁页 鏈链 連连 轉转
讀读 寫写 圖图 標标 籤签 顏颜 聲声 響响 過过 達达 運运 遠远 邊边 遲迟 適适 鐘钟 長长 門门 隊队 階阶
難难 雖虽 離离 靈灵 類类 願愿 風风 飛飞 驗验 齊齐 幾几 準准 備备 夠够 儲储 參参 實实 單单 嗨嗨 麽么
軌轨 編编 輯辑 剪剪 帶带 僅仅 內内 別别 勞劳 區区 協协 吳吴 員员 啦啦 嘗尝 壞坏 壓压 夾夹 寶宝 將将
屬属 幹干 張张 強强 彈弹 徵征 懂懂 懶懒 戲戏 戰战 拋抛 擴扩 攝摄 攜携 斷断 曆历 條条 歲岁 殘残 決决
沒没 沖冲 淨净 湊凑 準准 滅灭 濾滤 獲获 環环 產产 畢毕 盡尽 監监 碼码 禮礼 種种 稱称 穩稳 範范 級级
細细 組组 統统 經经 維维 總总 織织 職职 與与 舊旧 藝艺 蘋苹 衝冲 補补 裝装 製制 規规 計计 訊讯 訓训
託托 許许 試试 詢询 詳详 認认 調调 論论 證证 識识 譯译 護护 貝贝 負负 責责 貼贴 資资 贈赠 贊赞 趕赶
車车 軟软 輕轻 較较 輛辆 農农 遊游 選选 遺遗 鍵键 鏡镜 闆板 陸陆 隱隐 雙双 須须 頓顿 領领 餵喂 馬马
駐驻 騰腾 麗丽 漢汉 華华 葉叶 貓猫 貨货 購购 賺赚 贏赢 慣惯 優优 偵侦 傷伤 億亿 儘尽 兩两 冊册 劃划
創创 刪删 劇剧 勝胜 勢势 勵励 喚唤 嘆叹 執执 報报 塊块 墊垫 增增 壽寿 夥伙 奪夺 奮奋 妝妆 嬰婴 孫孙
據据 瀏浏 歷历 銷销 註注 隨随 緻致 氣气 塗涂 亞亚 議议
"""

_TABLE: Final = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})


def simplified(token: str) -> str:
    """The token in simplified characters."""
    return token.translate(_TABLE)
