"""Every change a user can make: frozen dataclasses with ``label``, ``merge_key`` and ``apply``.

    building   a whole network for the columns of the table
    graph      add, remove, connect, insert, paste (``reading``: the columns that a new node reads)
    placement  move, align, distribute, arrange
    classes    names of classes, softmax or argmax
    layers     split a layer into neurons, merge neurons into a layer, change the units
    sizes      an image's, convolution's or pool's settings, and what follows from them
    values     numbers, padlocks, names, activations; adopt what training found; reset, new start
    table      cells, rows and columns of the data
    pasting    a block of cells from a spreadsheet
    roles      what the columns are for, whole tables
    scaling    how columns are scaled
    split      the rows held back for testing
    settings   title and training settings

An edit is data: it holds ids and numbers, never a widget. ``gesture`` numbers the mouse or keyboard
gesture it belongs to; edits of one gesture on one thing merge into one step of the history.
"""
