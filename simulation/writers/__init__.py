"""From a vacancy to the advert that a board would show of it."""
