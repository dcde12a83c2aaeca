"""The use cases: plain values in, data out. `desk` is the one way through for everything that changes something."""
