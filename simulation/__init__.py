"""A job market with known truth and a replica that speaks the boards' protocols. Knows nothing of the product."""
