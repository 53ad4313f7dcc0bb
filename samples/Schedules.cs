#!/usr/bin/env dotnet
#:project ../src/Anneal/Anneal.csproj

using System.Globalization;
using Anneal.Schedules;

// Warm up, hold, cool down: an immutable value that is evaluated only when it is read.
var schedule = new Linear(0, 3e-4, 2_000)
    .Then(new Constant(3e-4, 18_000))
    .Then(new Cosine(3e-4, 3e-5, 4_000));

// The same with half the rate, and its last thousand updates alone.
var gentler = 0.5 * schedule;
var end = gentler[^1000..];

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{schedule.Steps} updates, peak {schedule[2_000]}, last rate {schedule[^1]:G3}, half of it {end[^1]:G3}"));
