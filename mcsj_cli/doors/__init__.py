"""Files of other programs: their bytes as text, what kind of file it is, its rows with lines."""
