"""Writes weights_file_fixture.json: tensors as the library safetensors writes them.

    pip install torch==2.14.1 safetensors
    python tests/models/weights_file_fixture.py
"""

import base64
import json
from pathlib import Path

import torch
from safetensors.torch import save

torch.manual_seed(1)
tensors = {"b": torch.randn(3, 5), "a/kernel": torch.randn(2, 1, 7), "number": torch.tensor(1.5)}
out = {
    "file": base64.b64encode(save(tensors, metadata={"made": "by a test"})).decode(),
    "tensors": {
        name: {"shape": list(t.shape), "values": t.flatten().tolist()} for name, t in tensors.items()
    },
}
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out) + "\n")
print(f"{path}: {len(tensors)} tensors")
