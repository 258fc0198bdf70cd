"""The window: Qt widgets over ``core``. Nothing imports gui but main.py and the tests.

How it hangs together
---------------------
``app`` is the composition root, the only file that knows all parts. Every part is given a ``workspace`` (session,
bridge, selection, training, turns, reasoning, theme, settings, notices, ask, diagnosis) and nothing else.

Rooms: ``controls`` are small ones that all views use, and their words; ``state`` is what the window knows, without a
widget: the workspace and all that it holds; ``docks`` are the window and the views' places in it, ``bars`` stand around
the canvas; ``canvas``, ``inspectors``, ``plots``, ``data``, ``classes``, ``maps``, ``grids``, ``drawing``,
``convolution`` and ``lessons`` are the views, ``dialogs`` what is asked and told in a window of its own. What connects
them stands beside the rooms. No room, and no module, imports one that imports it, not for types either: what is below
says in a Protocol what it needs.

* A gesture previews in its tool and commits one edit at release through ``workspace.do``; Esc leaves no trace.
* ``bridge`` turns the session's callback into the signal ``changed(document, change)``.
* ``training`` is what the user does; ``drive`` has the thread, whose one-slot mailbox a timer polls every 33 ms;
  ``course`` knows the run that the document belongs to and makes of it a ``frame``: document, live numbers and values
  that belong together. Views draw from the newest frame and from nothing else.
* ``timeline`` shows any step of the run: the frame is of that step, the document is not changed by looking. What is
  done next settles first, so it is done to what is seen. A document that comes back by Undo or Redo (the very object)
  leads back to its run and step, ``runs.Places``; from an earlier step, Run begins a run that branches off.
* While training runs the document lags behind; ``session.settle`` lets the trainer hand over its numbers before any
  edit, undo or save, so that nothing is ever applied to numbers the user does not see.
* ``turns`` calls the views that are seen one after the other while training runs, and paints between them, so that no
  single moment draws everything; no newer step is taken before all have shown the last one, and at a pace at which
  steps can be read ``curtain`` holds painting back until they have. Its frame may be one that a gesture tries out
  (``trial``: everything as it would be) and takes back: quick views follow every move, dear ones have turns.
* ``reasoning`` knows which number is looked at, its chain rule, and which factor or row is pointed at. The card
  (``inspectors.chain_card``) writes it out, ``canvas.lighting`` makes light of it, the plots mark it; nobody keeps a
  copy. While numbers run by a dear one is kept for a while: what stands beside it is taken from ``reasoning.frame``.
* The light on the canvas: ``trail`` says what is lit and what the tags say, ``tags`` where they stand,
  ``tag_painter`` paints them, ``lamp`` redraws when the light changes.
* ``motion`` tells the next step scene by scene (``chain_rule.motion``); ``canvas.motion_light`` lights it,
  ``motion_bar`` takes the place of the slider in the ``canvas_strip`` meanwhile.
* ``diagnosis`` looks into frames for what keeps a network from learning: marks on the canvas, a chip, a panel.
* ``offers`` names the next step where there is one: a network for a table that came (``core.edits.building``), test
  rows for it, what a convolution learns with, cross entropy for a softmax that can be computed.
* ``plots.title_row`` heads every view; ``plots.controls_row`` in it shows controls whole or offers them in a menu.
* ``docks.plan`` is the table of the views. ``tab_names`` shortens names where a row of tabs is narrow. ``dock`` hides a
  view that stands behind another one's tab; ``shelf`` keeps a change of words within it. ``shares`` keeps the views'
  shares of the window when it changes its size, from one start to the next, and over a lesson; Qt keeps which views
  there are and where.
* ``foreground`` brings the slope forward where a number is chosen, the activation where a node is.
* ``lessons`` plays lesson files in a dock. The learner's own document is put aside with history and runs (``aside``,
  ``files``) and brought back exactly, and so is how the window stood (``keepsake``); ``player`` owns step and progress,
  ``spotlight`` dims what a step is not about, ``lens`` and ``room`` keep the drawing whole and legible.
* ``facts`` are what parts tell of themselves ("the duel was played"), for the checks of lessons.
* ``gloss_tip`` explains words of the field where they stand, in a tip that the pointer and the keyboard can reach; one
  ``Glosses`` serves a window and its dialogs.
* ``actions`` is the table from which menus, toolbar, shortcut sheet and command palette are drawn.
* ``canvas`` draws all connections in one item and all nodes in another; tools are objects with press, move, release.
  ``camera`` is zoom and pan, ``outlook`` what of the drawing shall be in view.
* ``classes`` are views of a softmax or argmax: the chosen row's probabilities, and what all rows are called. The rows
  of a cell of the confusion matrix are ``selection.marked``, which the table shows; ``scored`` counts once a frame.
  ``starts_drive`` has the thread that trains twenty starts of the network, of which ``trust_view`` shows a row's
  probabilities.
* ``classes.cross_entropy_view``: ``core.row_losses`` as a table, as balls on −ln p and (1 − p)², and as a duel, which
  ``duel_player`` plays: a thread trains both ahead, the player goes through their steps at a pace one can follow.
* ``maps`` are views over two inputs: the map with its regions, a small map for each hidden unit, and the sheets in
  space with the probe. ``core.ground`` computes them; ``plots.box``, ``plots.box_axes`` and ``plots.turnable`` serve
  all pictures in space, ``plots.axis`` the flat ones.
* ``convolution`` is the view of images, convolutions and pools, for the chosen row or a picture that is tried in its
  place (``tried_picture``). What shows numbers are the ``grids`` below it: side by side, pointing, the sum of a cell,
  the filter that slides. ``convolution.slots`` are tables of the parts put into it, its own and those of ``drawing``,
  which know of the view no more than ``grids.grids_panel`` has; ``grids.number_group`` has neighbouring grids write
  numbers alike, ``grids.changes`` are the cells that a sheet marks as changed.
* ``tried_picture`` is pixels of one's own in place of the chosen row: ``turns`` puts what the network says of them
  onto every frame (``Frame.tried``); ask ``outputs_of`` and ``observed_of`` for the chosen row. ``values``, loss and
  ``turns.of_data`` stay those of the data. ``drawing`` are its tools, the shift test and the count of inputs.
* ``tool_button`` makes every small button: its tip says what it does, and what it is called aloud follows from it.
* ``plots.views`` is imported after the window shows: pyqtgraph takes half a second to load.

Who owns what
-------------
=====================  ==================  =============================  ========
state                  owner               changed by                     saved
=====================  ==================  =============================  ========
document               ``Session``         edits only                     yes
live parameters        ``Trainer``         steps, in its thread           on adopt
step looked at         ``Course``          the slider; any edit settles   no
earlier runs           ``Runs``            Reset, branches, comparisons   no
random starts          ``StartsDrive``     the button of Trust            no
selection, row         ``Selection``       canvas, table, plots           no
rows marked            ``Selection``       the confusion matrix           no
number, factor         ``Reasoning``       card, canvas, plots            no
scene of slow motion   ``Motion``          its bar and keys; any edit     no
lesson, step, answers  ``Lessons``         its dock                       progress
window before lesson   ``LessonDesk``      entering, leaving a lesson     no
facts                  ``Facts``           whoever notes one; any step    no
own document aside     ``Files``           entering, leaving a lesson     a copy
findings               ``Diagnosis``       each look at a frame           no
preview, wire          the active tool     the mouse; Esc forgets it      no
picture tried          ``TriedPicture``    drawing; another row or Esc    no
docks, theme, recent   ``Settings``        the user                       QSettings
unsaved copy           ``Recovery``        a timer                        a file
=====================  ==================  =============================  ========

Traps that were measured
------------------------
* PySide6 6.12.0 aborts on Python 3.11 (reference counts of True and False run out); 6.11.0 and 6.11.1 are broken too.
* A missing system library or display ends in one sentence only if it is found out before Qt is (``start``).
* Never one signal a step; never a live array across threads; never an exec() outside ``dialogs.ask``.
* An exception that leaves a graphics item's paint() ends the process (``faults.guarded``); a widget that Python's
  collector deletes in the training thread, or while Qt visits all widgets, does too (``garbage``, ``theme``).
* Python 3.11: what C code raises (int("x"), a deleted widget) ends the process when it leaves a method that Qt called
  from within a call by Python (``faults.keep_exceptions_whole``); 3.12 does not suffer from it.
* A window deleted in sight tells its parts, half of them gone, that it hides (``garbage.put_away``: hide, then delete).
  A layout is added to its parent before it is filled: the other way round Python's collector deletes its items twice.
* QGraphicsView and pyqtgraph accept drops and swallow them: switch that off, or files dropped there are lost.
* Exceptions in slots reach ``sys.excepthook`` and the program goes on: ``faults`` tells once.
* A new text in a QLabel lays the whole page out again (5 ms): numbers that run stand in ``inspectors.live_label``.
* Qt calls a dock behind a tab visible, and moves it out of sight: ask the view, which ``dock`` hides, not the dock.
* A large network's chain rule takes 0.1 s: ask ``reasoning``, never ``explain``, and never while hidden.
"""
