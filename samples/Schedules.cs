#!/usr/bin/env dotnet
#:project ../src/Anneal/Anneal.csproj

using Anneal.Plotting;
using Anneal.Schedules;

// Warm up, hold, cool down: an immutable value that is evaluated only when it is read.
var schedule = new Linear(0, 3e-4, 2_000)
    .Then(new Constant(3e-4, 18_000))
    .Then(new OneMinusSqrt(3e-4, 3e-5, 4_000));

// It prints as the notation that commands and files read, and equal notation is an equal schedule.
Console.WriteLine(schedule);
Console.WriteLine($"read back: {ScheduleNotation.Parse(schedule.ToString()) == schedule}");

// Half the rate, and its last thousand updates alone.
Schedule gentler = 0.5 * schedule;
Console.WriteLine($"{gentler[^1000..].Steps} updates, the first at {gentler[^1000]:G3}");

var figure = new Figure("warm-up, hold and cooldown")
{
    X = new("update"),
    Panels = [new(new("rate") { Lower = 0 }) { Marks = [new Line(schedule.ToArray()) { Name = "wsd" }] }],
};
Console.WriteLine(figure.ToTerminal(columns: 80, rows: 14));
