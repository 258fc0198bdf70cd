"""From a drawing to arrays: the plan, the passes forward and back, and the formulas that stand in them."""
