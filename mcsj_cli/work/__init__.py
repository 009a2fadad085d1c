"""What the records ask of a coordinator: tasks, agendas, stages, what is in the way."""
