using Anneal.Plotting;

namespace Anneal.Lab.Studies.ScheduleFree;

/// <summary>Schedule-free methods against tuned schedules, at one horizon and at every horizon before it.</summary>
static class ContestPart
{
    const double Interpolation = 0.9;

    static readonly Entrant linear = Entrant.Sgd("linear decay", Entrant.Linear);
    static readonly Entrant averaged = Entrant.Sgd("constant, averaged", Entrant.Constant, averaged: true);
    static readonly Entrant half = Entrant.ScheduleFree("schedule-free, β = 0.5", 0.5, Entrant.Constant);
    static readonly Entrant most = Entrant.ScheduleFree("schedule-free, β = 0.9", Interpolation, Entrant.Constant);
    static readonly Entrant polyak = Entrant.Polyak("Polyak, loss at x* known", Interpolation, oracle: true);

    static readonly Entrant[] entrants =
    [
        Entrant.Sgd("constant, last iterate", Entrant.Constant),
        averaged,
        linear,
        Entrant.Sgd("cosine", Entrant.Cosine),
        half,
        most,
        Entrant.ScheduleFree("schedule-free, WSD inside", Interpolation, Entrant.Wsd),
        Entrant.ScheduleFree("schedule-free AdamW, warm-up", Interpolation, Entrant.Warmup, adam: true),
        polyak,
        Entrant.Polyak("Polyak in Adam's metric, loss at x* known", Interpolation, oracle: true, 0.99),
        Entrant.Polyak("Polyak with bound 0, safeguarded", Interpolation, oracle: false),
        Entrant.Plus("ScheduleFree+, β₁ = 0", 0),
        Entrant.Plus("ScheduleFree+, β₁ = 0.9", 0.9),
    ];

    // The methods that one may stop at any step.
    static readonly Entrant[] anytime = [averaged, half, most, polyak];

    public static StudyPart Run(StudyContext context)
    {
        var contests = Contest.All(context);
        var steps = context.Get(ScheduleFreeStudy.Steps);
        var places = context.Quick ? 7 : 15;
        var final = context.Map(0.6, contests.Length * entrants.Length, i => contests[i / entrants.Length].Best(entrants[i % entrants.Length], [steps], places));
        // Horizons T/64 … T: linear decay has a run and a rate for each, the others one run, and one rate for all of them.
        var horizons = Enumerable.Range(0, 7).Select(i => steps >> (6 - i)).ToArray();
        var decays = context.Map(0.2, contests.Length * horizons.Length, i => contests[i / horizons.Length].Best(linear, [horizons[i % horizons.Length]], places));
        var checkpoints = Enumerable.Range(0, 41).Select(i => (int)Math.Round(steps * Math.Pow(2, (i - 40) / 5.0))).Where(t => t > 0).Distinct().ToArray();
        var curves = context.Map(0.2, contests.Length * anytime.Length, i =>
        {
            var (contest, entrant) = (contests[i / anytime.Length], anytime[i % anytime.Length]);
            return contest.Measure(entrant, contest.Best(entrant, horizons, places).Rate, checkpoints);
        });
        var worst = Worst(contests.Length, curves, decays, horizons, checkpoints);

        return new(
            Finding(worst),
            Claims(context, contests, final, worst),
            [
                Figure(contests, curves, checkpoints, horizons, decays),
                Table(contests, final),
                Data(contests, curves, checkpoints, horizons, decays),
            ]);
    }

    static Outcome Of(Outcome[] final, int contest, string name) =>
        final[(contest * entrants.Length) + Array.FindIndex(entrants, entrant => entrant.Name == name)];

    // By how much each method that may be stopped at any step exceeds a linear decay made for that step, at the worst of the horizons from T/16 on.
    static double[,] Worst(int contests, Outcome[] curves, Outcome[] decays, int[] horizons, int[] checkpoints)
    {
        var worst = new double[contests, anytime.Length];
        for (var i = 0; i < contests; i++)
        {
            for (var j = 0; j < anytime.Length; j++)
            {
                for (var k = 2; k < horizons.Length; k++)
                {
                    var at = Array.FindIndex(checkpoints, t => t >= horizons[k]);
                    worst[i, j] = Math.Max(worst[i, j], curves[(i * anytime.Length) + j].Mean[at] / decays[(i * horizons.Length) + k].Mean[0]);
                }
            }
        }

        return worst;
    }

    static List<Claim> Claims(StudyContext context, Contest[] contests, Outcome[] final, double[,] worst)
    {
        var claims = new List<Claim>();
        var isJudged = context.IsPublished(ScheduleFreeStudy.Batch) && context.IsLarge(ScheduleFreeStudy.Steps, ScheduleFreeStudy.Runs);
        for (var i = 0; i < contests.Length; i++)
        {
            var name = contests[i].Name;
            var decay = Of(final, i, linear.Name).Mean[0];
            var free = Math.Min(Of(final, i, half.Name).Mean[0], Of(final, i, most.Name).Mean[0]) / decay;
            var adaptive = Of(final, i, polyak.Name).Mean[0] / decay;
            var (road, steps) = ($"{name}: schedule-free, constant rate, the better β, over tuned linear decay at T", $"{name}: adaptive Polyak step over tuned linear decay at T");
            const string Road = "Defazio et al. 2024, arXiv:2405.15682";
            const string Steps = "Oikonomou et al., arXiv:2511.07767 v2";
            // Where there is no noise a decay to 0 converges geometrically on a sharp minimum, which no average can.
            claims.Add(contests[i].Problem.Parts == 1 || !isJudged ? Claim.Show(road, Road, free, 1) : Claim.AtMost(road, Road, free, 1.5));
            claims.Add(contests[i].Problem.Parts == 1 || !isJudged ? Claim.Show(steps, Steps, adaptive, 1) : Claim.AtMost(steps, Steps, adaptive, 1));
            claims.Add(Claim.Show(
                $"{name}: schedule-free, one rate for all horizons, over linear decay tuned for each, worst of T/16 … T, the better β", Road, Math.Min(worst[i, 1], worst[i, 2]), 1));
        }

        return claims;
    }

