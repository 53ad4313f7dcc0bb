using System.Globalization;
using System.Reflection;
using Anneal.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Anneal.Tests.Conformance;

/// <summary>What must hold of every schedule in the catalogue. A new schedule is tested by existing.</summary>
public sealed class ScheduleConformance
{
    public static TheoryData<string> Names => [.. Catalog<Schedule>.All];

    [Theory, MemberData(nameof(Names))]
    public void CopyTo_equals_the_indexer(string name) => Holds(Any(name), schedule =>
        schedule.ToArray().SequenceEqual(Enumerable.Range(0, schedule.Steps).Select(t => schedule[t])));

    [Theory, MemberData(nameof(Names))]
    public void Rates_are_finite_and_not_negative(string name) => Holds(Any(name), schedule =>
        schedule.ToArray().All(rate => double.IsFinite(rate) && rate >= 0));

    [Theory, MemberData(nameof(Names))]
    public void Then_concatenates(string name) => Holds(Any(name), schedule =>
        schedule.Then(new Constant(1e-4, 7)).Then(schedule).ToArray().SequenceEqual(
            [.. schedule.ToArray(), .. Enumerable.Repeat(1e-4, 7), .. schedule.ToArray()]));

    [Theory, MemberData(nameof(Names))]
    public void Scaling_multiplies_every_rate(string name) => Holds(Any(name), schedule =>
        (0.3 * schedule).ToArray().SequenceEqual(schedule.ToArray().Select(rate => 0.3 * rate)));

    [Theory, MemberData(nameof(Names))]
    public void Slices_rejoin(string name) => Holds(Any(name).Zip(Gen.Choose(1, 1000)), pair =>
    {
        var (schedule, place) = (pair.Item1, pair.Item2);
        var cut = place % schedule.Steps;
        return cut == 0 || schedule[..cut].Then(schedule[cut..]).ToArray().SequenceEqual(schedule.ToArray());
    });

    [Theory, MemberData(nameof(Names))]
    public void A_slice_of_a_slice_is_a_slice(string name) => Holds(Any(name), schedule =>
        schedule.Steps < 5 || schedule[1..^1][1..3] == schedule[2..4]);

    [Theory, MemberData(nameof(Names))]
    public void Equal_arguments_make_equal_schedules(string name) => Holds(Arguments(name), arguments =>
        Make(name, arguments) == Make(name, arguments)
        && Make(name, arguments).GetHashCode() == Make(name, arguments).GetHashCode());

    [Theory, MemberData(nameof(Names))]
    public void Notation_round_trips(string name) => Holds(Any(name), schedule => RoundTrips(schedule));

    [Theory, MemberData(nameof(Names))]
    public void Notation_of_combinations_round_trips(string name) => Holds(Any(name).Zip(Any(name)), pair =>
    {
        var (a, b) = pair;
        return RoundTrips(a.Then(b))
            && RoundTrips(0.5 * a.Then(b))
            && RoundTrips((0.5 * a).Then(1e-3 * (2 * b)))
            && RoundTrips(a.Then(b)[1..].Then(b))
            && RoundTrips(0.25 * a.Then(b)[..^1])
            && RoundTrips((0.25 * a.Then(b))[..^1]);
    });

    [Theory, MemberData(nameof(Names))]
    public void Named_arguments_in_any_order_mean_the_same(string name) => Holds(Arguments(name), arguments =>
    {
        var schedule = Make(name, arguments);
        var named = Constructor(name).GetParameters().Reverse().Select(parameter =>
            $"{Anneal.Names.Kebab(parameter.Name!).Replace('-', '_')} = {Text(schedule.GetType().GetProperty(parameter.Name!)!.GetValue(schedule)!)}");
        return ScheduleNotation.Parse($"{name.ToUpperInvariant()}({string.Join(",", named)})") == schedule;
    });

    [Theory, MemberData(nameof(Names))]
    public void Two_thousand_million_steps_cost_nothing(string name)
    {
        const int T = 2_000_000_000;
        var parameters = Constructor(name).GetParameters();
        if (Array.FindIndex(parameters, parameter => parameter.Name == "Steps") < 0) return;
        var arguments = Arguments(name).Sample(1).First();
        arguments[Array.FindIndex(parameters, parameter => parameter.Name == "Steps")] = T;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var schedule = Make(name, arguments);
        _ = schedule[0] + schedule[T / 2] + schedule[^1];

        Assert.Equal(T, schedule.Steps);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    static bool RoundTrips(Schedule schedule)
    {
        var read = ScheduleNotation.Parse(schedule.ToString());
        return read == schedule && read.ToArray().SequenceEqual(schedule.ToArray());
    }

    static string Text(object value) => value switch
    {
        ValueList<double> list => $"[{string.Join(", ", list.Select(rate => Text(rate)))}]",
        ValueList<int> list => $"[{string.Join(", ", list)}]",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    static Gen<Schedule> Any(string name) => from arguments in Arguments(name) select Make(name, arguments);

    static Schedule Make(string name, object[] arguments) =>
        (Schedule)Constructor(name).Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);

    static ConstructorInfo Constructor(string name) => Catalog<Schedule>.Find(name).GetConstructors().Single();

    // The constructor is the schema: a kind of value for each type, and the few names whose meaning bounds it.
    static Gen<object[]> Arguments(string name) => Gen.CollectToArray(
        Constructor(name).GetParameters(), parameter => Argument(parameter.Name!, parameter.ParameterType));

    static Gen<object> Argument(string name, Type type) => (name, type) switch
    {
        ("Steps", _) => from n in Gen.Choose(201, 500) select (object)n,
        ("Knots", _) => Gen.Constant<object>((ValueList<int>)[0, 1, 40, 170]),
        ("Warmup" or "Decay", _) => from n in Gen.Choose(0, 100) select (object)n,
        (_, var t) when t == typeof(int) => from n in Gen.Choose(1, 100) select (object)n,
        (_, var t) when t == typeof(double) => from x in Rate select (object)x,
        (_, var t) when t == typeof(ValueList<double>) => from x in Gen.ArrayOf(Rate, 4) select (object)(ValueList<double>)x,
        (_, var t) when t == typeof(ValueList<int>) => from n in Gen.ArrayOf(Gen.Choose(1, 50), 4) select (object)(ValueList<int>)n,
        (_, var t) when t == typeof(DecayShape) => from text in Gen.Elements(Shapes) select (object)DecayShape.Parse(text),
        _ => throw new NotSupportedException($"Say how to draw a {type} for {name}."),
    };

    static readonly string[] Shapes = [.. DecayShape.Names.Select(shape => shape == "power" ? "power(1.7)" : shape)];

    // Above 0, so that exponentials can be drawn too; from 1e-12 to 0.01 and with digits that do not end in binary.
    static Gen<double> Rate => Gen.OneOf(
        from n in Gen.Choose(1, 10_000) select n * 1e-6,
        from n in Gen.Choose(1, 1_000_000) select n * 1e-12 / 3);

    static void Holds<T>(Gen<T> inputs, Func<T, bool> fact) => Prop.ForAll(inputs.ToArbitrary(), fact)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithQuietOnSuccess(true).WithReplay(1UL, 1UL));
}
