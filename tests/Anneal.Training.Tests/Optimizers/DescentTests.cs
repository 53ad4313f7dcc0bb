using Anneal.Theory;
using Anneal.Training.Models;
using Anneal.Training.Optimizers;
using Anneal.Training.Tensors;

namespace Anneal.Training.Tests.Optimizers;

/// <summary>Float32 steps against the formulas in double, on given gradients.</summary>
public sealed class DescentTests
{
    const int Count = 45;

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.9, false)]
    [InlineData(0.9, true)]
    public void Sgd_follows_its_formula_with_momentum_and_group_rates(double beta, bool isNesterov)
    {
        using var team = new WorkerTeam(2);
        var parameter = Start(ParameterKind.Matrix);
        var optimizer = new Sgd([parameter], team, new() { Momentum = beta, Nesterov = isNesterov, Decay = 0.2, MatrixRate = 0.5 });
        var (θ, v) = (Doubles(parameter), new double[Count]);
        for (var t = 1; t <= 6; t++)
        {
            var g = Gradient(parameter, t);
            // A scheduled momentum takes the place of the options' from the fourth step on.
            var β = beta > 0 && t > 3 ? 0.5 : beta;
            var η = 0.5 * 0.1 / t;
            for (var i = 0; i < Count; i++)
            {
                v[i] = (β * v[i]) + g[i];
                θ[i] -= η * ((0.2 * θ[i]) + (isNesterov ? g[i] + (β * v[i]) : v[i]));
            }

            optimizer.Step(new(0.1 / t, t > 3 ? β : double.NaN));
            Assert.InRange(Numbers.Error(parameter.Values, θ), 0, 1e-6);
        }
    }

    [Fact]
    public void Sgd_without_velocity_takes_no_scheduled_momentum()
    {
        using var team = new WorkerTeam(1);
        var optimizer = new Sgd([Start(ParameterKind.Vector)], team);
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(new(0.1, 0.5)));
    }

    [Theory]
    [InlineData(0.99)]
    [InlineData(null)]
    public void Lion_and_sign_descent_follow_their_formulas(double? beta2)
    {
        using var team = new WorkerTeam(2);
        var parameter = Start(ParameterKind.Head);
        var optimizer = new Lion([parameter], team, new() { Beta2 = beta2, Decay = 0.1 });
        var (θ, m) = (Doubles(parameter), new double[Count]);
        for (var t = 1; t <= 6; t++)
        {
            var g = Gradient(parameter, t);
            for (var i = 0; i < Count; i++)
            {
                θ[i] -= 0.01 * ((0.1 * θ[i]) + Math.Sign((0.9 * m[i]) + (0.1 * g[i])));
                m[i] = ((beta2 ?? 0.9) * m[i]) + ((1 - (beta2 ?? 0.9)) * g[i]);
            }

            optimizer.Step(new(0.01));
            Assert.InRange(Numbers.Error(parameter.Values, θ), 0, 1e-6);
        }
    }

    [Fact]
    public void A_gradient_of_zero_has_no_sign()
    {
        using var team = new WorkerTeam(1);
        var parameter = Start(ParameterKind.Vector);
        var before = parameter.Values.ToArray();
        new Lion([parameter], team).Step(new(0.1));
        Assert.Equal(before, parameter.Values);
    }

    [Theory]
    [InlineData(9, 5, 0, MuonScale.Spectral)]
    [InlineData(9, 5, 5, MuonScale.LikeAdam)]
    [InlineData(3, 15, 2, MuonScale.Spectral)]
    [InlineData(3, 15, 2, MuonScale.LikeAdam)]
    [InlineData(1, 45, 5, MuonScale.Spectral)]
    public void Muon_follows_the_double_iterations_of_the_library(int rows, int columns, int iterations, MuonScale scale)
    {
        using var team = new WorkerTeam(2);
        var parameter = Start(ParameterKind.Matrix, rows, columns);
        var optimizer = new Muon([parameter], team, new() { Iterations = iterations, Decay = 0.1, Scale = scale });
        var length = scale == MuonScale.Spectral ? Math.Sqrt(Math.Max(1, (double)columns / rows)) : 0.2 * Math.Sqrt(Math.Max(rows, columns));
        var (θ, m) = (Doubles(parameter), new double[Count]);
        for (var t = 1; t <= 4; t++)
        {
            var g = Gradient(parameter, t);
            for (var i = 0; i < Count; i++) m[i] = (0.95 * m[i]) + (0.05 * g[i]);
            var u = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(rows, columns, (r, c) => (0.05 * g[(r * columns) + c]) + (0.95 * m[(r * columns) + c]));
            var direction = NewtonSchulz.Muon.Orthogonalise(u, iterations);
            for (var i = 0; i < Count; i++)
                θ[i] -= 0.02 * ((0.1 * θ[i]) + (length * direction[i / columns, i % columns]));
            optimizer.Step(new(0.02));
            Assert.InRange(Numbers.Error(parameter.Values, θ), 0, 5e-6);
        }
    }

    [Fact]
    public void Muon_leaves_a_matrix_without_gradient_where_it_is_and_gives_the_rest_to_adamw()
    {
        using var team = new WorkerTeam(1);
        var (matrix, still, head, twin) = (Start(ParameterKind.Matrix, 5, 9), Start(ParameterKind.Matrix, 5, 9), Start(ParameterKind.Head), Start(ParameterKind.Head));
        var (muon, adamw) = (new Muon([matrix, head], team), new AdamW([twin], team, new() { Decay = 0 }));
        for (var t = 1; t <= 3; t++)
        {
            Gradient(head, t);
            Gradient(twin, t);
            muon.Step(new(0.01));
            adamw.Step(new(0.01));
        }

        Assert.Equal(still.Values, matrix.Values);
        Assert.Equal(twin.Values, head.Values);
    }

    [Theory]
    [InlineData(ParameterKind.Embedding)]
    [InlineData(ParameterKind.Head)]
    [InlineData(ParameterKind.Vector)]
    public void Muon_hands_its_settings_on_to_adamw(ParameterKind kind)
    {
        using var team = new WorkerTeam(1);
        var (parameter, twin) = (Start(kind), Start(kind));
        var muon = new Muon([parameter], team, new()
        {
            EmbeddingRate = 0.5,
            HeadRate = 0.25,
            VectorRate = 2,
            Decay = 0.1,
            EmbeddingDecay = 0.2,
            Beta1 = 0.8,
            Beta2 = 0.9,
            Epsilon = 1e-3,
        });
        var adamw = new AdamW([twin], team, new()
        {
            EmbeddingRate = 0.5,
            HeadRate = 0.25,
            VectorRate = 2,
            Decay = 0.1,
            EmbeddingDecay = 0.2,
            Beta1 = 0.8,
            Beta2 = 0.9,
            Epsilon = 1e-3,
        });
        for (var t = 1; t <= 3; t++)
        {
            Gradient(parameter, t);
            Gradient(twin, t);
            muon.Step(new(0.01));
            adamw.Step(new(0.01));
        }

        Assert.Equal(twin.Values, parameter.Values);
    }

    [Fact]
    public void Clipping_makes_the_norm_over_all_parameters_the_limit_and_leaves_shorter_gradients_alone()
    {
        using var team = new WorkerTeam(2);
        var parameters = new[] { new Parameter("a", 300, 170, ParameterKind.Matrix), Start(ParameterKind.Vector) };
        foreach (var parameter in parameters) Numbers.Normal(parameter.Gradient.Length, parameter.Name).CopyTo(parameter.Gradient, 0);
        var before = parameters.SelectMany(p => p.Gradient).ToArray();
        var norm = Math.Sqrt(before.Sum(g => (double)g * g));
        var gradient = new GradientNorm(parameters, team);
        Assert.Equal(norm, gradient.Clip(norm * 1.001), 1e-9 * norm);
        Assert.Equal(before, parameters.SelectMany(p => p.Gradient));
        Assert.Equal(norm, gradient.Clip(2.5), 1e-9 * norm);
        Assert.Equal(2.5, gradient.Value(), 1e-6);
        Assert.InRange(Numbers.Error(parameters.SelectMany(p => p.Gradient), before.Select(g => g * 2.5 / norm)), 0, 1e-6);
        parameters[1].Gradient[3] = float.NaN;
        Assert.True(double.IsNaN(gradient.Clip(1)));
    }

    static Parameter Start(ParameterKind kind, int rows = 9, int columns = 5)
    {
        var parameter = new Parameter("p", rows, columns, kind);
        Numbers.Normal(Count, "start").CopyTo(parameter.Values, 0);
        return parameter;
    }

    static double[] Doubles(Parameter parameter) => [.. parameter.Values.Select(x => (double)x)];

    static double[] Gradient(Parameter parameter, int step)
    {
        Numbers.Normal(Count, $"gradient {step}").CopyTo(parameter.Gradient, 0);
        return [.. parameter.Gradient.Select(x => (double)x)];
    }
}