    static string Finding(double[,] worst) =>
        $"With noise, one schedule-free run with one rate, at the better β, is at T/16, T/8 … T within {Digits.Significant(Math.Min(worst[1, 1], worst[1, 2]), 2)} (absolute) and "
        + $"{Digits.Significant(Math.Min(worst[2, 1], worst[2, 2]), 2)} (logistic regression) times the loss gap of runs with linear decay made and tuned for that very length; "
        + $"plain averaging is within {Digits.Significant(worst[1, 0], 2)} and {Digits.Significant(worst[2, 0], 2)}. "
        + "Knowing each batch's loss at the optimum, as from a teacher, replaces both the rate and the schedule.";

    static StudyFigure Figure(Contest[] contests, Outcome[] curves, int[] checkpoints, int[] horizons, Outcome[] decays)
    {
        var x = Array.ConvertAll(checkpoints, t => (double)t);
        var ends = Array.ConvertAll(horizons, t => (double)t);
        Ink[] inks = [Ink.Orange, Ink.SkyBlue, Ink.Blue, Ink.Green];
        var panels = new List<Panel>();
        for (var i = 0; i < contests.Length; i++)
        {
            var marks = new List<Mark>();
            for (var j = 0; j < anytime.Length; j++)
            {
                var curve = curves[(i * anytime.Length) + j];
                marks.Add(new Line(x, curve.Mean) { Name = anytime[j].Name, Ink = inks[j], Dash = Dash.Solid });
            }

            var own = decays[(i * horizons.Length)..((i + 1) * horizons.Length)];
            var (mean, error) = (own.Select(end => end.Mean[0]).ToArray(), own.Select(end => end.Error[0]).ToArray());
            const string Name = "linear decay, tuned for each horizon";
            marks.Add(new Whiskers(ends, [.. mean.Zip(error, (m, e) => m - e)], [.. mean.Zip(error, (m, e) => m + e)]) { Ink = Ink.Vermilion });
            marks.Add(new Points(ends, mean) { Name = Name, Ink = Ink.Vermilion, Marker = Marker.Circle });
            panels.Add(new(new($"{contests[i].Name}: f − f*") { Scale = AxisScale.Logarithmic }) { Marks = marks, Height = 190 });
        }

        return new(
            "anytime",
            new Figure("One run without a horizon, beside a run tuned for each horizon")
            {
                X = new("gradients t") { Scale = AxisScale.Logarithmic },
                Panels = panels,
                Legend = LegendPlace.Below,
            },
            "Lines are single runs read at every t, with one constant rate that is best for all horizons together (the Polyak step has none to tune). Points are the "
            + "ends of runs with linear decay, whose length was known and whose rate was tuned for it; whiskers are standard errors. Without noise, above, "
            + "a sharp minimum is reached geometrically by decays to zero, and averages cannot follow.");
    }

    static StudyTable Table(Contest[] contests, Outcome[] final) => new(
        "contest",
        "f − f* after T gradients at the best base rate, with its standard error.",
        ["method", .. contests.SelectMany(contest => (string[])[contest.Name, "± s.e.", "best γ"])],
        [.. entrants.Select((entrant, row) => (Cell[])
        [
            entrant.Name,
            .. contests.SelectMany((_, i) =>
            {
                var outcome = final[(i * entrants.Length) + row];
                return (Cell[])[outcome.Mean[0], outcome.Error[0], entrant.IsTuned ? outcome.Rate : "none"];
            }),
        ])]);

    static StudyTable Data(Contest[] contests, Outcome[] curves, int[] checkpoints, int[] horizons, Outcome[] decays)
    {
        var rows = new List<Cell[]>();
        for (var i = 0; i < contests.Length; i++)
        {
            for (var j = 0; j < anytime.Length; j++)
            {
                var curve = curves[(i * anytime.Length) + j];
                rows.AddRange(checkpoints.Select((t, k) => (Cell[])[contests[i].Name, anytime[j].Name, t, curve.Mean[k], curve.Error[k], curve.Rate]));
            }

            for (var k = 0; k < horizons.Length; k++)
            {
                var end = decays[(i * horizons.Length) + k];
                rows.Add([contests[i].Name, linear.Name, horizons[k], end.Mean[0], end.Error[0], end.Rate]);
            }
        }

        return new("anytime-curves", "The curves of the figure.", ["problem", "method", "gradients", "f − f*", "± s.e.", "base rate"], rows) { IsFileOnly = true };
    }
}
