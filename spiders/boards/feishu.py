"""Employers that recruit on Feishu; which ones stands in boards.toml."""

from spiders.platforms.feishu import FeishuSpider


class Feishu(FeishuSpider):
    """All openings of each employer, every day; a post that is open for a year tells nothing of that year."""

    name = "feishu"
