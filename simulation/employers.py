"""Invented employers with a heavy tail: names, trades, towns and leanings. Any likeness to a real firm is chance."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulation.dice import Dice, Urn, dice

TAIL = 1.6
"""Pareto exponent of an employer's yearly openings."""
LARGEST = 0.02
"""No employer holds more than this part of a market."""

_LEFT = (
    "Amber Alder Basalt Birch Bright Cedar Clear Cobalt Copper Coral Delta Drift Ember Fern Flint Fox Garnet Glass "
    "Granite Harbor Hazel Heron Indigo Iron Juniper Kestrel Lantern Larch Linden Lumen Maple Marble Mint Moss North "
    "Oak Ochre Onyx Opal Otter Pebble Pine Plover Quartz Quill Raven Reed River Rowan Russet Sable Salt Sand Slate "
    "Sparrow Spruce Stone Tamarack Teal Thistle Timber Umber Velvet Wander Willow Wren Yarrow Zephyr"
)
_RIGHT = (
    "beam bank cart cast craft deck dock field flow forge gate grid haven health hub lab lane ledger line link logic "
    "loop mesh mill mind path pay point port pulse reach relay scope shift sight signal sphere spring stack stage "
    "stream tide trace track vault wave wise works yard"
)
_ENDINGS = ("", "", "", "", " Inc", ", Inc.", " Labs", " Technologies", " GmbH", " Ltd", " AI", " Systems", " Health")
_ZH_FIRST = "澄岚拓衡砺屿沐栩翎珩骁曜璟湛泽昱霁弘睿晗峤岑朔凛籁棠芷澜崧珞"
_ZH_SECOND = "川石帆舟桥塔灯谷原野汀洲峰林桐枫梧柏桦雁鹭鲸鹿象弦梭砚笺阁"
_ZH_TRADE = {
    "internet-platform": ("网络科技", "科技", "网络技术", "互娱科技"),
    "finance": ("金融科技", "证券信息", "银行科技", "数字金融"),
    "manufacturing-energy": ("智能制造", "新能源科技", "工业互联"),
    "power-grid": ("电力调度技术", "电网数字科技"),
    "rail-transport": ("轨道交通技术", "轨交信号"),
    "government-xinchuang": ("政务云科技", "信创软件"),
    "saas-enterprise": ("软件", "云服务", "企业服务"),
    "outsourcing-staffing": ("软件外包", "人力资源服务", "信息服务外包"),
    "semiconductor": ("微电子", "芯片技术"),
    "automotive": ("汽车电子", "智能驾驶"),
    "games": ("互动娱乐", "游戏"),
    "e-commerce": ("电子商务", "跨境电商"),
    "healthcare-bio": ("医疗科技", "生物信息"),
    "education": ("教育科技",),
    "web3-crypto": ("区块链技术",),
    "logistics-travel": ("物流科技", "出行科技"),
}
TRADES_CN = {
    "internet-platform": 24.0, "finance": 11.0, "manufacturing-energy": 8.0, "power-grid": 2.0, "rail-transport": 1.5,
    "government-xinchuang": 6.0, "saas-enterprise": 12.0, "outsourcing-staffing": 10.0, "semiconductor": 4.0,
    "automotive": 5.0, "games": 5.0, "e-commerce": 6.0, "healthcare-bio": 3.0, "education": 3.0, "web3-crypto": 1.5,
    "logistics-travel": 4.0,
}  # fmt: skip
TRADES_ABROAD = {
    "internet-platform": 14.0, "finance": 14.0, "manufacturing-energy": 5.0, "saas-enterprise": 30.0,
    "semiconductor": 2.0, "automotive": 2.0, "games": 3.0, "e-commerce": 6.0, "healthcare-bio": 11.0,
    "education": 4.0, "web3-crypto": 4.0, "logistics-travel": 5.0,
}  # fmt: skip


@dataclass(frozen=True)
class Employer:
    """One invented employer.

    Args:
        name: As it writes itself.
        token: Its word in addresses, unique in its market.
        trade: Industry.
        size: Its part of the market's openings; a market's sizes add up to 1.
        leaning: How much likelier than others its openings are to name Go.
    """

    name: str
    token: str
    trade: str
    size: float
    leaning: float


def employers_of_china(seed: int, number: int) -> list[Employer]:
    """Return `number` Chinese employers with sizes that add up to 1."""
    chance = dice(seed, "employers", "cn")
    trades, names = Urn(TRADES_CN), dict[str, str]()
    while len(names) < number:
        trade = trades.draw(chance)
        names.setdefault(_chinese_name(chance, trade), trade)
    return _made(chance, names)


def employers_abroad(seed: int, number: int) -> list[Employer]:
    """Return `number` English-writing employers with sizes that add up to 1."""
    chance = dice(seed, "employers", "abroad")
    trades, names = Urn(TRADES_ABROAD), dict[str, str]()
    left, right = _LEFT.split(), _RIGHT.split()
    while len(names) < number:
        stem = chance.choice(left) + chance.choice(right)
        names.setdefault(stem + chance.choice(_ENDINGS), trades.draw(chance))
    return _made(chance, names)


def _chinese_name(chance: Dice, trade: str) -> str:
    stem = chance.choice(_ZH_FIRST) + chance.choice(_ZH_SECOND)
    ending = chance.choice(("", "", "有限公司", "（北京）有限公司", "（上海）有限公司"))
    return stem + chance.choice(_ZH_TRADE[trade]) + ending


def _made(chance: Dice, trades: dict[str, str]) -> list[Employer]:
    sizes = _tail(chance, len(trades))
    tokens = _tokens(list(trades))
    return [
        Employer(name, token, trade, size, chance.lognormvariate(-0.08, 0.4))
        for (name, trade), token, size in zip(trades.items(), tokens, sizes, strict=True)
    ]


def _tail(chance: Dice, number: int) -> list[float]:
    """Return Pareto sizes that add up to 1; the cap is applied before and makes the largest about LARGEST."""
    drawn = [chance.paretovariate(TAIL) for _ in range(number)]
    cap = LARGEST * sum(drawn)
    capped = [min(size, cap) for size in drawn]
    return [size / sum(capped) for size in capped]


def _tokens(names: list[str]) -> list[str]:
    stems = [re.sub(r"[^a-z0-9]+", "", name.split()[0].lower().rstrip(",")) for name in names]
    return [stem if stem and stems.count(stem) == 1 else f"{stem or 'cn'}{place}" for place, stem in enumerate(stems)]
