"""PyTorch's side of `bench training`: does what each line of its input asks and answers with one line.

Usage: transformer.py VOCABULARY CONTEXT WIDTH DEPTH HEADS HIDDEN SEQUENCES THREADS, with OPENBLAS_NUM_THREADS and
OMP_NUM_THREADS set to THREADS. Requests: about (version and BLAS as JSON), step N and products N (seconds of the fastest
of N), peak (MiB of resident memory).
"""
import json
import os
import resource
import sys
import time

import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden"))
from model import Transformer  # noqa: E402

vocabulary, context, width, depth, heads, hidden, sequences, threads = map(int, sys.argv[1:])
torch.set_num_threads(threads)
torch.manual_seed(1)
model = Transformer(vocabulary, context, width, depth, heads, hidden)
with torch.no_grad():
    for p in model.parameters():
        p.fill_(1) if p.dim() == 1 else p.normal_(0, 0.02)
tokens = torch.randint(vocabulary, (sequences, context))
targets = torch.randint(vocabulary, (sequences, context))
decayed = [p for p in model.parameters() if p.dim() == 2]
plain = [p for p in model.parameters() if p.dim() == 1]
optimizer = torch.optim.AdamW(
    [dict(params=decayed, weight_decay=0.1), dict(params=plain, weight_decay=0)], lr=1e-3, betas=(0.9, 0.95), foreach=True)


def step():
    optimizer.zero_grad(set_to_none=True)
    loss = model(tokens, targets)
    loss.backward()
    optimizer.step()
    return loss.item()


def products():
    """The products with weights in one step: forward, to the input and to the weight; queries, keys and values are one."""
    rows = sequences * context
    shapes = [(width, 3 * width, depth), (width, width, depth), (width, hidden, depth), (hidden, width, depth), (width, vocabulary, 1)]
    operands = [(torch.randn(rows, i), torch.randn(i, o), torch.randn(rows, o), n) for i, o, n in shapes]

    def run():
        for x, w, y, n in operands:
            for _ in range(n):
                torch.mm(x, w)
                torch.mm(y, w.t())
                torch.mm(x.t(), y)

    return run


def fastest(work, count):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


replay = None
for line in sys.stdin:
    request = line.split()
    if request[0] == "about":
        with open("/proc/self/maps") as maps:
            blas = sorted({os.path.realpath(row.split()[-1]) for row in maps if "blas" in row})
        answer = json.dumps(dict(version=torch.__version__, blas=blas, threads=torch.get_num_threads()))
    elif request[0] == "step":
        answer = fastest(step, int(request[1]))
    elif request[0] == "products":
        replay = replay or products()
        answer = fastest(replay, int(request[1]))
    else:
        answer = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(answer, flush=True)
