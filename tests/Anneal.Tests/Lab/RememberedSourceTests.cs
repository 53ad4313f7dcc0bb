using Anneal.Lab.Studies.Networks;
using Anneal.Schedules;
using Anneal.Training.Data;

namespace Anneal.Tests.Lab;

public sealed class RememberedSourceTests
{
    [Fact]
    public void A_run_on_remembered_samples_is_the_run_on_the_source()
    {
        var config = SmallNetworks.Images(new Constant(0.05, 12));
        var source = new RememberedSource(SourceCatalog.Create("digits", new Dictionary<string, string>(), new(1)));

        var plain = NetworkRun.Train(config, CancellationToken.None);
        var first = NetworkRun.Train(config, source, CancellationToken.None);
        var again = NetworkRun.Train(config, source, CancellationToken.None);

        Assert.Equal(plain.Losses, first.Losses);
        Assert.Equal(plain.Losses, again.Losses);
        Assert.Equal(plain.HeldOut.Loss.ToArray(), again.HeldOut.Loss.ToArray());
    }
}
