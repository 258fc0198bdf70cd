"""The plots: what the network fits, how the loss falls, what each node and each derivative does.

``views`` has them all, and pyqtgraph with them; small parts that other packages use come without it.
"""
