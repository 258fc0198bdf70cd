"""The drawing: what is seen of the network, and the gestures that change it.

geometry   where the parts of a node and a connection are: pure arithmetic
drawing    one document laid out: squares, wires, pills; what is under a point
cells      the units of a layer as cells of its tile, ``pixels`` those of an image; shades
heat       weights as a picture on the connection, and filters on the one into their convolution
stage      everything the painters read: frame, drawing, colours, what is chosen, the preview of a gesture
scene      the layers that paint the stage
view       mouse, keys and wheel; tools/ holds one gesture a file
commands   everything a menu or a key can do here
"""
