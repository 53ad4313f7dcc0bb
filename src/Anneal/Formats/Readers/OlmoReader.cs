namespace Anneal.Formats;

/// <summary>OLMo: <c>… INFO [step=1/739328,epoch=0]</c>, then lines such as <c>    train/CrossEntropyLoss=12.18</c>.</summary>
/// <remarks>
/// The first update is step 1; the rate is set before the update and logged with it, and the loss is that step's (train.py).
/// Evaluations follow their step. The console has four digits of a loss above 10, fewer decimals the larger a number is.
/// </remarks>
sealed class OlmoReader : StepBlockReader
{
    public override string Name => "OLMo";

    protected override LogConvention Convention => LogConvention.FromOne;

    protected override ReadOnlySpan<byte> LossKey => "train/CrossEntropyLoss="u8;
}
