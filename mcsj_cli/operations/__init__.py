"""What the program does, as plain functions: values in, values out, and no terminal."""
