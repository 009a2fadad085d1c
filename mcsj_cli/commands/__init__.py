"""One module a noun: parse, call, render."""
