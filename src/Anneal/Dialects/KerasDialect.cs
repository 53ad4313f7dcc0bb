using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>Keras: a <c>LearningRateSchedule</c>, of its own or its stock ones.</summary>
sealed class KerasDialect : IDialect
{
    public string Name => "keras";

    public IReadOnlyList<string> Aliases => ["tensorflow", "tf"];

    public string Title => "Keras 3";

    public IReadOnlyList<ExportForm> Forms => [ExportForm.Code, ExportForm.Stock];

    public string Limits => "code: single precision, and no table of points. stock: cosine with a warm-up, polynomial, exponential or stairs";

    public string StockUsage => "keras.optimizers.AdamW(learning_rate=schedule); optimizer.iterations is the index, from 0.";

    public DialectExport Code(ExportRequest request) => new(
        Name, $"import math\n\nimport keras\nfrom keras import ops\n\n{PythonRate.Of(request, PythonTensors.Keras)}{Class}", ExportForm.Code, 0, 0,
        "keras.optimizers.AdamW(learning_rate=Rates()); saved and loaded with the model where this file is imported.");

    const string Class = """


        @keras.saving.register_keras_serializable(package="anneal")
        class Rates(keras.optimizers.schedules.LearningRateSchedule):
            def __call__(self, step):
                return rate(step)

            def get_config(self):
                return {}

        """;

    public IEnumerable<string> Candidates(ExportRequest request, ScheduleOutline outline)
    {
        var head = Text.Of($"steps = {request.Steps}\n");
        foreach (var warmup in outline.Warmups())
        {
            var rest = request.Steps - warmup;
            if (rest < 1) continue;
            foreach (var floor in outline.Floors(request.Steps))
            {
                yield return Text.Of($"{head}schedule = CosineDecay(initial_learning_rate={outline.Start:R}, decay_steps={rest}, alpha={floor / outline.Peak:R}, warmup_target={outline.Peak:R}, warmup_steps={warmup})\n");
                yield return Text.Of($"{head}schedule = CosineDecay(initial_learning_rate={outline.Start:R}, decay_steps={request.Steps}, alpha={floor / outline.Peak:R})\n");
                yield return Text.Of($"{head}schedule = PolynomialDecay(initial_learning_rate={outline.Start:R}, decay_steps={request.Steps}, end_learning_rate={floor:R})\n");
            }
        }

        var stairs = ScheduleParts.Of(request.Schedule);
        if (stairs.All(part => part.Leaf is Constant))
        {
            // A boundary still belongs to the value before it.
            var places = string.Join(", ", stairs.Skip(1).Select(part => Text.Of($"{part.Start - 1}")));
            yield return $"{head}schedule = PiecewiseConstantDecay([{places}], [{string.Join(", ", stairs.Select(part => PythonRate.Number(part.Factor * ((Constant)part.Leaf).Rate)))}])\n";
        }
    }

    public Schedule Read(string text, ImportOptions options)
    {
        var all = StockArguments.Of(text);
        var call = (all.Calls.Count > 0 ? all.Calls[^1] : null) ?? throw new InputException("There is no schedule of Keras here, such as CosineDecay(3e-4, 1000).");
        int Steps(int otherwise) => options.Steps ?? all.Whole("steps", otherwise);
        switch (call.Name)
        {
            case "CosineDecay":
                var cosine = StockArguments.Of(call, "initial_learning_rate", "decay_steps", "alpha", "name", "warmup_target", "warmup_steps");
                var start = cosine.Number("initial_learning_rate");
                var peak = cosine.Number("warmup_target", start);
                // decay_steps comes after the warm-up, unlike optax's; without a target there is no warm-up.
                var warmup = cosine.Has("warmup_target") ? cosine.Whole("warmup_steps", 0) : 0;
                var (decay, floor) = (cosine.Whole("decay_steps"), peak * cosine.Number("alpha", 0));
                return Phases.Join(Steps(warmup + decay), floor, Phases.Line(start, peak, warmup), Phases.Cosine(peak, floor, decay));
            case "CosineDecayRestarts":
                var restarts = StockArguments.Of(call, "initial_learning_rate", "first_decay_steps", "t_mul", "m_mul", "alpha", "name");
                return Restarts(restarts, Steps(restarts.Whole("first_decay_steps")));
            case "PolynomialDecay":
                var power = StockArguments.Of(call, "initial_learning_rate", "decay_steps", "end_learning_rate", "power", "cycle", "name");
                if (power.Flag("cycle")) throw new InputException("cycle=True is not read; give the rates as a table.");
                var (first, length, end) = (power.Number("initial_learning_rate"), power.Whole("decay_steps"), power.Number("end_learning_rate", 1e-4));
                var shape = power.Number("power", 1) is var exponent && exponent == 1 ? DecayShape.Linear : DecayShape.Power(exponent);
                return Phases.Join(Steps(length), end, shape.Decay(first, end, length));
            case "ExponentialDecay" or "InverseTimeDecay":
                var x = StockArguments.Of(call, "initial_learning_rate", "decay_steps", "decay_rate", "staircase", "name");
                var (lr, every, factor, isStair) = (x.Number("initial_learning_rate"), x.Number("decay_steps"), x.Number("decay_rate"), x.Flag("staircase"));
                return Phases.Table(Steps(x.Whole("decay_steps")), t =>
                {
                    var place = isStair ? Math.Floor(t / every) : t / every;
                    return call.Name == "ExponentialDecay" ? lr * Math.Pow(factor, place) : lr / (1 + (factor * place));
                });
            case "PiecewiseConstantDecay":
                var stairs = StockArguments.Of(call, "boundaries", "values", "name");
                var (places, values) = (stairs.Numbers("boundaries"), stairs.Numbers("values"));
                if (values.Length != places.Length + 1) throw new InputException("PiecewiseConstantDecay has one value more than boundaries.");
                return TorchSchedulers.Stairs(Steps((int)places.Append(0).Max() + 1), [.. places.Select(place => place + 1)], i => values[i]);
            default:
                throw new InputException($"{call.Name} is no schedule of Keras that is read here.");
        }
    }

    static Schedule Restarts(StockArguments x, int steps)
    {
        var (lr, length, longer) = (x.Number("initial_learning_rate"), (double)x.Whole("first_decay_steps"), x.Number("t_mul", 2));
        var (factor, alpha) = (x.Number("m_mul", 1), x.Number("alpha", 0));
        return Phases.Table(steps, t =>
        {
            var (place, period, height) = ((double)t, length, 1.0);
            while (place >= period) (place, period, height) = (place - period, period * longer, height * factor);
            return lr * (((1 - alpha) * height * (1 + double.CosPi(place / period)) / 2) + alpha);
        });
    }
}
