#:project ../src/Anneal/Anneal.csproj
using Anneal.Curves;
using Anneal.Fitting;
using Anneal.Formats;
using Anneal.Schedules;

var runs = CurveHygiene.Inspect(Runs.Read(["data/language/runs.yaml"]).Runs).Kept;
var fit = LawSelection.Try(LawSelection.Default, [.. runs.Select(run => CountedPoints.Of(run))], new FitOptions()).Fit;

Schedule wsd = new Warmup(2e-3, 100).Then(new Constant(2e-3, 1500)).Then(new OneMinusSqrt(2e-3, 2e-4, 400));
var forecast = Forecaster.Of(fit, new RatePath(wsd), [wsd.Steps - 1], level: 0.9);
Console.WriteLine($"{forecast.Loss[^1]:F4} [{forecast.Lower[^1]:F4}, {forecast.Upper[^1]:F4}]");
