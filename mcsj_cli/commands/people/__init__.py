"""`mcsj people`: the private contacts of the mesas, which stay in their folder.

People's data go to stdout alone, when a person asks for them; errors and questions on stderr
repeat none.
"""
