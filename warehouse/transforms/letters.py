"""What is done to every single character of a text: small letters, plain width, single spaces, the marks of links.

Belongs here: passes over characters that know nothing of words; which words stand where, automaton.py says. Cython
compiles this file with the C types of letters.pxd; uncompiled it gives the same results, slower.
"""

from __future__ import annotations

from array import array
from itertools import product
from unicodedata import normalize

_UNCASED = 0x2E80
"""From here on capitals stand in few blocks alone, see `_is_rare`."""
_FIRST_RARE = 0xA640
_SIGMA = 0x3A3
"""The capital whose small letter hangs on what stands beside it."""
NUMBERS = array("I", [0])
"""As often as a text has characters, room for their numbers; made in a third of the time that zeros in bytes take."""
_LINK = "://"

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FIRST_RADICAL, _LAST_RADICAL = 0x2F00, 0x2FD5
RADICALS = {code: ord(normalize("NFKC", chr(code))) for code in range(_FIRST_RADICAL, _LAST_RADICAL + 1)}
"""Kangxi radicals that some input methods put for the Hanzi they look like."""
_RADICALS = array("I", RADICALS.values())
_TRADITIONAL = (
    "並并亂乱亞亚佇伫佈布佔占併并來来係系倉仓個个們们倖幸倫伦偉伟偽伪傑杰傘伞備备傢家傭佣傳传債债傷伤傾倾僅仅僑侨僱雇價价儀仪億亿儘尽償偿優优儲储兇凶兒儿內内兩两冊册冑胄凍冻凱凯別别刪删則则剋克剎刹剛刚創创"
    "劃划劇剧劉刘劍剑劑剂勁劲動动務务勝胜勞劳勢势勳勋勵励勸劝勻匀匯汇匱匮區区協协卻却厭厌厲厉參参叢丛吳吴員员問问啞哑啟启喚唤喪丧喬乔單单嗎吗嘆叹嘗尝嘜唛噸吨嚇吓嚮向嚴严國国圍围園园圓圆圖图團团執执堅坚堖垴"
    "報报場场塊块塵尘墊垫墜坠墳坟墻墙壇坛壓压壘垒壞坏壟垄壢坜壩坝壯壮壺壶壽寿夠够夢梦夾夹奧奥奪夺奬奖奮奋妳你娛娱婦妇媽妈嬰婴孫孙學学宮宫實实寧宁審审寫写寬宽寵宠寶宝將将專专尋寻對对導导屆届屜屉層层屬属岡冈"
    "島岛崗岗嶄崭嶺岭嶼屿巖岩帥帅師师帳帐帶带幀帧幟帜幣币幫帮幹干幾几庫库廁厕廈厦廚厨廟庙廠厂廢废廣广廳厅張张強强彆别彈弹彌弥彎弯彙汇彥彦後后徑径從从復复徬彷徹彻恆恒悅悦惡恶惱恼愛爱態态慘惨慟恸慣惯慮虑慶庆"
    "慾欲憂忧憊惫憑凭憤愤憲宪憶忆懇恳應应懶懒懷怀懸悬懼惧戀恋戰战戲戏戶户拋抛捲卷掃扫掙挣掛挂採采揀拣揚扬換换損损搖摇搗捣搶抢摑掴摯挚摻掺撐撑撥拨撫抚撲扑撿捡擁拥擇择擊击擋挡擔担據据擠挤擬拟擲掷擴扩擷撷擺摆"
    "擾扰攏拢攔拦攜携攝摄攣挛攤摊攪搅敎教敗败敘叙敵敌數数斂敛斷断時时晉晋暢畅暫暂曆历曉晓曖暧曠旷曬晒書书會会朧胧東东條条棄弃棟栋棧栈楊杨業业極极榦干榮荣構构槍枪樁桩樂乐樓楼標标樞枢樣样樸朴樹树橋桥機机橫横"
    "檔档檢检檯台檳槟檻槛櫃柜櫚榈櫥橱櫻樱權权欽钦歎叹歐欧歡欢歲岁歷历歸归歿殁殘残殲歼殺杀殼壳毀毁毆殴氈毡氣气氫氢決决沒没況况洩泄涇泾涼凉淚泪淨净淵渊淺浅減减測测渾浑湊凑湧涌湯汤準准溝沟溫温滅灭滌涤滙汇滬沪"
    "滲渗滷卤滾滚滿满漁渔漢汉漲涨漸渐漿浆潑泼潔洁潛潜潤润潰溃澀涩澤泽澱淀濁浊濃浓濕湿濛蒙濟济濤涛濬浚濱滨濾滤瀉泻瀋沈瀏浏灘滩灣湾災灾為为烏乌無无煉炼煙烟煥焕煩烦熒荧熱热熾炽燈灯燒烧燙烫營营燦灿燭烛爍烁爐炉"
    "爛烂爭争爲为爺爷爾尔牀床牆墙牘牍牠它牽牵犢犊犧牺狀状猶犹獄狱獅狮獎奖獨独獲获獵猎獸兽獻献現现瑣琐瑤瑶瑩莹瑪玛環环璽玺瓊琼瓏珑產产甦苏畝亩畢毕畫画異异當当疇畴疊叠瘋疯瘡疮療疗癒愈癢痒癥症癱瘫發发皺皱盜盗"
    "盞盏監监盤盘盧卢眾众睜睁瞇眯瞞瞒矚瞩矯矫硯砚碁棋碩硕確确碼码磚砖磣碜礎础礙碍礦矿祕秘禍祸禦御禪禅禮礼禿秃稅税種种稱称穀谷積积穎颖穩稳穫获窩窝窮穷竅窍竊窃競竞筆笔筍笋節节範范築筑篩筛簡简簽签簾帘籃篮籌筹"
    "籤签籬篱糧粮糰团糾纠紀纪約约紅红納纳紐纽純纯紗纱紙纸級级紛纷紡纺紮扎細细紳绅紹绍終终組组絆绊結结絕绝絡络給给統统絲丝綁绑經经綜综綠绿綫线維维綱纲網网緊紧緋绯緒绪線线緝缉緣缘編编緩缓緯纬練练緻致縝缜縣县"
    "縫缝縮缩縱纵縷缕縹缥總总績绩織织繞绕繡绣繩绳繪绘繫系繳缴繼继繽缤續续罈坛罰罚罵骂罷罢羅罗羣群義义習习翹翘聖圣聞闻聯联聰聪聲声聳耸聶聂職职聽听肅肃脈脉脫脱腦脑腳脚腸肠膚肤膠胶膩腻膽胆臉脸臟脏臥卧臨临臺台"
    "與与興兴舉举舊旧舖铺艙舱艦舰艱艰艷艳苧苎茲兹莊庄莖茎華华萊莱萬万葉叶蒞莅蒼苍蓋盖蓮莲蔣蒋蔥葱蔭荫蕎荞蕩荡蕭萧薔蔷薦荐薩萨藍蓝藝艺藥药藹蔼蘆芦蘇苏蘊蕴蘋苹蘭兰蘿萝處处虛虚號号虧亏蝕蚀蝦虾螞蚂螢萤蟲虫蠟蜡"
    "蠻蛮衆众術术衛卫衝冲衹只裏里補补裝装裡里製制複复襖袄襪袜襯衬襲袭覈核見见規规視视親亲覺觉覽览觀观觸触訂订計计訊讯討讨訓训託托記记訛讹訝讶訟讼訪访設设許许訴诉診诊註注詐诈評评詞词詠咏詢询詣诣試试詩诗詭诡"
    "詮诠話话該该詳详詼诙誇夸誌志認认誕诞誘诱語语誠诚誤误說说説说誰谁課课誼谊調调談谈請请諒谅論论諧谐諷讽諸诸諾诺謀谋謂谓謄誊謊谎謎谜謗谤謙谦講讲謝谢謠谣謬谬謹谨譁哗證证譏讥識识譜谱譯译議议譴谴護护譽誉讀读"
    "變变讓让讚赞豈岂豎竖豐丰豬猪貓猫貝贝貞贞負负財财貢贡貧贫貨货販贩貪贪貫贯責责貴贵買买貸贷費费貼贴貿贸賀贺賄贿資资賊贼賑赈賓宾賜赐賞赏賠赔賢贤賣卖賤贱賦赋質质賬账賴赖賺赚購购賽赛贅赘贈赠贊赞贍赡贏赢贓赃"
    "贖赎贗赝趕赶趙赵趨趋跡迹踐践踴踊蹤踪蹺跷躉趸躊踌躍跃軀躯車车軌轨軍军軟软軸轴較较載载輔辅輕轻輛辆輝辉輟辍輩辈輪轮輯辑輸输輻辐輾辗輿舆轄辖轉转轍辙轎轿轟轰轡辔辦办辭辞辮辫辯辩農农迴回迺乃逕迳這这連连週周"
    "進进遊游運运過过達达違违遙遥遜逊遞递遠远遲迟遷迁選选遺遗遼辽邁迈還还邊边邏逻郵邮鄉乡鄒邹鄔邬鄧邓鄭郑鄰邻鄺邝醜丑醞酝醫医醬酱釀酿釋释釐厘釘钉針针釣钓鈔钞鈕钮鈞钧鈣钙鈴铃鈺钰鉅巨鉗钳鉛铅鉤钩銀银銓铨銘铭"
    "銜衔銳锐銷销鋁铝鋅锌鋒锋鋤锄鋪铺鋰锂鋸锯鋼钢錄录錐锥錘锤錠锭錢钱錦锦錯错錶表鍊炼鍋锅鍛锻鍬锹鍵键鍾钟鎂镁鎔熔鎖锁鎧铠鎮镇鏈链鏗铿鏟铲鏡镜鏽锈鐘钟鐲镯鐳镭鐵铁鑄铸鑑鉴鑒鉴鑰钥鑲镶鑽钻鑿凿長长門门閃闪閉闭"
    "開开閏闰閑闲閒闲間间閘闸閣阁閥阀閨闺閱阅闆板闊阔闔阖闕阙闖闯關关闡阐闢辟陝陕陞升陣阵陰阴陳陈陸陆陽阳隊队階阶際际隨随險险隱隐隴陇隸隶雋隽雖虽雙双雛雏雜杂雞鸡離离難难雲云電电霑沾霧雾霽霁靂雳靈灵靜静韋韦"
    "韌韧韓韩韜韬韻韵響响頁页頂顶頃顷項项順顺須须頌颂預预頒颁頓顿頗颇領领頤颐頭头頰颊頸颈頹颓頻频顆颗題题額额顏颜願愿顛颠類类顧顾顫颤顯显風风颯飒颱台飄飘飛飞飢饥飯饭飲饮飼饲飾饰餅饼養养餌饵餓饿餘余館馆餵喂"
    "饋馈馬马馮冯馳驰駁驳駐驻駕驾駛驶駭骇駱骆騁骋騎骑騰腾騷骚驅驱驍骁驕骄驗验驚惊驛驿驟骤髒脏體体髮发鬆松鬍胡鬥斗鬧闹鬱郁魚鱼魯鲁鮑鲍鮮鲜鯉鲤鯊鲨鯤鲲鯨鲸鯰鲶鳥鸟鳳凤鳴鸣鴨鸭鴻鸿鴿鸽鵑鹃鵝鹅鵬鹏鶴鹤鷄鸡鷗鸥"
    "鷹鹰鸚鹦鹽盐麗丽麥麦麩麸麵面麼么黃黄黌黉點点黨党黴霉鼴鼹齊齐齋斋齒齿齡龄龍龙龐庞龜龟"
)
"""Traditional Hanzi, each with the simplified one that postings of the mainland write for it."""
_TAIWANESE = (
    ("瞭解", "了解"), ("资料仓储", "数据仓库"), ("资料库", "数据库"), ("资料", "数据"), ("程式设计师", "程序工程师"),
    ("程式", "程序"), ("软体", "软件"), ("硬体", "硬件"), ("韧体", "固件"), ("伺服器", "服务器"),
    ("网路", "网络"), ("资讯", "信息"), ("讯息", "消息"), ("伫列", "队列"), ("分散式", "分布式"),
    ("丛集", "集群"), ("人工智慧", "人工智能"), ("全端", "全栈"), ("专案", "项目"), ("远端", "远程"),
    ("支援", "支持"), ("不拘", "不限"), ("履历", "简历"), ("职缺", "职位"), ("徵才", "招聘"),
    ("征才", "招聘"), ("诚徵", "诚聘"), ("新创", "初创"), ("行动装置", "移动设备"),
)  # fmt: skip
"""Words of postings in traditional Hanzi, simplified, each with the mainland's equally long one."""
_SHARE = 16
"""Of so many characters one that is a traditional Hanzi makes a text one in traditional Hanzi."""
_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FFF
_FIRST_WIDE, _LAST_WIDE, _WIDER, _WIDE_SPACE = 0xFF01, 0xFF5E, 0xFEE0, 0x3000

