using System.Globalization;
using System.Text;
using Anneal.Schedules;

namespace Anneal.Dialects;

/// <summary>A schedule as a Python function of the update's index, in closed form where there is one and as a table elsewhere.</summary>
static class PythonRate
{
    const int MostParts = 64;
    const int NumbersInLine = 6;

    /// <summary>
    /// <c>STEPS</c>, <c>PEAK</c>, tables where they are needed, and <c>def rate(t)</c>, which takes any index: before the first update
    /// it gives the first rate, after the last one the last.
    /// </summary>
    public static string Of(ExportRequest request, PythonTensors? tensors = null)
    {
        var parts = ScheduleParts.Of(request.Schedule);
        if (parts.Count > MostParts && request.Options.Points is null) parts = [new(0, request.Steps, new Tabulated(request.Schedule.ToArray()), 0, 1)];
        var tables = new StringBuilder();
        var code = new StringBuilder();
        code.Append(CultureInfo.InvariantCulture, $"STEPS = {request.Steps}\nPEAK = {Number(request.Peak)}\n");
        string body;
        if (request.Options.Points is not null && parts.Count > 2)
        {
            List(tables, "_AT", parts.Select(part => part.Start.ToString(CultureInfo.InvariantCulture)));
            List(tables, "_RATES", parts.Select(part => Number(request.Schedule[part.Start])));
            body = tensors is null ? Bisected : tensors.Interpolated;
        }
        else
        {
            var expressions = parts.Select((part, i) => Expression(part, i, tables, tensors)).ToArray();
            body = tensors is null ? Branches(parts, expressions) : tensors.Chosen(parts, expressions);
        }

        code.Append(tables);
        code.Append("\n\ndef rate(t):\n    \"\"\"The rate of update t + 1; t counts from 0. After the last update the rate stays.\"\"\"\n");
        code.Append(body);
        return code.ToString();
    }

    /// <summary>A number that Python reads back to the same double.</summary>
    public static string Number(double value) => NumberText.Exact(value) is var text && text.AsSpan().IndexOfAny('.', 'e') < 0 ? $"{text}.0" : text;

    const string Bisected = """
            t = min(max(int(t), 0), STEPS - 1)
            k = bisect.bisect_right(_AT, t) - 1
            if k + 1 == len(_AT):
                return _RATES[k]
            return _RATES[k] + (_RATES[k + 1] - _RATES[k]) * (t - _AT[k]) / (_AT[k + 1] - _AT[k])

        """;

    static string Branches(IReadOnlyList<SchedulePart> parts, string[] expressions)
    {
        var code = new StringBuilder("    t = min(max(int(t), 0), STEPS - 1)\n");
        for (var i = 0; i < expressions.Length; i++)
        {
            var isLast = i == expressions.Length - 1;
            if (!isLast) code.Append(CultureInfo.InvariantCulture, $"    if t < {parts[i].Start + parts[i].Steps}:\n    ");
            code.Append(CultureInfo.InvariantCulture, $"    return {expressions[i]}\n");
        }

        return code.ToString();
    }

    static string Expression(SchedulePart part, int number, StringBuilder tables, PythonTensors? tensors)
    {
        var (m, least) = (tensors?.Math ?? "math", tensors?.Least ?? "min");
        var shift = part.Start - part.Offset;
        var i = shift switch
        {
            0 => "t",
            > 0 => string.Create(CultureInfo.InvariantCulture, $"(t - {shift})"),
            _ => string.Create(CultureInfo.InvariantCulture, $"(t + {-shift})"),
        };
        var text = part.Leaf switch
        {
            Constant constant => tensors is null ? Number(constant.Rate) : tensors.Constant(Number(constant.Rate)),
            Linear ramp => Straight(ramp, Of($"{i} / {ramp.Steps}")),
            Cosine ramp => Falling(ramp, Of($"(1.0 + {m}.cos({tensors?.Pi ?? "math.pi"} * ({i} / {ramp.Steps}))) / 2.0")),
            Exponential ramp => Of($"{Number(ramp.From)} * {Number(ramp.To / ramp.From)} ** ({i} / {ramp.Steps})"),
            OneMinusSqrt ramp => Falling(ramp, Of($"(1.0 - {m}.sqrt({NotBelow(tensors, i)} / {ramp.Steps}))")),
            Square ramp => Falling(ramp, Of($"(1.0 - ({i} / {ramp.Steps}) ** 2)")),
            SqrtCube ramp => Falling(ramp, Of($"{NotBelow(tensors, $"(1.0 - {i} / {ramp.Steps})")} ** 1.5")),
            Power ramp => Falling(ramp, Of($"{NotBelow(tensors, $"(1.0 - {i} / {ramp.Steps})")} ** {Number(ramp.Exponent)}")),
            InverseSqrt ramp => Of($"{Number(ramp.Peak)} * {m}.sqrt({ramp.Timescale} / ({ramp.Timescale} + {NotBelow(tensors, i)}))"),
            StepDecay stairs => Of($"{Number(stairs.Rate)} * {Number(stairs.Factor)} ** ({i} // {stairs.Every})"),
            Cyclic wave => Of($"{Number(wave.Low)} + ({Number(wave.High)} - {Number(wave.Low)}) * {least}({i} % {2L * wave.Half}, {2L * wave.Half} - {i} % {2L * wave.Half}) / {wave.Half}"),
            CosineRestarts wave => Of($"{Number(wave.To)} + ({Number(wave.From)} - {Number(wave.To)}) * (1.0 + {m}.cos({tensors?.Pi ?? "math.pi"} * ({i} % {wave.Period} / {wave.Period}))) / 2.0"),
            _ => Table(part, number, tables, tensors),
        };
        return part.Factor == 1 || (part.Leaf is not (Ramp or Constant or InverseSqrt or StepDecay or Cyclic or CosineRestarts)) ? text : $"{Number(part.Factor)} * ({text})";
    }

