"""The convolution view: image → filter → feature map → activation → pool → the network, cell by cell.

* ``stages``      the chain found in a frame, as frozen values: what every part of the view shows.
* ``grid_view``   one grid of cells: colours, numbers where there is room, marks, pointing by mouse and keys.
* ``grid_style``  what colour a number has; ``grid_marks`` outlines cells.
* ``column``      one stage with its title and thumbnails, and a place below the grid for more.
* ``slots``       tables of the parts that other files put into the view: in its head, under its grids, at its side.
* ``panel``       the view: columns side by side, the line of the sum, the filter that slides.

A pixel, a cell and a channel are counted from 1 where people read them, as in w1[1,1,2,3], and from 0 in code.
"""
