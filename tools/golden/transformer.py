"""Golden numbers of a small transformer: its first ten losses under AdamW and its first gradients, by PyTorch in float32.

Usage: python3 tools/golden/transformer.py > tests/Anneal.Training.Tests/Golden/transformer.json
Everything is given by formulas that the tests compute too: number i of parameter j (in our order) is
0.15 sin(0.7 i + j), a gain 1 + 0.2 sin(0.7 i + j); token n of the batch is (7 n^2 + 3 n + n // 5) mod vocabulary.
"""
import json
import sys

import torch

from model import Transformer

SHAPE = dict(vocabulary=13, context=10, width=16, depth=2, heads=2, hidden=32)
# An epsilon near the gradients keeps AdamW from turning the rounding of a vanishing gradient into a whole step.
SEQUENCES, RATE, EPSILON = 3, 0.001, 1e-3


def start(model):
    for j, (name, p) in enumerate(model.named()):
        target, part = p if isinstance(p, tuple) else (p, None)
        width = target.shape[0] if part is not None else None
        shape = (width, width) if part is not None else tuple(target.shape)
        wave = torch.sin(0.7 * torch.arange(torch.Size(shape).numel(), dtype=torch.float64) + j).view(shape)
        value = (1 + 0.2 * wave if name.endswith("norm") else 0.15 * wave).float()
        with torch.no_grad():
            (target if part is None else target[:, part * width:(part + 1) * width]).copy_(value)


def run(gated, tied):
    model = Transformer(**SHAPE, gated=gated, tied=tied)
    start(model)
    n = torch.arange(SEQUENCES * (SHAPE["context"] + 1))
    text = ((7 * n * n + 3 * n + n // 5) % SHAPE["vocabulary"]).view(SEQUENCES, -1)
    tokens, targets = text[:, :-1].contiguous(), text[:, 1:].contiguous()
    embedding = [p for name, p in model.named_parameters() if name == "embedding"]
    matrices = [p for name, p in model.named_parameters() if p.dim() == 2 and name != "embedding"]
    vectors = [p for p in model.parameters() if p.dim() == 1]
    groups = [dict(params=matrices, weight_decay=0.1), dict(params=embedding + vectors, weight_decay=0.0)]
    optimizer = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.95), eps=EPSILON)
    losses, gradients = [], {}
    for step in range(10):
        optimizer.zero_grad(set_to_none=True)
        loss = model(tokens, targets)
        loss.backward()
        if step == 0:
            for name, p in model.named():
                target, part = p if isinstance(p, tuple) else (p, None)
                g = target.grad if part is None else target.grad[:, part * 16:(part + 1) * 16]
                gradients[name] = [float(f"{x:.9g}") for x in g.reshape(-1)[:: max(1, g.numel() // 24)].tolist()]
        losses.append(float(f"{loss.item():.9g}"))
        optimizer.step()
    return dict(gated=gated, tied=tied, losses=losses, gradients=gradients)


torch.set_num_threads(1)
json.dump(
    dict(
        provenance=f"PyTorch {torch.__version__}, Python {sys.version.split()[0]}, float32, one thread: tools/golden/transformer.py. "
        "Of a gradient every (count // 24)-th number, row by row.",
        shape=SHAPE, sequences=SEQUENCES, rate=RATE, epsilon=EPSILON,
        runs=[run(gated, tied) for gated in (False, True) for tied in (False, True)]),
    sys.stdout, indent=1)
print()