_PLAIN, _SPACE, _LINE, _ODD_SPACE, _UNSEEN = 0, 1, 2, 3, 4
_BITS, _WINDOW = 3, 0x1FF
"""Bits of one of these kinds, and of three."""
SPACES = "\t\r\f\v\u00a0\u202f" + "".join(map(chr, range(0x2002, 0x200B)))
"""Spaces that become a plain one."""
INVISIBLE = "\0\u00ad\u2060\ufeff" + "".join(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F))))
"""Zero-width and direction characters, and NUL."""
_BEYOND_SPACES = 0x2061
_BYTE_ORDER_MARK = 0xFEFF
_BROKEN = 0xFFFD
"""What is put for half of a surrogate pair, which half-decoded input holds and no encoder takes."""
_LAST_OF_TWO_BYTES, _FIRST_HALF, _FIRST_LOW_HALF = 0xFFFF, 0xD800, 0xDC00
"""Of UTF-16: the last character without a pair, and where the first and the second halves of pairs begin."""
_DOTTED_I = 0x130
"""The capital whose small letter is two characters."""
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_LAST_ASCII = 0x7F
_BARE = array("B", [ord(chr(code).lower()) if chr(code).isalpha() else 0 for code in range(_LAST_ASCII + 1)])
"""Of every ASCII character its small letter, 0 where it is no letter."""


