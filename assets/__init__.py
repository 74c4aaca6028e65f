"""Say WHAT: the assets, made from the registry, the schemas and the claims, and the steps behind them."""
