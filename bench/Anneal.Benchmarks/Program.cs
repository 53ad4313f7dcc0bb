// How fast, against what: each question with its naive twin in the same process. Arguments pick questions by name.
// ./build.sh bench [evaluate fit optimize process memory import theory training] writes bench/results/<cpu>/results.md when all are asked.
using Anneal.Benchmarks;

if (args is [Imports.Child, var how, var path]) return Imports.Read(how, path);
if (args is [Training.Child, .. var model]) return Training.Train(model);
var questions = new (string Name, Action<Report> Ask)[]
{
    ("evaluate", Evaluation.Ask),
    ("fit", Fits.Ask),
    ("optimize", OptimalSchedules.Ask),
    ("process", WholeProcess.Ask),
    ("memory", MemoryUse.Ask),
    ("import", Imports.Ask),
    ("theory", TheoryLab.Ask),
    ("training", Training.Ask),
};
var unknown = args.FirstOrDefault(arg => questions.All(question => question.Name != arg));
if (unknown is not null)
{
    Console.Error.WriteLine($"There is no question '{unknown}'; there are {string.Join(", ", questions.Select(q => q.Name))}.");
    return 2;
}

var report = new Report();
foreach (var (name, ask) in questions)
{
    if (args.Length == 0 || args.Contains(name)) ask(report);
}

if (args.Length == 0) Console.WriteLine($"Written to {report.Save()}.");
return 0;
