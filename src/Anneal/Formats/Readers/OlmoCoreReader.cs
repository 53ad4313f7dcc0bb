namespace Anneal.Formats;

/// <summary>OLMo-core: <c>[step=20/1000,epoch=1,eta=2h]</c>, then <c>    train/CE loss=2.345</c>, <c>    optim/LR (group 0)=0.0003</c>.</summary>
/// <remarks>The first update is step 1; its rate is set in the same step, and the loss is that step's.</remarks>
sealed class OlmoCoreReader : StepBlockReader
{
    public override string Name => "OLMo-core";

    protected override LogConvention Convention => LogConvention.FromOne;

    protected override ReadOnlySpan<byte> LossKey => "train/CE loss="u8;
}
