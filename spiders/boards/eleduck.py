"""电鸭, a Chinese board of remote and part-time work, to its start."""

from spiders.platforms.eleduck import EleduckSpider


class Eleduck(EleduckSpider):
    """One post is one posting; many are no developers' work."""

    name = "eleduck"
