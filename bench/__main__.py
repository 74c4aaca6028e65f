"""Every comparison in turn: `make bench`."""

from __future__ import annotations

from bench import hn_trackers, holdout, personal_data, real_boards, six_hourly, strengths

hn_trackers.main()
real_boards.main()
six_hourly.main()
personal_data.main()
holdout.main()
strengths.main()
