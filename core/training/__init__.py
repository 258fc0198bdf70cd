"""Training: a stepper, its history, and the thread that drives it."""
