"""Every comparison in turn: `make bench`."""

from __future__ import annotations

from bench import (
    audit_go,
    concepts,
    crawl_speed,
    hn_trackers,
    holdout,
    linking,
    normaliser,
    pay,
    personal_data,
    real_boards,
    side_by_side,
    six_hourly,
    strengths,
)

hn_trackers.main()
real_boards.main()
audit_go.main()
six_hourly.main()
personal_data.main()
holdout.main()
pay.main()
strengths.main()
concepts.main()
linking.main()
crawl_speed.main()
normaliser.main()
side_by_side.main()
