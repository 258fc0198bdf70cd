"""The network file that the format page shows."""

EXAMPLE = b"""{
  "format": "squiggle-network",
  "version": 1,
  "title": "Drug dosage",
  "nodes": [
    {"id": "dose", "kind": "input", "label": "dosage", "position": [0, 0]},
    {"id": "top", "kind": "hidden", "label": "hidden 1", "position": [240, -120], "activation": "softplus",
     "bias": {"name": "b1", "value": -1.43, "trainable": true}},
    {"id": "effect", "kind": "output", "label": "effectiveness", "position": [480, 0], "activation": "identity",
     "bias": {"name": "b3", "value": 0.0, "trainable": true}}
  ],
  "connections": [
    {"from": "dose", "to": "top", "weight": {"name": "w1", "value": 3.34, "trainable": false}},
    {"from": "top", "to": "effect", "weight": {"name": "w3", "value": -1.22, "trainable": true}}
  ],
  "data": {
    "columns": ["dosage", "effectiveness"],
    "rows": [[0, 0], [0.5, 1], [1, 0]],
    "inputs": {"dose": "dosage"},
    "targets": {"effect": "effectiveness"}
  },
  "training": {
    "loss": "ssr", "reduction": "sum",
    "optimizer": {"name": "gradient_descent", "learning_rate": 0.1},
    "batch_size": null, "seed": 1,
    "stop": {"max_steps": 1000, "min_step_size": 0.001}
  }
}
"""
