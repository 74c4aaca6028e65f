"""Ruby China, the node 招聘: topics since the forum's beginnings, by now a few a year."""

from spiders.platforms.homeland import HomelandSpider


class RubyChina(HomelandSpider):
    """One topic is one posting, whatever roles it names; who seeks work has a node of his own."""

    name = "ruby_china"
