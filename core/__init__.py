"""Squiggle without a window: documents, the numbers they compute, files and commands. Knows no Qt.

How it hangs together
---------------------
::

    mouse, keys, command line
        │  an Edit (a frozen value)
        ▼
    session ── edit.apply(document) ──▶ a new document, or EditRefused: a sentence, and nothing happened
        │  Change = what differs
        ▼
    views;   structural? ──▶ compiler ──▶ network (arrays) ──▶ training.trainer ──▶ snapshots

* ``document``   what a person draws, as frozen values; arrays inside are read-only. A node has ``units`` and a
  connection holds a weight matrix, so a hand-drawn network and a 64-32-10 one are the same few values.
* ``catalog``    node kinds and settings as rows; menus, forms, checks and the file format are drawn from them.
* ``rules``      may these be joined, and what does the drawing still lack: sentences.
* ``edits``      every change a user can make, as a value with a label and a merge key. ``building`` makes a network for
  a table, ``convolution_start`` what a convolution learns with, ``arrange`` says where nodes stand.
* ``session``    the one owner of the document: history, saved mark, ``settle``. Undo puts the old value back.
* ``storage``    network files: reading with every problem named, a fixed layout, saving in one step (``files``).
* ``engine``     document → levels of dense blocks over one flat vector, theta (``compiler``, ``layout``), and the
  passes over it (``network``, ``sweep``). Activations, choices, losses and optimizers are tables; each formula stands
  beside its derivative. ``convolution`` and ``pooling`` are the calls of grids, ``folds`` spares some; ``powers`` works
  one softmax out.
* ``targets`` ``classes``   what the loss compares, and sentences where classes and data do not fit; ``scores`` counts
  right and wrong, ``accuracy`` along a run; ``row_losses`` what each row adds to both losses and how hard it pulls.
  A softmax or argmax has a unit for each class, and connections into it carry no weight.
* ``initializers``   the table of start values, which edits and training draw from.
* ``images``     sizes of images, convolutions and pools that follow from one another, and the ``Window`` that calls
  need (``grids``), where cells fall (``taps``), what a cell sees and reaches (``receptive``), what an image costs
  (``input_counts``); rows of pixels (``pictures``) and pictures to begin with. ``png`` tells a broken file before
  anybody decodes it. ``shifts`` counts what a shift changes.
* ``training``   what makes a step (``stepper``), when to stop (``trainer``, ``stopping``) and what to keep
  (``history``); the thread that drives it (``runner``); any step of a ``run`` and of those it branched off again, bit
  by bit (``replay``), within bounds of memory (``room``); in the ``background`` several runs side by side
  (``comparison``), with two losses from one start (``duel``), and one after the other from random starts (``starts``).
* ``chain_rule``   ``explain`` writes the chain rule of any number as ``values``: the one contract between card,
  canvas, plots and exercise. ``ways`` finds the paths, ``slide`` how cells of grids hang together, ``cell_sums`` how
  one came about, ``symbols`` what quantities are called. ``update_rule`` is the optimizer's next update of a number,
  line by line; ``gradcheck`` has the finite differences; ``motion`` tells one step as scenes.
* ``profile``    slices through the loss along one number or two, in ``portions`` of a few milliseconds;
  ``slice_stages`` are the units that vary.
* ``exercise``   the same numbers as a ``sheet`` of ``blanks`` to be typed, with their likely ``slips`` and what
  ``rounding`` excuses.
* ``diagnosis``  why it does not learn: a table of detectors, each finding with its proof and an edit that mends it.
* ``datasets``   rows as matrices, CSV tables (read a thousand lines at a time: ``csv_sheet``), generated sets, real
  ones that come along (``shipped``).
* ``lessons``    text files that a teacher writes: steps, checks, numbers with their sources; nothing in them is run.
* ``cli``        train, gradients, predict, check without a window (``console``).

The mathematics of one number, from a script::

    document = storage.load("part2-backpropagation.squiggle")
    network, rows = compile_network(document), prepare(document)
    theta, ref = network.pack(document), ("", "effect")             # the bias of the node "effect"
    found = explain(document, network, theta, rows, ref)            # .derivative, .paths, .products
    check(document, network, theta, rows, found).relative_error
    update_rule(document.training, found.derivative, theta[place_of(network, ref)]).lines
    profile(network, theta, rows, place_of(network, ref), np.linspace(-1, 5, 400))

Laws, each kept by a test
-------------------------
1. core knows no Qt.
2. One document, one owner, one door: only ``session.do(edit)`` replaces it.
3. One gesture is one step of the history, and two gestures never merge (``merge_key``).
4. Tables, not branches: to add an activation is to add a row.
5. Threads exchange only frozen, complete values; a snapshot is read-only.
6. Three witnesses for every formula: a numeric derivative, numbers worked by hand, a slow plain loop.
7. Rooms import one another in no circle, not for types either: a folder, or a module beside the folders, is a room.
8. What is shown is what is computed: no hidden clipping, no smoothing, no NaN shown as 0, no estimate passed off
   as a derivative.

Words
-----
node, connection, weight, bias, parameter (a weight or a bias), unit (one neuron of a node), layer (a node of several
units), edit, snapshot, step (one update), epoch (once through the training rows), residual (observed − predicted),
SSR (sum of squared residuals), start value (where Reset returns to), frozen (does not learn). x is a unit's weighted
sum plus bias, before its activation, y what comes out; number (one of a parameter's: w2[3,1], target unit first,
counted from 1), place (where a number lies in theta), factor, path, run, branch, record (a step that is kept), cell (of
an image, map or pool: channel, row, column), tap (a cell of a filter), map (what one filter makes of its source).

What is deliberately absent: pickle, global random numbers, inverse edits, a model that notifies by itself.
"""
