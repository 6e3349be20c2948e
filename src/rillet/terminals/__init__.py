"""The methods that run a stream and give an answer: one module for each family of them.

An exception of a function given to a terminal arrives as it was raised, `StopIteration` too.
No frame here keeps an iterator in a variable while it may fail: the traceback keeps the frame,
and would keep the source open.
"""
