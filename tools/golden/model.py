"""The transformer of src/Anneal.Training/Models in PyTorch, for golden numbers and for the yardstick of speed.

Written from the formulas: RMS norm before each part, rotary positions on pairs half a head apart, tanh GELU or SwiGLU,
no biases. Weights are inputs x outputs, as there; queries, keys and values are one product, which is fastest here.
"""
import math

import torch
import torch.nn.functional as F


class Block(torch.nn.Module):
    def __init__(self, width, hidden, gated):
        super().__init__()
        make = lambda *shape: torch.nn.Parameter(torch.zeros(*shape))
        self.attention_norm, self.mlp_norm = make(width), make(width)
        self.qkv, self.output = make(width, 3 * width), make(width, width)
        self.gate = make(width, hidden) if gated else None
        self.up, self.down = make(width, hidden), make(hidden, width)


class Transformer(torch.nn.Module):
    def __init__(self, vocabulary, context, width, depth, heads, hidden, gated=False, tied=False):
        super().__init__()
        self.heads, self.head_width = heads, width // heads
        self.embedding = torch.nn.Parameter(torch.zeros(vocabulary, width))
        self.blocks = torch.nn.ModuleList(Block(width, hidden, gated) for _ in range(depth))
        self.norm = torch.nn.Parameter(torch.zeros(width))
        self.head = None if tied else torch.nn.Parameter(torch.zeros(width, vocabulary))
        half = self.head_width // 2
        angle = torch.arange(context, dtype=torch.float64)[:, None] * 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
        self.register_buffer("cosine", angle.cos().float()[None, :, None, None])
        self.register_buffer("sine", angle.sin().float()[None, :, None, None])
        self.register_buffer("mask", torch.full((context, context), -math.inf).triu(1))

    def named(self):
        """Our names, in our order; a fused matrix appears as views of its parts."""
        yield "embedding", self.embedding
        for i, block in enumerate(self.blocks):
            prefix = f"block.{i}."
            yield prefix + "attention.norm", block.attention_norm
            for name, part in zip(("query", "key", "value"), range(3)):
                yield prefix + "attention." + name, (block.qkv, part)
            yield prefix + "attention.output", block.output
            yield prefix + "mlp.norm", block.mlp_norm
            if block.gate is not None:
                yield prefix + "mlp.gate", block.gate
            yield prefix + "mlp.up", block.up
            yield prefix + "mlp.down", block.down
        yield "norm", self.norm
        if self.head is not None:
            yield "head", self.head

    def forward(self, tokens, targets):
        count, context = tokens.shape
        x = F.embedding(tokens, self.embedding).view(count * context, -1)
        for block in self.blocks:
            q, k, v = (normed(x, block.attention_norm) @ block.qkv).view(count, context, 3, self.heads, -1).unbind(2)
            q, k = self.turned(torch.stack((q, k), 2)).unbind(2)
            flat = lambda y: y.transpose(1, 2).reshape(count * self.heads, context, -1)
            scores = torch.baddbmm(self.mask, flat(q), flat(k).transpose(1, 2), alpha=1 / math.sqrt(self.head_width))
            o = (scores.softmax(-1) @ flat(v)).view(count, self.heads, context, -1).transpose(1, 2).reshape(count * context, -1)
            x = torch.addmm(x, o, block.output)
            n = normed(x, block.mlp_norm)
            up = n @ block.up
            active = F.gelu(up, approximate="tanh") if block.gate is None else F.silu(n @ block.gate) * up
            x = torch.addmm(x, active, block.down)
        head = self.embedding.t() if self.head is None else self.head
        return F.cross_entropy(normed(x, self.norm) @ head, targets.reshape(-1))

    def turned(self, x):
        a, b = x.chunk(2, -1)
        return torch.cat((a * self.cosine - b * self.sine, a * self.sine + b * self.cosine), -1)


def normed(x, gain):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-5) * gain
