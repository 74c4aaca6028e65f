"""One module a kind of claim: which rows it takes, which figure it makes of them, how that is ruled on."""
