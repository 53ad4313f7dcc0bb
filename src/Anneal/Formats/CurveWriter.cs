using System.Globalization;
using Anneal.Curves;

namespace Anneal.Formats;

/// <summary>The canonical log: <c>step,lr,loss</c> (or <c>val_loss</c>, <c>train_loss</c>), one row a point, numbers in full.</summary>
public static class CurveWriter
{
    /// <summary>Writes a run; reading it again gives the same steps, losses and rates at those steps, to the bit.</summary>
    /// <param name="run">The run; its schedule covers its curve.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="hasRates">Whether its rates are known; the cells stay empty otherwise.</param>
    public static void Write(TrainingRun run, TextWriter writer, bool hasRates = true)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        // A name that readers know stays; one of the user's own may hold anything.
        var loss = ColumnNames.IsLoss(ColumnNames.Classify(run.Metric).Role) ? ColumnNames.Normalise(run.Metric) : "loss";
        writer.Write($"step,lr,{loss}\n");
        var steps = run.Curve.Steps;
        for (var i = 0; i < steps.Length; i++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{steps[i]},{(hasRates ? run.Schedule[steps[i]] : null):R},{run.Curve.Loss[i]:R}\n"));
    }
}
