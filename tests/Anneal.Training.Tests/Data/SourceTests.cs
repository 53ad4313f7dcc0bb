using Anneal.Simulation;
using Anneal.Training.Data;

namespace Anneal.Training.Tests.Data;

/// <summary>What every source must do.</summary>
public sealed class SourceTests
{
    static readonly Dictionary<string, Func<int, SampleSource>> Sources = new(StringComparer.Ordinal)
    {
        ["language"] = seed => new LanguageSource(new() { Length = 20, Vocabulary = 64 }, new Seed((ulong)seed)),
        ["text"] = seed => Text(seed),
        ["teacher"] = seed => new TeacherSource(new() { Features = 9 }, new Seed((ulong)seed)),
        ["digits"] = seed => new DigitsSource(new() { Side = 8 }, new Seed((ulong)seed)),
    };

    public static TheoryData<string> Names() => [.. SourceCatalog.All];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_is_a_function_of_its_number_alone(string name)
    {
        var source = Sources[name](1);
        var (many, one) = (new Batch(7, source.Shape), new Batch(1, source.Shape));
        source.Fill(5, many);
        for (var i = 6; i >= 0; i--)
        {
            Sources[name](1).Fill(5 + i, one);
            Assert.Equal(Numbers(one, 0), Numbers(many, i));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_differ_from_each_other_from_those_held_out_and_from_another_seeds(string name)
    {
        var (source, other) = (Sources[name](1), Sources[name](2));
        var batch = new Batch(12, source.Shape);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fill in new Action<long, Batch>[] { source.Fill, source.FillHeldOut, other.Fill })
        {
            fill(0, batch);
            for (var i = 0; i < batch.Count; i++) seen.Add(string.Join(' ', Numbers(batch, i)));
        }

        // A text's windows come in another order under another seed, and a few may be the same ones.
        Assert.InRange(seen.Count, name == "text" ? 25 : 36, 36);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Filling_allocates_nothing(string name)
    {
        var source = Sources[name](1);
        var batch = new Batch(4, source.Shape);
        Assert.Contains(0, Enumerable.Range(0, 20).Select(i =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            source.Fill(i, batch);
            source.FillHeldOut(i, batch);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }).ToList());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tokens_and_labels_lie_in_their_range_and_a_wrong_batch_is_refused(string name)
    {
        var source = Sources[name](3);
        var batch = new Batch(50, source.Shape);
        source.Fill(1L << 40, batch);
        if (source.Shape.Kind != SampleKind.Values) Assert.All(batch.Targets, target => Assert.InRange(target, 0, source.Shape.Classes - 1));
        Assert.All(batch.Tokens, token => Assert.InRange(token, 0, source.Shape.Classes - 1));
        Assert.All(batch.Features, feature => Assert.True(float.IsFinite(feature)));
        Assert.Throws<ArgumentException>(() => source.Fill(0, new(1, new(SampleKind.Labels, 3, 2))));
    }

    [Fact]
    public void Names_and_settings_that_are_not_there_are_answered_with_those_that_are()
    {
        InputException Fault(string name, string setting, string value) =>
            Assert.Throws<InputException>(() => SourceCatalog.Create(name, new Dictionary<string, string> { [setting] = value }, new Seed(1)));
        Assert.Contains("zipf is 1000", Fault("language", "zipf", "1000").Message, StringComparison.Ordinal);
        Assert.Contains("fall is 1E+300", Fault("language", "fall", "1e300").Message, StringComparison.Ordinal);
        Assert.StartsWith("No data is called 'digit'; did you mean 'digits'?", Fault("digit", "side", "8").Message);
        Assert.Contains("data 'language' has no setting 'vocab'; did you mean 'vocabulary'?", Fault("language", "vocab", "8").Message);
        Assert.Equal("data 'digits': side is 4; it must be from 8 to 64.", Fault("digits", "side", "4").Message);
        Assert.Contains("source-exponent is above 1", Fault("teacher", "source-exponent", "1").Message);
        Assert.Contains("set 'path'", Fault("text", "length", "8").Message);
        Assert.IsType<DigitsSource>(SourceCatalog.Create("digits", Settings.None, new Seed(1)));
    }

    static IEnumerable<double> Numbers(Batch batch, int sample)
    {
        var width = batch.Shape.Width;
        return batch.Shape.Kind == SampleKind.Tokens
            ? batch.Tokens.Skip(sample * width).Take(width).Concat(batch.Targets.Skip(sample * width).Take(width)).Select(x => (double)x)
            : batch.Features.Skip(sample * width).Take(width).Select(x => (double)x).Append(batch.Targets[sample]).Append(batch.Values[sample]);
    }

    static TextSource Text(int seed)
    {
        using var folder = new Folder();
        var numbers = new RandomNumbers(new Seed(77));
        var text = string.Join(' ', Enumerable.Range(0, 3000).Select(_ => "abcdefgh"[..(1 + (int)(8 * numbers.NextUniform()))]));
        return new(new() { Path = folder.Write("a.txt", text), Length = 20, HeldOut = 0.2 }, new Seed((ulong)seed));
    }
}
