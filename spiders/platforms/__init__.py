"""The software behind boards: one base a protocol. No board's name appears here."""
