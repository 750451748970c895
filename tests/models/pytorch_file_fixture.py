"""Writes pytorch_file_fixture.json: a small state_dict in the format before PyTorch 1.6.

    pip install torch==2.14.1
    python tests/models/pytorch_file_fixture.py
"""

import base64
import io
import json
from pathlib import Path

import torch

torch.manual_seed(1)
net = torch.nn.Sequential(torch.nn.Conv2d(3, 5, (2, 7)), torch.nn.BatchNorm2d(5), torch.nn.Linear(11, 2))
state = net.state_dict()
state["permuted"] = torch.randn(2, 3, 5).permute(2, 0, 1)
file = io.BytesIO()
torch.save(state, file, _use_new_zipfile_serialization=False)
tensors = {
    name: {"shape": list(tensor.shape), "values": tensor.flatten().tolist()}
    for name, tensor in state.items()
    if tensor.dtype == torch.float32
}
out = {"torch": torch.__version__, "file": base64.b64encode(file.getvalue()).decode(), "tensors": tensors}
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out) + "\n")
print(f"{path}: {len(tensors)} tensors, {len(file.getvalue())} bytes")
