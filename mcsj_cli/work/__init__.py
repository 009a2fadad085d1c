"""Builders of what is to be done: tasks, agendas, stages, gaps and obstacles."""
