"""Kanji variants: the forms of a character that names and old spellings have, folded to the one in common use.

Old forms are those that the list of jōyō kanji (2010) gives in brackets; variants of names are those that Japanese
family registers and business cards have most. Variation selectors and the compatibility characters that Unicode
decomposes are normalised elsewhere.
"""

from __future__ import annotations

import re
from typing import Final

# Each group: the form in common use, then those that are folded to it.
_OLD_FORMS = """
亜亞 悪惡 圧壓 囲圍 医醫 為爲 壱壹 稲稻 飲飮 隠隱 営營 栄榮 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷 応應 欧歐
殴毆 桜櫻 奥奧 横橫 温溫 穏穩 仮假 価價 画畫 会會 絵繪 壊壞 懐懷 概槪 拡擴 殻殼 覚覺 学學 岳嶽 楽樂
渇渴 缶罐 巻卷 陥陷 勧勸 寛寬 関關 歓歡 観觀 気氣 帰歸 偽僞 戯戲 犠犧 旧舊 拠據 挙擧 虚虛 峡峽 挟挾
狭狹 郷鄕 暁曉 区區 駆驅 勲勳 薫薰 径徑 茎莖 恵惠 掲揭 渓溪 経經 蛍螢 軽輕 継繼 鶏鷄 芸藝 撃擊 欠缺
研硏 県縣 倹儉 剣劍 険險 圏圈 検檢 献獻 権權 顕顯 験驗 厳嚴 広廣 効效 恒恆 黄黃 鉱鑛 号號 国國 黒黑
砕碎 済濟 斎齋 剤劑 雑雜 参參 桟棧 蚕蠶 惨慘 賛贊 残殘 糸絲 歯齒 児兒 辞辭 湿濕 実實 写寫 釈釋 寿壽
収收 従從 渋澁 獣獸 縦縱 粛肅 処處 緒緖 叙敍 尚尙 奨奬 焼燒 証證 条條 状狀 乗乘 浄淨 剰剩 畳疊 縄繩
壌壤 嬢孃 譲讓 醸釀 触觸 嘱囑 真眞 寝寢 慎愼 尽盡 図圖 粋粹 酔醉 穂穗 随隨 髄髓 枢樞 数數 瀬瀨 声聲
斉齊 静靜 窃竊 摂攝 専專 浅淺 戦戰 践踐 銭錢 潜潛 繊纖 禅禪 双雙 壮壯 争爭 荘莊 捜搜 挿插 巣巢 曽曾
痩瘦 装裝 総總 騒騷 増增 蔵藏 臓臟 即卽 属屬 続續 堕墮 対對 体體 帯帶 滞滯 台臺 滝瀧 択擇 沢澤 担擔
単單 胆膽 団團 断斷 弾彈 遅遲 痴癡 虫蟲 昼晝 鋳鑄 庁廳 徴徵 聴聽 鎮鎭 逓遞 鉄鐵 点點 転轉 伝傳 灯燈
当當 党黨 盗盜 闘鬪 徳德 独獨 読讀 届屆 弐貳 悩惱 脳腦 覇霸 拝拜 廃廢 売賣 麦麥 発發 髪髮 抜拔 晩晚
蛮蠻 秘祕 浜濱 瓶甁 払拂 仏佛 併倂 並竝 変變 辺邊 歩步 宝寶 豊豐 褒襃 翻飜 毎每 万萬 満滿 麺麵 黙默
餅餠 戻戾 弥彌 訳譯 薬藥 与與 予豫 余餘 誉譽 揺搖 様樣 謡謠 来來 頼賴 乱亂 覧覽 竜龍 両兩 猟獵 緑綠
涙淚 塁壘 礼禮 励勵 霊靈 齢齡 暦曆 歴歷 恋戀 錬鍊 炉爐 労勞 郎郞 楼樓 録錄 湾灣 悦悅 閲閱 鋭銳 脱脫
税稅 説說 鉛鈆 強强 侠俠 頬頰 剥剝 填塡 掴摑 蝉蟬 掻搔 噛嚙 嘘噓 繋繫 涛濤 祷禱 祢禰 桧檜
"""
_NAMES = """
高髙 崎﨑碕嵜 吉𠮷 浜濵 辺邉 徳惪 橋槗𣘺 柳栁桺 館舘 島嶋嶌 峰峯 富冨 桑桒 松枩柗 土𡈽圡 野埜 船舩
清淸 鴎鷗 莱萊 穣穰 巌巖 凛凜 尭堯 槙槇 遥遙 瑶瑤 亘亙 晋晉 藪薮籔 芦蘆 梼檮 桝枡 鉄銕 間閒 剣劔釼
昇曻 青靑 磯礒 園薗 杉杦 竈竃 翠翆 暢畅 侭儘 舎舍
"""


def _folds() -> dict[str, str]:
    folds: dict[str, str] = {}
    for group in (_OLD_FORMS + _NAMES).split():
        for variant in group[1:]:
            if variant != group[0]:
                folds.setdefault(variant, group[0])
    # A form that is itself a variant of another follows it, so that folding twice changes nothing more.
    return {variant: folds.get(common, common) for variant, common in folds.items()}


_FOLDS: Final = _folds()
_VARIANT = re.compile(f"[{''.join(_FOLDS)}]")


def in_common_use(text: str) -> str:
    """Replace variants by the form in common use, character by character."""
    return _VARIANT.sub(lambda match: _FOLDS[match.group()], text)
