namespace Anneal.Schedules;

/// <summary>
/// How a rate falls, without from where to where: a ramp less its ends. Every ramp of the catalogue is one, under its name,
/// with what it takes besides the ends in parentheses: <c>linear</c>, <c>one-minus-sqrt</c>, <c>power(1.5)</c>.
/// </summary>
public sealed record DecayShape
{
    DecayShape(Ramp unit) => Unit = unit;

    /// <summary>A straight line.</summary>
    public static DecayShape Linear { get; } = Of(new Linear(1, 0.5, 1));

    /// <summary>Half a cosine.</summary>
    public static DecayShape Cosine { get; } = Of(new Cosine(1, 0.5, 1));

    /// <summary>The same factor every step; it cannot reach 0.</summary>
    public static DecayShape Exponential { get; } = Of(new Exponential(1, 0.5, 1));

    /// <summary>1 − √x.</summary>
    public static DecayShape OneMinusSqrt { get; } = Of(new OneMinusSqrt(1, 0.5, 1));

    /// <summary>1 − x².</summary>
    public static DecayShape Square { get; } = Of(new Square(1, 0.5, 1));

    /// <summary>(1 − x)^1.5.</summary>
    public static DecayShape SqrtCube { get; } = Of(new SqrtCube(1, 0.5, 1));

    /// <summary>The names of all shapes.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Catalog<Schedule>.All.Where(name => Catalog<Schedule>.Types[name].IsSubclassOf(typeof(Ramp)))];

    /// <summary>The shape's name in the catalogue.</summary>
    public string Name => Catalog<Schedule>.NameOf(Unit.GetType());

    /// <summary>(1 − x)^<paramref name="exponent"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exponent"/> is not a finite number above 0.</exception>
    public static DecayShape Power(double exponent) => Of(new Power(1, 0.5, 1, exponent));

    /// <summary>The shape of a ramp.</summary>
    public static DecayShape Of(Ramp ramp)
    {
        ArgumentNullException.ThrowIfNull(ramp);
        return new DecayShape(ramp.Between(1, 0.5, 1));
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="InputException">There is no such shape, or its arguments do not fit.</exception>
    public static DecayShape Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new NotationParser(text).ShapeAlone();
    }

    internal Ramp Unit { get; }

    /// <summary>The decay of this shape from one rate to another.</summary>
    /// <param name="from">η₀, at least 0.</param>
    /// <param name="to">The limit at t = T, at least 0.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <exception cref="ArgumentException">An argument is out of range, or the shape cannot reach 0 and is asked to.</exception>
    public Ramp Decay(double from, double to, int steps) => Unit.Between(from, to, steps);

    /// <summary>The notation, as in <c>wsd(…, power(1.5))</c>.</summary>
    public override string ToString() => NotationWriter.Shape(this);
}