    // A branch that is not taken is computed all the same where all are, and must not be NaN there.
    static string NotBelow(PythonTensors? tensors, string value) => tensors is null ? value : tensors.NotBelowZero(value);

    static string Straight(Ramp ramp, string progress) => $"{Number(ramp.From)} + ({Number(ramp.To)} - {Number(ramp.From)}) * ({progress})";

    static string Falling(Ramp ramp, string left) => $"{Number(ramp.To)} + ({Number(ramp.From)} - {Number(ramp.To)}) * {left}";

    static string Table(SchedulePart part, int number, StringBuilder tables, PythonTensors? tensors)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"_TABLE{number}");
        List(tables, name, Enumerable.Range(part.Offset, part.Steps).Select(t => Number(part.Factor * part.Leaf[t])));
        var index = string.Create(CultureInfo.InvariantCulture, $"t - {part.Start}");
        return tensors is null ? $"{name}[{index}]" : tensors.Taken(name, index);
    }

    static void List(StringBuilder code, string name, IEnumerable<string> numbers)
    {
        code.Append(CultureInfo.InvariantCulture, $"{name} = (\n");
        foreach (var line in numbers.Chunk(NumbersInLine)) code.Append(CultureInfo.InvariantCulture, $"    {string.Join(", ", line)},\n");
        code.Append(")\n");
    }

    static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How a library of tensors writes what Python's <c>math</c> and branches do for numbers.</summary>
sealed record PythonTensors(string Math, string Pi, string Least)
{
    /// <summary>JAX.</summary>
    public static PythonTensors Jax { get; } = new("jnp", "jnp.pi", "jnp.minimum");

    /// <summary>Keras 3.</summary>
    public static PythonTensors Keras { get; } = new("ops", "math.pi", "ops.minimum");

    bool IsJax => Math == "jnp";

    public string Constant(string number) => IsJax ? $"jnp.asarray({number})" : $"ops.convert_to_tensor({number})";

    public string NotBelowZero(string value) => $"{Math}.maximum({value}, 0.0)";

    public string Taken(string table, string index) => IsJax
        ? $"jnp.asarray({table})[jnp.clip({index}, 0, len({table}) - 1)]"
        : $"ops.take(ops.convert_to_tensor({table}), ops.cast(ops.clip({index}, 0, len({table}) - 1), \"int32\"))";

    public string Interpolated => IsJax
        ? "    return jnp.interp(jnp.clip(jnp.asarray(t), 0, STEPS - 1), jnp.asarray(_AT), jnp.asarray(_RATES))\n"
        : throw new InputException("Keras has no interpolation; export without points.");

    public string Chosen(IReadOnlyList<SchedulePart> parts, string[] expressions)
    {
        var code = new StringBuilder(IsJax ? "    t = jnp.clip(jnp.asarray(t), 0, STEPS - 1)\n" : "    t = ops.clip(ops.cast(t, \"float32\"), 0, STEPS - 1)\n");
        var (open, close) = ("", "");
        for (var i = 0; i < expressions.Length - 1; i++)
        {
            code.Append(CultureInfo.InvariantCulture, $"    {(i == 0 ? "return " : "    ")}{Math}.where(t < {parts[i].Start + parts[i].Steps}, {expressions[i]},\n");
            close += ")";
        }

        code.Append(CultureInfo.InvariantCulture, $"    {(expressions.Length == 1 ? "return " : "    ")}{open}{expressions[^1]}{close}\n");
        return code.ToString();
    }
}
