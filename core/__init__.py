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
* ``edits``      every change a user can make, as a value with a label and a merge key.
* ``session``    the one owner of the document: history, saved mark, ``settle``. Undo puts the old value back.
* ``storage``    network files: reading with every problem named, a fixed layout, saving in one step (``files``).
* ``compiler``, ``layout``, ``network``, ``sweep``   document → levels of dense blocks over one flat vector, theta.
* ``targets`` ``classes``   what the loss compares, and sentences where classes and data do not fit; ``scores`` counts
  right and wrong, ``accuracy`` along a run; ``powers`` works one row out; ``pictures`` are rows of pixels.
  A softmax or argmax has a unit for each class, and connections into it carry no weight.
* ``activations`` ``choices`` ``losses`` ``initializers`` ``optimizers``   tables; each formula stands beside its
  derivative.
* ``training``   the stepper (``trainer``), its rules, its history, the thread that drives it (``runner``); any step of
  a ``run`` again, bit by bit (``replay``); several side by side (``comparison``).
* ``diagnosis``  why it does not learn: a table of detectors, each finding with its proof and an edit that mends it.
* ``datasets``   rows as matrices, CSV tables, generated sets, real ones that come along (``shipped``).
* ``cli``        train, gradients, predict, check without a window (``console``).

Laws, each kept by a test
-------------------------
1. core knows no Qt.
2. One document, one owner, one door: only ``session.do(edit)`` replaces it.
3. One gesture is one step of the history, and two gestures never merge (``merge_key``).
4. Tables, not branches: to add an activation is to add a row.
5. Threads exchange only frozen, complete values; a snapshot is read-only.
6. Three witnesses for every formula: a numeric derivative, numbers worked by hand, a slow plain loop.
7. What is shown is what is computed: no hidden clipping, no smoothing, no NaN shown as 0, no estimate passed off
   as a derivative.

Words
-----
node, connection, weight, bias, parameter (a weight or a bias), unit (one neuron of a node), layer (a node of several
units), edit, snapshot, step (one update), epoch (once through the training rows), residual (observed − predicted),
SSR (sum of squared residuals), start value (where Reset returns to), frozen (does not learn).

What is deliberately absent: pickle, global random numbers, inverse edits, a model that notifies by itself.
"""
