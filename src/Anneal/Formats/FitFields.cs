using System.Collections.Immutable;
using System.Text.Json;
using Anneal.Fitting;
using Anneal.Laws;
using Anneal.Numerics;

namespace Anneal.Formats;

/// <summary>A fit as fields of a JSON object.</summary>
static class FitFields
{
    public static void Write(Utf8JsonWriter json, SavedFit saved)
    {
        var (fit, law) = (saved.Fit, saved.Fit.Law.Law);
        json.WriteString("format", FitFile.Format);
        json.WriteString("law", law.Card.Name);
        Named(json, "parameters", law, fit.Law.Theta);
        Named(json, "standardErrors", law, fit.StandardErrors);
        json.WriteString("warmupResponse", Names.Kebab(fit.Law.Warmup.ToString()));
        json.WriteString("stop", Names.Kebab(fit.Stop.ToString()));
        json.WriteNumber("iterations", fit.Iterations);
        Number(json, "objective", fit.Objective);
        // Infinity, for least squares, is null.
        Number(json, "huberDelta", fit.HuberDelta);
        Number(json, "noise", fit.Noise);
        json.WriteStartObject("modelError");
        Number(json, "level", fit.ModelError.Level);
        json.WriteNumber("heldOutRuns", fit.ModelError.HeldOutRuns);
        json.WriteEndObject();
        json.WriteStartObject("reference");
        Number(json, "rate", fit.Reference.Rate);
        Number(json, "steps", fit.Reference.Steps);
        json.WriteEndObject();
        WriteSeen(json, fit.Seen);
        WriteCovariance(json, law, fit.Covariance);
        List(json, "unidentified", fit.Unidentified, missing =>
        {
            json.WriteString("parameter", missing.Parameter);
            json.WriteString("reason", missing.Reason);
            json.WriteString("remedy", missing.Remedy);
        });
        List(json, "priors", fit.Priors, prior =>
        {
            json.WriteString("parameter", prior.Parameter);
            Number(json, "mean", prior.Mean);
            Number(json, "deviation", prior.Deviation);
        });
        json.WriteStartObject("held");
        foreach (var (name, value) in fit.Held) Number(json, name, value);
        json.WriteEndObject();
        List(json, "runs", fit.Runs, run =>
        {
            json.WriteString("name", run.Name);
            json.WriteNumber("points", run.Points);
            json.WriteNumber("firstStep", run.FirstStep);
            json.WriteNumber("lastStep", run.LastStep);
            Number(json, "rmse", run.Rmse);
            Number(json, "bias", run.Bias);
            Number(json, "noise", run.Noise);
        });
        Texts(json, "notes", fit.Notes);
        WriteSources(json, saved.Sources);
    }

    public static SavedFit Read(JsonFields fields)
    {
        var law = Law(fields);
        var (parameters, errors) = (fields.Object("parameters"), fields.Object("standardErrors"));
        var known = law.Parameters.Select(parameter => parameter.Name).ToArray();
        foreach (var name in parameters.Names)
        {
            if (!known.Contains(name))
                throw fields.Wrong($"the {law.Card.Title} has no parameter {Names.Quote(name)}; it has {string.Join(", ", known)}");
        }

        var theta = known.Select(parameters.Number).ToImmutableArray();
        for (var j = 0; j < known.Length; j++) RequireAdmissible(fields, law.Parameters[j], theta[j]);
        var (modelError, reference) = (fields.Object("modelError"), fields.Object("reference"));
        var held = fields.Object("held");
        var fit = new Fit
        {
            Law = new CalibratedLaw(law, theta, Word<WarmupResponse>(fields, "warmupResponse")),
            StandardErrors = [.. known.Select(errors.Number)],
            Reference = new ReferenceScale(reference.Number("rate"), reference.Number("steps")),
            Covariance = fields.IsNull("covariance") ? [] : fields.Object("covariance").Matrix("matrix", known.Length),
            Objective = fields.Number("objective"),
            Iterations = fields.Whole("iterations"),
            Stop = Word<StopReason>(fields, "stop"),
            Unidentified = fields.Objects("unidentified", x => new Unidentified(x.Text("parameter"), x.Text("reason"), x.Text("remedy"))),
            Runs = fields.Objects("runs", x => new RunResiduals(
                x.Text("name"), x.Whole("points"), x.Whole("firstStep"), x.Whole("lastStep"), x.Number("rmse"), x.Number("bias"), x.Number("noise"))),
            Seen = Seen(fields.Object("seen")),
            Noise = fields.NotNegative("noise"),
            ModelError = new ModelError(modelError.NotNegative("level"), modelError.Whole("heldOutRuns")),
            Priors = fields.Objects("priors", x => new ParameterPrior(x.Text("parameter"), x.Number("mean"), x.Number("deviation"))),
            Held = held.Names.ToImmutableSortedDictionary(name => name, held.Number, StringComparer.Ordinal),
            HuberDelta = fields.NumberOrNull("huberDelta") ?? double.PositiveInfinity,
            Notes = fields.Texts("notes"),
        };
        return new SavedFit(fit, Sources(fields.Object("read")));
    }

