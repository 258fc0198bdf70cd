"""The convolution view: image → filter → feature map → activation → pool → the network, cell by cell.

It stands on the ``grids``, and is put together of parts, its own and those of ``drawing``.

* ``filter_part``  a filter with its bias; ``filter_buttons`` has presets and its padlock, ``number_hand`` types and
  scrubs cells that are parameters, ``cell_marks`` shows their padlocks, ``slope_part`` the derivatives of the loss.
* ``window_fields``  size, stride, padding and filters in small fields, under a map (``map_part``) and under a pool;
  ``pool_part`` has the other mode beside it; ``film_strip`` the filter at some steps of the run.
* ``filter_choice``  which filter, or path, is looked at.
* ``sliding``     the filter that moves cell by cell; ``secrecy`` what is hidden while somebody works numbers out.
* ``slots``       tables of the parts that are put into the view: in its head, under its grids, at its ``side``.
* ``panel``       the view, in the places that ``panel_layout`` gives.
"""
