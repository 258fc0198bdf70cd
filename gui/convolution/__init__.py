"""The convolution view: image → filter → feature map → activation → pool → the network, cell by cell.

* ``stages``      the chain found in a frame, as frozen values: what every part of the view shows.
* ``pointing``    what lights up where a cell is pointed at; ``sum_words`` how it came about, ``sum_line`` shows that.
* ``grid_view``   one grid of cells: colours, numbers where there is room, marks, pointing by mouse and keys.
* ``grid_style``  what colour a number has; ``grid_marks`` outlines cells.
* ``column``      one stage with its title and ``thumbnails``, and a place below the grid for more; ``columns`` lays
  them side by side, ``answer_view`` stands at their end.
* ``filter_part``  a filter with its bias; ``filter_buttons`` has presets and its padlock, ``number_hand`` types and
  scrubs cells that are parameters, ``cell_marks`` shows their padlocks, ``slope_part`` the derivatives of the loss.
* ``window_fields``  size, stride, padding and filters in small fields, under a map (``map_part``) and under a pool;
  ``pool_part`` has the other mode beside it; ``film_strip`` the filter at some steps of the run.
* ``secrecy``     what is hidden while somebody works numbers out.
* ``slots``       tables of the parts that other files put into the view: in its head, under its grids, at its ``side``.
* ``slide``       the filter that moves cell by cell.
* ``panel``       the view, in the places that ``panel_layout`` gives.

A pixel, a cell and a channel are counted from 1 where people read them, as in w1[1,1,2,3], and from 0 in code.
"""
