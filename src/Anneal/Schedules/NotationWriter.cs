using System.Globalization;
using System.Text;

namespace Anneal.Schedules;

/// <summary>Writes schedules in the notation, whole or abbreviated.</summary>
sealed class NotationWriter
{
    readonly StringBuilder text = new();
    readonly Func<double, string> number;
    readonly int longest;

    NotationWriter(Func<double, string> number, int longest) => (this.number, this.longest) = (number, longest);

    /// <summary>What <see cref="ScheduleNotation.Parse"/> reads back to an equal schedule.</summary>
    public static string Whole(Schedule schedule) => new NotationWriter(NumberText.Exact, int.MaxValue).Written(schedule);

    /// <summary>For people: five digits, and at most four items of a list or chain.</summary>
    public static string Short(Schedule schedule) => new NotationWriter(NumberText.Rounded, 4).Written(schedule);

    /// <summary><c>power(1.5)</c>: a ramp without its first three arguments.</summary>
    public static string Shape(DecayShape shape)
    {
        var writer = new NotationWriter(NumberText.Exact, int.MaxValue);
        writer.Call(shape.Unit, 3);
        return writer.text.ToString();
    }

    string Written(Schedule schedule)
    {
        Append(schedule);
        return text.ToString();
    }

    void Append(Schedule schedule)
    {
        switch (schedule)
        {
            case Schedule.Chain chain:
                Items(chain.Segments, " then ", "({0} more segments)", Append);
                break;
            case Schedule.Scaled scaled:
                text.Append(number(scaled.Factor)).Append(" * ");
                Operand(scaled.Inner, scaled.Inner is Schedule.Chain);
                break;
            case Schedule.Slice slice:
                Operand(slice.Inner, slice.Inner is Schedule.Chain or Schedule.Scaled);
                text.Append(CultureInfo.InvariantCulture, $"[{slice.Start}..{slice.Start + slice.Length}]");
                break;
            default:
                Call(schedule, 0);
                break;
        }
    }

    void Operand(Schedule inner, bool needsParentheses)
    {
        if (needsParentheses) text.Append('(');
        Append(inner);
        if (needsParentheses) text.Append(')');
    }

    // Trailing arguments that have their default value are left out; a shape without arguments is a bare word.
    void Call(Schedule schedule, int first)
    {
        var schema = NotationSchema.Of(schedule.GetType());
        var last = schema.Parameters.Length;
        while (last > first && schema.Parameters[last - 1] is { IsOptional: true } optional
            && Equals(optional.Property.GetValue(schedule), optional.Default)) last--;

        text.Append(schema.Name);
        if (first > 0 && first == last) return;
        text.Append('(');
        for (var i = first; i < last; i++)
        {
            if (i > first) text.Append(", ");
            Value(schema.Parameters[i].Property.GetValue(schedule));
        }

        text.Append(')');
    }

    void Value(object? value)
    {
        switch (value)
        {
            case double rate:
                Value(rate);
                break;
            case ValueList<double> rates:
                List(rates, Value);
                break;
            case ValueList<int> counts:
                List(counts, Value);
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
        }
    }

    void Value(double rate) => text.Append(number(rate));

    void Value(int count) => text.Append(CultureInfo.InvariantCulture, $"{count}");

    void List<T>(ValueList<T> items, Action<T> append) where T : IEquatable<T>
    {
        text.Append('[');
        Items(items, ", ", "… {0} more", append);
        text.Append(']');
    }

    // All items, or the first ones, how many are left out, and the last.
    void Items<T>(ValueList<T> items, string separator, string omission, Action<T> append) where T : IEquatable<T>
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(separator);
            if (items.Count > longest && i == longest - 2)
            {
                text.AppendFormat(CultureInfo.InvariantCulture, omission, items.Count - longest + 1).Append(separator);
                i = items.Count - 1;
            }

            append(items[i]);
        }
    }
}
