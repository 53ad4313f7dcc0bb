using Anneal.Simulation;
using Anneal.Training.Data;

namespace Anneal.Training.Tests.Data;

public sealed class LanguageSourceTests
{
    static readonly LanguageSource Small = new(new() { Vocabulary = 32, Length = 24, Followers = 4, Depth = 2, Fineness = 2 }, new Seed(5));

    [Fact]
    public void Tokens_are_as_frequent_as_their_stated_probabilities()
    {
        // Predicted minus observed counts have mean 0 and a variance of Σ p (1 − p), token by token.
        var batch = new Batch(2000, Small.Shape);
        Small.Fill(0, batch);
        var (p, expected, variance, observed) = (new double[32], new double[32], new double[32], new double[32]);
        for (var i = 0; i < batch.Count; i++)
        {
            for (var t = 0; t < 24; t++)
            {
                Small.Probabilities(batch.Tokens.AsSpan(24 * i, t + 1), p);
                Assert.Equal(1, p.Sum(), 1e-12);
                for (var v = 0; v < 32; v++) (expected[v], variance[v]) = (expected[v] + p[v], variance[v] + (p[v] * (1 - p[v])));
                observed[batch.Targets[(24 * i) + t]]++;
            }
        }

        for (var v = 0; v < 32; v++) Assert.InRange((observed[v] - expected[v]) / Math.Sqrt(variance[v]), -4.5, 4.5);
    }

    [Fact]
    public void The_floor_is_the_mean_log_probability_of_what_comes()
    {
        var batch = new Batch(2000, Small.Shape);
        Small.FillHeldOut(0, batch);
        var (p, losses) = (new double[32], new List<double>());
        for (var i = 0; i < batch.Count; i++)
        {
            var sum = 0.0;
            for (var t = 0; t < 24; t++)
            {
                Small.Probabilities(batch.Tokens.AsSpan(24 * i, t + 1), p);
                sum -= Math.Log(p[batch.Targets[(24 * i) + t]]);
            }

            losses.Add(sum / 24);
        }

        var mean = losses.Average();
        var error = Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean))) / losses.Count;
        Assert.Equal(Small.LossFloor!.Value, mean, (4 * error) + 0.02);
    }

    [Fact]
    public void A_target_is_the_next_token()
    {
        var batch = new Batch(3, Small.Shape);
        Small.Fill(9, batch);
        for (var i = 0; i < 3; i++) Assert.Equal(batch.Tokens.Skip((24 * i) + 1).Take(23), batch.Targets.Skip(24 * i).Take(23));
    }

    [Fact]
    public void Only_the_last_tokens_matter_and_deeper_ones_matter_less()
    {
        int[] history = [3, 1, 4, 1, 5];
        var (p, q) = (new double[32], new double[32]);
        Small.Probabilities(history, p);
        double Change(int back)
        {
            var other = history.ToArray();
            other[^back] = 31;
            Small.Probabilities(other, q);
            return p.Zip(q).Sum(pair => Math.Abs(pair.First - pair.Second));
        }

        Assert.Equal(0, Change(3));
        Assert.InRange(Change(2), 1e-3, Change(1));
    }

    [Fact]
    public void Tokens_stay_zipfian()
    {
        var source = new LanguageSource(new() { Vocabulary = 256, Length = 64 }, new Seed(2));
        var batch = new Batch(1000, source.Shape);
        source.Fill(0, batch);
        var counts = batch.Targets.GroupBy(token => token).ToDictionary(group => group.Key, group => group.Count());
        // (r + 3)^−1.1: tokens 0 … 9 are 2.9 times as common as 10 … 39 per token, and 10 … 39 7 times as common as 100 … 255.
        double Mean(int from, int to) => Enumerable.Range(from, to - from).Average(token => (double)counts.GetValueOrDefault(token));
        Assert.InRange(Mean(0, 10) / Mean(10, 40), 2, 6);
        Assert.InRange(Mean(10, 40) / Mean(100, 256), 4, 14);
    }

    [Fact]
    public void Without_depth_the_floor_is_the_entropy_of_the_common_tokens()
    {
        var source = new LanguageSource(new() { Vocabulary = 16, Length = 4, Depth = 0 }, new Seed(2));
        var weights = Enumerable.Range(0, 16).Select(r => Math.Pow(r + 3, -1.1)).ToArray();
        Assert.Equal(-weights.Select(w => w / weights.Sum()).Sum(u => u * Math.Log(u)), source.LossFloor!.Value, 1e-12);
    }
}
