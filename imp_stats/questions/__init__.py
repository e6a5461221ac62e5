"""One question = one SQL file = one function = one pandas frame."""
