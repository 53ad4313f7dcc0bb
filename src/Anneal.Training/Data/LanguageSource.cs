using Anneal.Simulation;

namespace Anneal.Training.Data;

/// <summary>What <see cref="LanguageSource"/> is told.</summary>
public sealed record LanguageOptions
{
    /// <summary>Tokens, 2 to 65,536.</summary>
    public int Vocabulary { get; init; } = 512;

    /// <summary>Tokens that a sample predicts, at least 1.</summary>
    public int Length { get; init; } = 128;

    /// <summary>s from 0 to 100: how common token r is, (r + 3)^−s.</summary>
    public double Zipf { get; init; } = 1.1;

    /// <summary>The most tokens that the next one depends on, 0 to 8.</summary>
    public int Depth { get; init; } = 3;

    /// <summary>In how many levels, from coarse classes to itself, a token of the context is told, 1 to 16.</summary>
    public int Fineness { get; init; } = 5;

    /// <summary>Followers of a context, 1 to 256.</summary>
    public int Followers { get; init; } = 8;

    /// <summary>How common follower j is, (j + 1)^−a with this a ≥ 0.</summary>
    public double FollowerZipf { get; init; } = 2.5;

    /// <summary>The share of tokens that depend on none before them, above 0 to 1.</summary>
    public double Free { get; init; } = 0.05;

    /// <summary>The share of a level of contexts over that of the level before it, above 0 to 100.</summary>
    public double Fall { get; init; } = 0.85;
}

/// <summary>
/// A synthetic language whose loss falls for long and slowly, as a text's does. Each token follows from a context of a level drawn anew:
/// coarse classes of the token before at the first, the token itself at level Fineness, then classes of the one before it, and so on.
/// The first contexts are few, common and learnt at once, the later ones ever more, ever rarer, and learnt late.
/// </summary>
/// <remarks>
/// p(v | h) = π₀ u(v) + Σ_ℓ π_ℓ Σ_j w_j [v = F_ℓ(h; j)], with Zipfian u, w_j ∝ (j + 1)^−a, and π_ℓ ∝ Fall^ℓ for ℓ ≥ 1; the follower F is a
/// hash of the context, of j and of the seed, sent through the quantiles of u, so that the language's tokens stay Zipfian and nothing is
/// tabulated. Where a sample has fewer tokens before, all that there are make the context.
/// A level has 2^bits times the contexts of the one before; if learning it takes as many times the tokens, over Fall, the loss above its
/// floor falls like tokens^−κ with κ = ln(1/Fall)/ln(2^bits/Fall), which is one explanation of neural scaling
/// (Michaud, Liu, Girit, Tegmark 2023, "The quantization model of neural scaling", arXiv:2303.13506).
/// </remarks>
public sealed class LanguageSource : SampleSource
{
    const int EntropySamples = 256;

    readonly LanguageOptions options;
    readonly Seed training;
    readonly Seed heldOut;
    readonly ulong key;
    readonly double[] common;
    readonly double[] cumulated;
    readonly double[] followers;
    readonly double[] levels;
    readonly int bits;
    readonly ushort[] guide = new ushort[1 << 12];
    readonly Lazy<double> entropy;

    /// <summary>A language.</summary>
    /// <param name="options">Its form.</param>
    /// <param name="seed">Of its rules and its samples.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public LanguageSource(LanguageOptions options, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require.Within(options.Vocabulary, 2, 65_536);
        Require.Within(options.Length, 1, 1 << 20);
        Require.Within(options.Depth, 0, 8);
        Require.Within(options.Fineness, 1, 16);
        Require.Within(options.Followers, 1, 256);
        Require.NotNegative(options.Zipf);
        Require.NotNegative(options.FollowerZipf);
        Require.Share(options.Free);
        Require.Positive(options.Free);
        Require.Positive(options.Fall);
        // Beyond these all shares are 0 or infinite.
        Require.AtMost(options.Zipf, 100);
        Require.AtMost(options.Fall, 100);
        this.options = options;
        (training, heldOut, key) = (seed["train"], seed["held-out"], seed["rules"].Key);
        common = Normalised(options.Vocabulary, r => Math.Pow(r + 3, -options.Zipf));
        followers = Cumulated(Normalised(options.Followers, j => Math.Pow(j + 1, -options.FollowerZipf)));
        cumulated = Cumulated(common);
        var deep = Normalised(options.Depth * options.Fineness, level => Math.Pow(options.Fall, level));
        var free = options.Depth == 0 ? 1 : options.Free;
        bits = (int)Math.Ceiling(Math.Log2(options.Vocabulary) / options.Fineness);
        levels = Cumulated([free, .. deep.Select(share => (1 - free) * share)]);
        // Where the search for a quantile begins.
        for (int i = 0, token = 0; i < guide.Length; i++)
        {
            while (cumulated[token] <= (double)i / guide.Length) token++;
            guide[i] = (ushort)token;
        }

