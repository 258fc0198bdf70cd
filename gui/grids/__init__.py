"""What shows the numbers of a chain as grids, side by side: of images, filters, maps and pools.

* ``stages``      the chain found in a frame, as frozen values: what every part of the view shows.
* ``pointing``    what lights up where a cell is pointed at; ``sum_words`` how it came about, ``sum_line`` shows that.
* ``grid_view``   one grid of cells: colours, numbers where there is room (``grid_picture``), marks, pointing by mouse
  and keys. ``number_group`` has neighbouring grids write numbers alike.
* ``grid_style``  what colour a number has; ``grid_marks`` outlines cells, ``changes`` are those that a sheet marks.
* ``column``      one stage with its title and ``thumbnails``, and a place below the grid for parts; ``columns`` lays
  them side by side, with cells as large as ``cell_sizes`` finds; ``answer_view`` stands at their end.
* ``slide``       the bar of a filter that moves cell by cell.
* ``part``        what a part of the view offers; ``grids_panel`` the view as far as parts know it.

A pixel, a cell and a channel are counted from 1 where people read them, as in w1[1,1,2,3], and from 0 in code.
"""
