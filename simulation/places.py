"""Where the market's vacancies are: cities, their weights and how adverts write them. No dates here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One place of work.

    Args:
        key: English name in lower case.
        country: ISO 3166 alpha-2.
        written: The ways in which adverts write it.
        others: Weight among vacancies that do not name Go.
        go: Weight among vacancies that name Go.
        pay: Pay level against the home market's first cities.
    """

    key: str
    country: str
    written: tuple[str, ...]
    others: float
    go: float
    pay: float = 1.0


CHINA = (
    Place("beijing", "CN", ("北京", "北京", "北京市", "北京·海淀区", "北京朝阳"), 19.0, 27.0),
    Place("shanghai", "CN", ("上海", "上海", "上海市", "上海·浦东新区", "上海徐汇"), 17.0, 19.5),
    Place("shenzhen", "CN", ("深圳", "深圳", "深圳市", "深圳·南山区"), 13.0, 12.0),
    Place("hangzhou", "CN", ("杭州", "杭州", "杭州市", "杭州·余杭区", "杭州滨江"), 9.0, 9.5, 0.95),
    Place("guangzhou", "CN", ("广州", "广州", "广州市", "广州天河"), 8.0, 6.0, 0.88),
    Place("chengdu", "CN", ("成都", "成都", "成都市", "成都高新区"), 7.0, 8.0, 0.8),
    Place("wuhan", "CN", ("武汉", "武汉", "武汉光谷"), 6.0, 4.5, 0.75),
    Place("nanjing", "CN", ("南京", "南京", "南京市"), 5.0, 3.5, 0.8),
    Place("suzhou", "CN", ("苏州", "苏州", "苏州工业园区"), 3.5, 2.0, 0.8),
    Place("xian", "CN", ("西安", "西安", "西安高新区"), 4.0, 2.5, 0.72),
    Place("xiamen", "CN", ("厦门", "厦门"), 2.0, 1.5, 0.78),
    Place("changsha", "CN", ("长沙", "长沙"), 2.5, 1.5, 0.7),
    Place("hefei", "CN", ("合肥", "合肥"), 1.5, 1.0, 0.72),
    Place("zhuhai", "CN", ("珠海",), 0.8, 0.7, 0.75),
    Place("jinan", "CN", ("济南",), 1.7, 0.8, 0.68),
)
"""Beijing, Shanghai, Shenzhen and Hangzhou hold 68 % of those that name Go; Hangzhou comes fourth."""

ABROAD = (
    Place("san francisco", "US", ("San Francisco", "SF", "San Francisco, CA", "SF Bay Area"), 22.0, 22.0),
    Place("new york", "US", ("New York", "NYC", "New York, NY", "Brooklyn, NY"), 17.0, 16.0),
    Place("seattle", "US", ("Seattle", "Seattle, WA"), 6.0, 7.0),
    Place("austin", "US", ("Austin, TX", "Austin"), 4.0, 4.0, 0.9),
    Place("boston", "US", ("Boston", "Boston, MA", "Cambridge, MA"), 5.0, 4.0),
    Place("chicago", "US", ("Chicago", "Chicago, IL"), 3.0, 2.0, 0.9),
    Place("los angeles", "US", ("Los Angeles", "Los Angeles, CA"), 3.0, 2.0),
    Place("denver", "US", ("Denver, CO", "Denver"), 2.5, 3.0, 0.88),
    Place("toronto", "CA", ("Toronto", "Toronto, Canada"), 3.0, 3.0, 0.75),
    Place("london", "GB", ("London", "London, UK"), 9.0, 10.0, 0.8),
    Place("berlin", "DE", ("Berlin", "Berlin, Germany"), 6.0, 8.0, 0.65),
    Place("munich", "DE", ("Munich", "Munich, Germany"), 2.0, 2.0, 0.68),
    Place("amsterdam", "NL", ("Amsterdam", "Amsterdam, NL"), 3.0, 4.0, 0.66),
    Place("paris", "FR", ("Paris", "Paris, France"), 3.0, 2.0, 0.6),
    Place("dublin", "IE", ("Dublin", "Dublin, Ireland"), 2.0, 2.5, 0.68),
    Place("singapore", "SG", ("Singapore",), 2.0, 3.0, 0.7),
    Place("bangalore", "IN", ("Bangalore, India", "Bengaluru"), 3.0, 3.0, 0.35),
)
