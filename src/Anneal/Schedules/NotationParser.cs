namespace Anneal.Schedules;

/// <summary>Reads the notation by recursive descent; the grammar is in <see cref="ScheduleNotation"/>.</summary>
sealed class NotationParser(string text)
{
    // Parentheses and factors recurse; a text made to overflow the stack gets an error instead.
    const int Deepest = 100;

    readonly NotationScanner scanner = new(text);
    int depth;

    /// <summary>A schedule and nothing after it.</summary>
    public Schedule Whole()
    {
        var schedule = Chain();
        return scanner.AtEnd ? schedule : throw scanner.Expected("'then' or the end");
    }

    /// <summary>A decay shape and nothing after it.</summary>
    public DecayShape ShapeAlone()
    {
        var shape = NotationBinder.Shape(scanner, Call());
        return scanner.AtEnd ? shape : throw scanner.Expected("the end");
    }

    Schedule Chain()
    {
        var position = scanner.Position;
        var segments = new List<Schedule> { Term() };
        while (scanner.SkipWord("then")) segments.Add(Term());
        return NotationBinder.Made(scanner, position, null, () => Schedule.Join([.. segments]));
    }

    Schedule Term()
    {
        if (++depth > Deepest) throw scanner.Error(scanner.Position, $"it nests deeper than {Deepest} levels");
        var term = scanner.AtNumber ? Scaled() : Part();
        depth--;
        return term;
    }

    Schedule Scaled()
    {
        var position = scanner.Position;
        var factor = scanner.Number();
        scanner.Expect("*");
        var inner = Term();
        return NotationBinder.Made(scanner, position, null, () => factor * inner);
    }

    Schedule Part()
    {
        Schedule part;
        if (scanner.Skip("("))
        {
            part = Chain();
            scanner.Expect(")");
        }
        else
        {
            if (!scanner.AtName) throw scanner.Expected("a schedule");
            part = NotationBinder.Schedule(scanner, Call());
        }

        while (scanner.AtMark('[')) part = Sliced(part);
        return part;
    }

    Schedule Sliced(Schedule schedule)
    {
        var position = scanner.Position;
        scanner.Expect("[");
        var start = scanner.AtIndex ? Place(schedule.Steps) : 0;
        scanner.Expect("..");
        var end = scanner.AtIndex ? Place(schedule.Steps) : schedule.Steps;
        scanner.Expect("]");
        return start >= 0 && start < end && end <= schedule.Steps
            ? schedule[start..end]
            : throw scanner.Error(position, $"the slice {start}..{end} must hold at least one of the steps 0..{schedule.Steps}");
    }

    int Place(int steps) => scanner.Skip("^") ? steps - scanner.WholeNumber() : scanner.WholeNumber();

    // A name with its arguments, if it has parentheses. Calls within calls are shapes, which are not nested further than that.
    NotationCall Call(bool mayHoldCalls = true)
    {
        var position = scanner.Position;
        return Arguments(position, scanner.Name("a name"), mayHoldCalls);
    }

    NotationCall Arguments(int position, string name, bool mayHoldCalls)
    {
        var arguments = new List<NotationArgument>();
        if (!scanner.Skip("(")) return new NotationCall(name, null, position);
        if (scanner.Skip(")")) return new NotationCall(name, arguments, position);
        do
        {
            arguments.Add(Argument(mayHoldCalls));
        }
        while (scanner.Skip(","));
        if (!scanner.Skip(")")) throw scanner.Expected("',' or ')'");
        return new NotationCall(name, arguments, position);
    }

    NotationArgument Argument(bool mayHoldCalls)
    {
        var position = scanner.Position;
        if (!scanner.AtName) return new NotationArgument(null, Plain(), position);
        var name = scanner.Name("a name");
        if (!scanner.Skip("=")) return new NotationArgument(null, Word(position, name, mayHoldCalls), position);
        var valuePosition = scanner.Position;
        var value = scanner.AtName ? Word(valuePosition, scanner.Name("a name"), mayHoldCalls) : Plain();
        return new NotationArgument(name, value, position);
    }

    NotationCall Word(int position, string name, bool mayHoldCalls) => mayHoldCalls || !scanner.AtMark('(')
        ? Arguments(position, name, mayHoldCalls: false)
        : throw scanner.Error(position, $"{Names.Quote(name)} cannot take arguments here");

    // A number, or a list of them.
    object Plain()
    {
        if (!scanner.Skip("[")) return scanner.AtNumber ? scanner.Number() : throw scanner.Expected("a value");
        var numbers = new List<double>();
        if (scanner.Skip("]")) return numbers;
        do
        {
            numbers.Add(scanner.Number());
        }
        while (scanner.Skip(","));
        if (!scanner.Skip("]")) throw scanner.Expected("',' or ']'");
        return numbers;
    }
}

/// <summary>A name with its arguments; null where it stands without parentheses.</summary>
sealed record NotationCall(string Name, IReadOnlyList<NotationArgument>? Arguments, int Position);

/// <summary>An argument: a number, a list of numbers or a call.</summary>
sealed record NotationArgument(string? Name, object Value, int Position);
