"""The fusing engine: runs of operations as one loop, with the functions of a line written in."""
