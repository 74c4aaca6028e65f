"""Say WHEN: jobs, schedules, sensors, resources, and the command line. No work is done here."""
