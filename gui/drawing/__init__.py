"""The picture that is tried: how it is drawn, moved, opened, kept as data; what shifts of it change.

sketch     what the drawing tools do to the picture that is tried, and the strokes to take back
pad        the mouse and the keys over the image
ready      letters, blank paper and other pictures to begin with
picture_bar  the row of buttons above the grids
chip       says that a picture of one's own stands in for a row, and what can be done with it
row_strip  the rows of data as small pictures
opened     pictures from files and the clipboard, checked before they are decoded
shift_*    the shift test: its table, and sentences on why a shift is tolerated or not
counts_*   how many inputs an image costs, directly and through convolution and pooling
"""