        entropy = new(MeanEntropy);
    }

    /// <inheritdoc/>
    public override SampleShape Shape => new(SampleKind.Tokens, options.Length, options.Vocabulary);

    /// <summary>The entropy per predicted token, averaged over 256 samples of their own: exact in each place, within about 0.01 over all.</summary>
    public override double? LossFloor => entropy.Value;

    /// <inheritdoc/>
    public override void Fill(long first, Batch batch) => Fill(training, first, batch);

    /// <inheritdoc/>
    public override void FillHeldOut(long first, Batch batch) => Fill(heldOut, first, batch);

    /// <summary>p(· | h) for a history.</summary>
    /// <param name="history">The sample's tokens so far; the last ones matter.</param>
    /// <param name="probabilities">Vocabulary places.</param>
    internal void Probabilities(ReadOnlySpan<int> history, Span<double> probabilities)
    {
        for (var v = 0; v < common.Length; v++) probabilities[v] = levels[0] * common[v];
        for (var level = 1; level < levels.Length; level++)
        {
            var context = Context(history, level);
            var last = 0.0;
            for (var j = 0; j < followers.Length; j++)
            {
                probabilities[Follower(context, j)] += (levels[level] - levels[level - 1]) * (followers[j] - last);
                last = followers[j];
            }
        }
    }

    void Fill(Seed set, long first, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Shape != Shape) throw new ArgumentException($"The language has samples {Shape}, not {batch.Shape}.", nameof(batch));
        for (var i = 0; i < batch.Count; i++)
        {
            Write(set, first + i, batch.Tokens.AsSpan(i * options.Length, options.Length), batch.Targets.AsSpan(i * options.Length, options.Length));
        }
    }

    // The first token depends on nothing; every target is the token after.
    void Write(Seed set, long sample, Span<int> tokens, Span<int> targets)
    {
        var numbers = SampleNumbers.Of(set, sample);
        tokens[0] = Common(numbers.NextUniform());
        for (var t = 0; t < targets.Length; t++)
        {
            targets[t] = Next(tokens[..(t + 1)], numbers.NextUniform(), numbers.NextUniform());
            if (t + 1 < tokens.Length) tokens[t + 1] = targets[t];
        }
    }

    int Next(ReadOnlySpan<int> history, double which, double choice)
    {
        var level = Quantile(levels, which, 0);
        return level == 0 ? Common(choice) : Follower(Context(history, level), Quantile(followers, choice, 0));
    }

    int Follower(ulong context, int j) => Common((Mixed(context + ((ulong)j * 0x9E3779B97F4A7C15UL)) >> 11) * (1.0 / (1UL << 53)));

    ulong Context(ReadOnlySpan<int> history, int level)
    {
        // The level is part of the context: the same tokens give other followers at another level.
        var context = Mixed(key + (ulong)level);
        var (whole, classes) = Math.DivRem(level, options.Fineness);
        var tokens = Math.Min(whole, history.Length);
        for (var d = 1; d <= tokens; d++) context = Mixed(context ^ ((ulong)history[^d] + 1));
        if (classes > 0 && whole < history.Length) context = Mixed(context ^ (Mixed(key ^ (ulong)history[^(whole + 1)]) >> (64 - (classes * bits))));
        return context;
    }

    int Common(double uniform) => Quantile(cumulated, uniform, guide[(int)(uniform * guide.Length)]);

    double MeanEntropy()
    {
        var (tokens, targets, probabilities) = (new int[options.Length], new int[options.Length], new double[options.Vocabulary]);
        var sum = 0.0;
        for (var i = 0; i < EntropySamples; i++)
        {
            Write(new Seed(key)["entropy"], i, tokens, targets);
            for (var t = 0; t < tokens.Length; t++)
            {
                Probabilities(tokens.AsSpan(0, t + 1), probabilities);
                foreach (var p in probabilities) sum -= p > 0 ? p * Math.Log(p) : 0;
            }
        }

        return sum / EntropySamples / options.Length;
    }

    static int Quantile(double[] cumulated, double uniform, int from)
    {
        while (cumulated[from] <= uniform) from++;
        return from;
    }

    static double[] Normalised(int count, Func<int, double> weight)
    {
        var weights = Enumerable.Range(0, count).Select(weight).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }

    // The last is above every uniform number, whatever was rounded.
    static double[] Cumulated(double[] shares)
    {
        var sum = 0.0;
        var sums = shares.Select(share => sum += share).ToArray();
        if (sums.Length > 0) sums[^1] = 1;
        return sums;
    }

    // The finaliser of SplitMix64 (Stafford's variant 13): a bijection that mixes all bits.
    static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