def lowered(text: str) -> str:
    """Return the text in lower case and equally long (`İ` alone would grow)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _small_letters() -> array[int]:
    lows = [chr(code).lower() for code in range(_UNCASED)]
    return array("I", [ord(low) if len(low) == 1 else code for code, low in enumerate(lows)])


def _hanzi() -> array[int]:
    """Return, for every Hanzi, the number of its simplified form or its own."""
    plain = dict(zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True))
    return array("H", [ord(plain.get(chr(code), chr(code))) for code in range(_FIRST_HAN, _LAST_HAN + 1)])


def _spacing() -> array[int]:
    kinds = dict.fromkeys(INVISIBLE, _UNSEEN) | dict.fromkeys(SPACES, _ODD_SPACE) | {" ": _SPACE, "\n": _LINE}
    return array("B", [kinds.get(chr(code), _PLAIN) for code in range(_BEYOND_SPACES)])


def _untidy() -> array[int]:
    """Return, for the kinds of three characters in a row, _BITS each, whether the last is not put as it stands."""
    kinds = range(1 << _BITS)
    return array("B", [_is_untidy(*some) for some in product(kinds, repeat=3)])


def _is_untidy(earlier: int, before: int, last: int) -> bool:
    doubled = last == before == _SPACE or (last == earlier == _LINE and before in {_SPACE, _LINE})
    return doubled or last in {_ODD_SPACE, _UNSEEN}


_SMALL = _small_letters()
_HANZI = _hanzi()
_SPACING = _spacing()
_UNTIDY = _untidy()


def small(text: str, codes: array[int]) -> str:
    """Return what `lowered` does, and put the numbers of its characters into `codes`.

    `str.lower` asks three tables of every character that is not ASCII; most of those here have no small letter.

    Args:
        text: As written.
        codes: As many unsigned numbers as the text has characters; overwritten.
    """
    if text.isascii():
        return _put(text.lower(), codes)
    has_capital, has_odd = False, False
    for at, char in enumerate(text):
        code = ord(char)
        low = _SMALL[code] if code < _UNCASED else code
        if low != code:
            has_capital = True
            has_odd = has_odd or code == _SIGMA
        elif code >= _UNCASED and _is_rare(code):
            has_odd = True
        codes[at] = low
    if has_odd:
        return _put(lowered(text), codes)
    return _spelt(codes, len(text)) if has_capital else text


def _is_rare(code: int) -> bool:
    """Whether a character beyond _UNCASED may be a capital, or is half of one."""
    if code < 0xAC00:  # noqa: PLR2004 - Latin, Cyrillic, Cherokee and others
        return code >= _FIRST_RARE
    if code < 0x10400:  # noqa: PLR2004 - halves, full width
        return 0xD800 <= code < 0xE000 or 0xFF21 <= code <= 0xFF3A  # noqa: PLR2004 - as above
    return code < 0x1F000  # noqa: PLR2004 - scripts of the second plane, before its signs and pictures


def _put(low: str, codes: array[int]) -> str:
    for at, char in enumerate(low):
        codes[at] = ord(char)
    return low


def _spelt(codes: array[int], length: int) -> str:
    """Return the text of the first numbers; by UTF-16, whose decoder does least for each, where none is half a pair."""
    units = bytearray(4 * length)
    out, end = units, 0
    for at in range(length):
        code = codes[at]
        if code > _LAST_OF_TWO_BYTES:
            high = _FIRST_HALF + ((code - _LAST_OF_TWO_BYTES - 1) >> 10)
            out[end], out[end + 1] = high & 0xFF, high >> 8
            code = _FIRST_LOW_HALF + (code & 0x3FF)
            end += 2
        elif _is_half(code):
            return _spelt_with_halves(codes, length)
        out[end], out[end + 1] = code & 0xFF, code >> 8
        end += 2
    return out[:end].decode("UTF-16LE")


def _spelt_with_halves(codes: array[int], length: int) -> str:
    """Return the text of numbers of which some are halves of pairs, which UTF-16 would put together."""
    units = bytearray(4 * length)
    out = units
    for at in range(length):
        code = codes[at]
        out[4 * at] = code & 0xFF
        out[4 * at + 1] = code >> 8 & 0xFF
        out[4 * at + 2] = code >> 16 & 0xFF
        out[4 * at + 3] = code >> 24
    return out[: 4 * length].decode("UTF-32LE", "surrogatepass")


def _is_half(code: int) -> bool:
    """Whether a number is half of a surrogate pair."""
    return _FIRST_HALF <= code < 0xE000  # noqa: PLR2004 - the block of halves


def folded(text: str) -> str:
    """Return the text with full-width letters, digits and punctuation in their plain width; equally long."""
    if text.isascii():
        return text
    codes = NUMBERS * len(text)
    is_folded = False
    for at, char in enumerate(text):
        code = ord(char)
        is_wide = _FIRST_WIDE <= code <= _LAST_WIDE
        code -= _WIDER * is_wide
        is_folded = is_folded or is_wide
        if _FIRST_RADICAL <= code <= _WIDE_SPACE:
            plain = _RADICALS[code - _FIRST_RADICAL] if code <= _LAST_RADICAL else _plain_space(code)
            is_folded = is_folded or plain != code
            code = plain
        codes[at] = code
    return _spelt(codes, len(text)) if is_folded else text


def simplified(text: str) -> str:
    """Return the text in simplified Hanzi and the mainland's words, in which the rules are written; equally long.

    A text without traditional Hanzi is returned as it is; where they are few, the words stay.
    """
    if text.isascii():
        return text
    for char in text:
        if _FIRST_HAN <= ord(char) <= _LAST_HAN and _HANZI[ord(char) - _FIRST_HAN] != ord(char):
            return _simplified(text)
    return text


def _simplified(text: str) -> str:
    codes = NUMBERS * len(text)
    count = 0
    for at, char in enumerate(text):
        code = ord(char)
        plain = _HANZI[code - _FIRST_HAN] if _FIRST_HAN <= code <= _LAST_HAN else code
        count += plain != code
        codes[at] = plain
    found = _spelt(codes, len(text))
    if count * _SHARE < len(text):
        return found
    for word, meant in _TAIWANESE:
        found = found.replace(word, meant)
    return found


def _plain_space(code: int) -> int:
    return 0x20 if code == _WIDE_SPACE else code


def tidied(text: str) -> str:
    """Remove invisible characters, runs of spaces and more than one empty line; keep lines; strip."""
    if _is_tidy(text):
        return text.strip()
    codes = NUMBERS * len(text)
    for at, char in enumerate(text):
        codes[at] = ord(char)
    return spaced(codes, len(text))


def _is_tidy(text: str) -> bool:
    """Whether `spaced` would put every character as it stands, by the last three of them at every place."""
    untidy = window = 0
    for char in text:
        code = ord(char)
        window = (window << _BITS | (_SPACING[code] if code < _BEYOND_SPACES else _rare_spacing(code))) & _WINDOW
        untidy |= _UNTIDY[window]
    return untidy == 0


def spaced(codes: array[int], length: int) -> str:
    """Return what `tidied` does, of a text given as numbers, which are overwritten.

    What is put ends at any time in some line breaks, none, one or two, and perhaps one space behind them.
    """
    end, breaks, blank = 0, 0, False
    for at in range(length):
        code = codes[at]
        kind = _SPACING[code] if code < _BEYOND_SPACES else _rare_spacing(code)
        if kind == _UNSEEN and _is_half(code):
            code, kind = _BROKEN, _PLAIN
        if kind == _PLAIN:
            breaks, blank = 0, False
        elif kind == _LINE:
            end -= 1 if blank and breaks else 0
            blank = False
            if breaks > 1:
                continue
            breaks += 1
        elif kind == _UNSEEN or blank:
            continue
        else:
            code, blank = 0x20, True
        codes[end] = code
        end += 1
    return _spelt(codes, end).strip()


def _rare_spacing(code: int) -> int:
    return _UNSEEN if code == _BYTE_ORDER_MARK or _is_half(code) else _PLAIN


def has_han(text: str) -> bool:
    """Whether a Hanzi or a Chinese mark stands in a text."""
    if text.isascii():
        return False
    for char in text:  # noqa: SIM110 - as above
        if char >= "\u3001" and ("\u4e00" <= char <= "\u9fff" or char in "\u3001\u3002，；：（）《》"):
            return True
    return False


def bare(text: str) -> bytes:
    """Return the letters of a text in UTF-8 and small: without digits, ASCII punctuation and spaces."""
    units = bytearray(4 * len(text))
    out, length = units, 0
    for char in text:
        code = ord(char)
        if code <= _LAST_ASCII:
            low = _BARE[code]
            out[length] = low
            length += low != 0
        elif _UNCASED <= code < _FIRST_RARE:
            out[length] = 0xE0 | (code >> 12)
            out[length + 1] = 0x80 | ((code >> 6) & 0x3F)
            out[length + 2] = 0x80 | (code & 0x3F)
            length += 3
        elif code in (_SIGMA, _DOTTED_I) or (code >= _FIRST_RARE and _is_rare(code)):
            return text.lower().encode(errors="replace").translate(None, _NO_LETTERS)
        else:
            length = _encode(_SMALL[code] if code < _UNCASED else code, out, length)
    return bytes(units[:length])


def _encode(code: int, out: bytearray, at: int) -> int:
    """Put a letter in UTF-8 and return where it ends."""
    if code <= _LAST_ASCII:
        out[at] = code
        return at + 1
    if code < 0x800:  # noqa: PLR2004 - two bytes
        out[at] = 0xC0 | (code >> 6)
    else:
        if code < 0x10000:  # noqa: PLR2004 - three bytes
            out[at] = 0xE0 | (code >> 12)
        else:
            out[at] = 0xF0 | (code >> 18)
            out[at + 1] = 0x80 | ((code >> 12) & 0x3F)
            at += 1
        out[at + 1] = 0x80 | ((code >> 6) & 0x3F)
        at += 1
    out[at + 1] = 0x80 | (code & 0x3F)
    return at + 2


def linked(low: str) -> bytearray | None:
    """Return a byte for every character of a text in small letters, 1 for those of links; None where no link can be."""
    at = low.find(_LINK)
    if at < 0:
        return None
    marks = bytearray(len(low))
    while at >= 0:
        start, end = _link_start(low, at), at + len(_LINK)
        if start >= 0:
            end = _link_end(low, end)
            if end > at + len(_LINK):
                marks[start:end] = b"\1" * (end - start)
        at = low.find(_LINK, end)
    return marks


def _link_start(low: str, at: int) -> int:
    """Return where the `http` or `https` begins that ends at `at`; -1 where neither does."""
    for scheme in ("https", "http"):
        if low.endswith(scheme, 0, at):
            return at - len(scheme)
    return -1


def _link_end(low: str, end: int) -> int:
    length = len(low)
    while end < length:
        char = low[end]
        if char in ")>]\"'，。）" or char.isspace():
            break
        end += 1
    return end
