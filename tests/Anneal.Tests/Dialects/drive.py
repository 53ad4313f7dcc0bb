"""Trains a one-parameter model with exported schedules: from the start, and resumed at every update.

python3 drive.py KIND FOLDER reads every FOLDER/*.py (stock: *.txt) and writes beside it NAME.rates: a line for the run from
the start and one for each resumed run, the rate of every update as Python prints it.
"""
import copy
import glob
import importlib.util
import re
import sys
import types

WITHOUT_TORCH = ("optax", "keras", "megatron", "olmo-core", "nanogpt")
if sys.argv[1] not in WITHOUT_TORCH:
    import torch


def stub(name, **names):
    """A module that is not here, with as much of it as exports use."""
    module = types.ModuleType(name)
    module.__dict__.update(names)
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules.get(parent) or stub(parent), child, module)
    return module


def load(path):
    spec = importlib.util.spec_from_file_location("exported", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def optimizer_of(lr):
    parameter = torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))
    return torch.optim.SGD([parameter], lr=lr)


def update(optimizer):
    parameter = optimizer.param_groups[0]["params"][0]
    optimizer.zero_grad()
    ((parameter - 1.0) ** 2).sum().backward()
    optimizer.step()


def scheduled(make, lr, steps):
    """Runs of a torch scheduler; both are built before their states are loaded."""

    def run(start, states):
        optimizer = optimizer_of(lr)
        scheduler = make(optimizer)
        if start:
            optimizer.load_state_dict(states[start][0])
            scheduler.load_state_dict(states[start][1])
        rates = []
        for t in range(start, steps):
            if not start and states is not None:
                states[t] = copy.deepcopy((optimizer.state_dict(), scheduler.state_dict()))
            rates.append(optimizer.param_groups[0]["lr"])
            update(optimizer)
            scheduler.step()
        return rates

    if "CyclicLR" in type(make(optimizer_of(lr))).__name__:
        # PyTorch 1.13 cannot copy its state.
        return [run(0, None)]
    states = {}
    return [run(k, states) for k in range(steps)]


def called(rate, steps):
    return [[float(rate(t)) for t in range(k, steps)] for k in range(steps)]


def composer(module):
    def run(start):
        optimizer = optimizer_of(module.PEAK)
        callback = module.callback()
        rates = []
        for t in range(start, module.STEPS):
            state = types.SimpleNamespace(optimizers=[optimizer], timestamp=types.SimpleNamespace(batch=t))
            callback.batch_start(state, None)
            rates.append(optimizer.param_groups[0]["lr"])
            update(optimizer)
        return rates

    return [run(k) for k in range(module.STEPS)]


def timm(module):
    def run(start):
        optimizer = optimizer_of(module.PEAK)
        scheduler = module.scheduler(optimizer)
        if start:
            scheduler.step_update(num_updates=start)
        rates = []
        for t in range(start, module.STEPS):
            rates.append(optimizer.param_groups[0]["lr"])
            update(optimizer)
            scheduler.step_update(num_updates=t + 1)
        return rates

    return [run(k) for k in range(module.STEPS)]


class TimmScheduler:
    def __init__(self, optimizer, param_group_field, t_in_epochs=True):
        self.optimizer, self.t_in_epochs = optimizer, t_in_epochs
        self.base_values = [group["lr"] for group in optimizer.param_groups]

    def update_groups(self, values):
        for group, value in zip(self.optimizer.param_groups, values):
            group["lr"] = value

    def step_update(self, num_updates):
        assert not self.t_in_epochs
        self.update_groups(self._get_lr(num_updates))


def megatron(module):
    scheduler = module.scheduler_class(128)()

    def rate(t):
        scheduler.num_steps = 128 * t
        return scheduler.get_lr({"max_lr": module.PEAK})

    return called(rate, module.STEPS)


def runs(kind, path):
    if kind == "stock":
        text = open(path).read()
        lr = float(re.search(r"^lr = (.*)$", text, re.M).group(1))
        steps = int(re.search(r"^steps = (.*)$", text, re.M).group(1))

        def make(optimizer):
            names = dict(vars(torch.optim.lr_scheduler), optimizer=optimizer)
            exec(text, names)
            return names["scheduler"]

        return scheduled(make, lr, steps)
    module = load(path)
    if kind in ("pytorch", "huggingface", "deepspeed"):
        return scheduled(module.scheduler, module.PEAK, module.STEPS)
    if kind == "lightning":

        def make(optimizer):
            configured = module.configure(optimizer)
            assert configured["optimizer"] is optimizer and configured["lr_scheduler"]["interval"] == "step"
            return configured["lr_scheduler"]["scheduler"]

        return scheduled(make, module.PEAK, module.STEPS)
    if kind == "torchtitan":
        return scheduled(lambda optimizer: module.build_lr_schedulers([optimizer]), module.PEAK, module.STEPS)
    if kind == "nanogpt":
        return called(module.get_lr, module.STEPS)
    if kind == "composer":
        return composer(module)
    if kind == "timm":
        return timm(module)
    if kind == "megatron":
        return megatron(module)
    if kind == "olmo-core":
        scheduler = module.scheduler_class()()
        return called(lambda t: scheduler.get_lr(module.PEAK, t + 1, module.STEPS), module.STEPS)
    if kind == "optax":
        return called(module.rate, module.STEPS)
    return called(module.Rates(), module.STEPS)


def main(kind, folder):
    if kind not in WITHOUT_TORCH:
        stub("composer", Callback=object)
        stub("timm.scheduler.scheduler", Scheduler=TimmScheduler)
        stub(
            "torchtitan.components.lr_scheduler",
            LRSchedulersContainer=lambda optimizers, factor: torch.optim.lr_scheduler.LambdaLR(optimizers[0], factor),
        )
    stub("megatron.core.optimizer_param_scheduler", OptimizerParamScheduler=object)
    stub("olmo_core.optim.scheduler", Scheduler=object)
    if kind in ("optax", "keras"):
        import numpy

        stub("jax.numpy", **vars(numpy))
        ops = stub("keras.ops", **vars(numpy))
        ops.cast = lambda value, dtype: numpy.asarray(value).astype(dtype.replace("float32", "float64"))
        ops.convert_to_tensor = numpy.asarray
        stub("keras.saving", register_keras_serializable=lambda package: lambda cls: cls)
        stub("keras.optimizers.schedules", LearningRateSchedule=object)
    for path in sorted(glob.glob(f"{folder}/*.txt" if kind == "stock" else f"{folder}/*.py")):
        with open(path.rsplit(".", 1)[0] + ".rates", "w") as out:
            for rates in runs(kind, path):
                out.write(" ".join(repr(float(rate)) for rate in rates) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
