namespace Anneal.Lab;

/// <summary>
/// A numerical experiment: what a theory claims, what was measured, whether they agree. A new study is one sealed class whose name
/// ends in <c>Study</c>, with a constructor without arguments; it is found by its type.
/// </summary>
public abstract class Study
{
    /// <summary>The name in kebab case: <c>random-features</c>.</summary>
    public string Name => Catalog<Study>.NameOf(GetType());

    /// <summary>The heading of its page, without a full stop.</summary>
    public abstract string Title { get; }

    /// <summary>What a reader learns from it: one to three sentences.</summary>
    public abstract string Question { get; }

    /// <summary>The papers: authors, year, title, identifier.</summary>
    public abstract IReadOnlyList<string> Sources { get; }

    /// <summary>What a user may change; every one that <see cref="Run"/> asks for.</summary>
    public virtual IReadOnlyList<StudyParameter> Parameters => [];

    /// <summary>Ways to run it on what is one's own: arguments after the name, and what they do.</summary>
    public virtual IReadOnlyList<(string Arguments, string Meaning)> Examples => [];

    /// <summary>Does the experiment: the same result for the same parameters and seed, whatever the number of threads.</summary>
    /// <param name="context">The parameters, the seed, and what runs a grid in parallel.</param>
    /// <exception cref="InputException">A parameter makes no sense.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public abstract StudyResult Run(StudyContext context);

    /// <summary>Every study, in alphabetical order.</summary>
    public static IReadOnlyList<Study> All => [.. Catalog<Study>.All.Select(name => Create(Catalog<Study>.Types[name]))];

    /// <summary>The study called <paramref name="name"/>.</summary>
    /// <exception cref="InputException">There is none; the message gives the nearest names and lists them all.</exception>
    public static Study Find(string name) => Create(Catalog<Study>.Find(name));

    static Study Create(Type type) => (Study)Activator.CreateInstance(type)!;
}
