"""What the window knows, without a widget: the run and its frames, time, selection, what is looked at and tried out."""
