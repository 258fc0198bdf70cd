"""The window and its views as docks: the table of them, their titles, tabs and shares of the room."""
