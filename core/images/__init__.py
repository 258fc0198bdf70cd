"""Images and filters: their sizes, what a cell sees, and pictures to begin with."""
