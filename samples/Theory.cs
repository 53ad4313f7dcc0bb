#!/usr/bin/env dotnet
#:project ../src/Anneal/Anneal.csproj

using Anneal.Schedules;
using Anneal.Simulation;
using Anneal.Theory;

// The best schedule of a model whose loss is known exactly: power-law random features, a million modes, batch 4, label noise.
var model = new RandomFeatureModel(PowerLawSpectrum.Quadrature(a: 1.5, b: 3, modes: 1_000_000), Batch: 4, NoiseVariance: 0.1);
var best = RandomFeatureControl.Optimize(model, steps: 2_048, largestRate: 1);
Console.WriteLine($"{best.Loss:F4} by {best.Evaluations} gradients");

// What a customary schedule ends at, and what convex theory promises it.
Schedule cosine = new Cosine(1, 0, 2_048);
Console.WriteLine($"{model.MeanLoss(cosine)[^1]:F4} for a cosine; its worst case √T Ω* = {Math.Sqrt(2_048) * LastIterateBound.Of(cosine).Value:F4} D·G");
