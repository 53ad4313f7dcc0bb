using Anneal.Lab;

namespace Anneal.Tests.Lab;

/// <summary>Every study in its short variant: what it claims holds, and its files are the same bytes with any number of threads.</summary>
public sealed class StudyTests
{
    public static TheoryData<string> Names => [.. Study.All.Select(study => study.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_claim_holds_and_threads_change_no_byte(string name)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var (result, one) = Run(name, threads: 1, cancellation);
        var (_, two) = Run(name, threads: 2, cancellation);

        Assert.All(result.Claims, claim => Assert.True(claim.Verdict != Verdict.Failed, $"{claim.Statement}: {claim.Measured}; {claim.Expected}"));
        Assert.Contains(result.Claims, claim => claim.Verdict == Verdict.Passed);
        Assert.Contains(result.Exhibits, exhibit => exhibit is StudyFigure);
        Assert.Equal(one.Keys, two.Keys);
        Assert.All(one, file => Assert.Equal(file.Value, two[file.Key]));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_study_stops_when_it_is_asked_to(string name)
    {
        var study = Study.Find(name);
        var context = new StudyContext(study) { Quick = true, Cancellation = new(canceled: true) };

        Assert.ThrowsAny<OperationCanceledException>(() => study.Run(context));
    }

    [Theory, MemberData(nameof(Names))]
    public void Names_of_files_and_parameters_are_their_own(string name)
    {
        var study = Study.Find(name);

        Assert.Equal(name, study.Name);
        Assert.NotEmpty(study.Sources);
        Assert.False(study.Title.EndsWith('.'));
        Assert.Distinct(study.Parameters.Select(parameter => parameter.Name));
        Assert.DoesNotContain(study.Parameters, parameter => parameter.Name is "out" or "quick" or "threads" or "seed" or "json");
    }

    static (StudyResult Result, SortedDictionary<string, string> Files) Run(string name, int threads, CancellationToken cancellation)
    {
        var study = Study.Find(name);
        var context = new StudyContext(study) { Quick = true, Threads = threads, Cancellation = cancellation };
        var result = study.Run(context);
        var folder = Directory.CreateTempSubdirectory("anneal-lab-");
        try
        {
            StudyFolder.Write(folder.FullName, study, context, result, "anneal lab");
            return (result, new SortedDictionary<string, string>(
                folder.EnumerateFiles().ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName)), StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