    static LossLaw Law(JsonFields fields)
    {
        var name = fields.Text("law");
        return LawCatalog.All.FirstOrDefault(law => law.Card.Name == name)
            ?? throw fields.Wrong(
                $"its law {Names.Quote(name)} is not known here{Names.DidYouMean(name, LawCatalog.Names)} (the laws are {string.Join(", ", LawCatalog.Names)})");
    }

    // A bound that went through a logarithm and back is off by rounding.
    static void RequireAdmissible(JsonFields fields, LawParameter parameter, double value)
    {
        const double Rounding = 1e-9;
        var (lower, upper) = (parameter.Lower, parameter.Upper);
        if (value >= lower - (Rounding * Math.Abs(lower)) && value <= upper + (Rounding * Math.Abs(upper))) return;
        throw fields.Wrong(FormattableString.Invariant(
            $"the parameter {parameter.Name} is {value}; it lies in {lower} … {upper}; fit the runs again"));
    }

    static T Word<T>(JsonFields fields, string name) where T : struct, Enum
    {
        var text = fields.Text(name);
        foreach (var value in Enum.GetValues<T>())
        {
            if (Names.Kebab(value.ToString()) == text) return value;
        }

        throw fields.Wrong($"the field '{name}' is {Names.Quote(text)}; it is {string.Join(" or ", Enum.GetNames<T>().Select(Names.Kebab))}");
    }

    static void WriteSeen(Utf8JsonWriter json, SeenRange seen)
    {
        json.WriteStartObject("seen");
        Number(json, "lowestRate", seen.LowestRate);
        Number(json, "lowestPeak", seen.LowestPeak);
        Number(json, "highestPeak", seen.HighestPeak);
        json.WriteNumber("steps", seen.Steps);
        Number(json, "fullSteps", seen.FullSteps);
        Number(json, "deepestDrop", seen.DeepestDrop);
        json.WriteBoolean("hasRise", seen.HasRise);
        json.WriteEndObject();
    }

    static SeenRange Seen(JsonFields seen) => new(
        seen.Number("lowestRate"), seen.Number("lowestPeak"), seen.Number("highestPeak"),
        seen.Whole("steps"), seen.Number("deepestDrop"), seen.Flag("hasRise"))
    {
        FullSteps = seen.Number("fullSteps"),
    };

    // Of the fit's unit-free coordinates, one for each parameter.
    static void WriteCovariance(Utf8JsonWriter json, LossLaw law, ImmutableArray<double> covariance)
    {
        if (covariance.IsEmpty)
        {
            json.WriteNull("covariance");
            return;
        }

        var p = law.Parameters.Length;
        json.WriteStartObject("covariance");
        Texts(json, "coordinates", law.Parameters.Select(parameter => parameter.Name));
        json.WriteStartArray("matrix");
        for (var i = 0; i < p; i++)
        {
            json.WriteStartArray();
            for (var j = 0; j < p; j++) Value(json, covariance[(i * p) + j]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteSources(Utf8JsonWriter json, FitSources sources)
    {
        json.WriteStartObject("read");
        Texts(json, "logs", sources.Logs);
        json.WriteString("metric", sources.Metric);
        Number(json, "batchSize", sources.BatchSize);
        Number(json, "tokensPerStep", sources.TokensPerStep);
        json.WriteString("lossUnit", sources.LossUnit);
        json.WriteString("optimizer", sources.Optimizer);
        json.WriteEndObject();
    }

    static FitSources Sources(JsonFields read) => new(read.Texts("logs"))
    {
        Metric = read.TextOrNull("metric"),
        BatchSize = read.NumberOrNull("batchSize"),
        TokensPerStep = read.NumberOrNull("tokensPerStep"),
        LossUnit = read.TextOrNull("lossUnit"),
        Optimizer = read.TextOrNull("optimizer"),
    };

    static void Named(Utf8JsonWriter json, string name, LossLaw law, ImmutableArray<double> values)
    {
        json.WriteStartObject(name);
        for (var i = 0; i < values.Length; i++) Number(json, law.Parameters[i].Name, values[i]);
        json.WriteEndObject();
    }

    static void List<T>(Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<T> fields)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            fields(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    static void Number(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        Value(json, value);
    }

    static void Value(Utf8JsonWriter json, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteNullValue();
    }
}
