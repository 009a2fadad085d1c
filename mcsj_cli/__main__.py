"""`python -m mcsj_cli`."""

from mcsj_cli.main import main

main()
