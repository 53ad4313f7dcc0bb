namespace Anneal.Schedules;

/// <summary>Turns calls of the notation into values by the constructors they name.</summary>
static class NotationBinder
{
    // The ends that a shape is stored with; any would do that an exponential accepts.
    static readonly object[] UnitEnds = [1.0, 0.5, 1];

    /// <summary>The schedule that a call makes.</summary>
    public static Schedule Schedule(NotationScanner scanner, NotationCall call)
    {
        var schema = NotationSchema.Of(Found(scanner, call));
        if (call.Arguments is null) throw scanner.Error(call.Position, $"{schema.Name} needs its arguments: {schema.Signature}");
        return Make(scanner, schema, [], call);
    }

    /// <summary>The decay shape that a call names.</summary>
    public static DecayShape Shape(NotationScanner scanner, NotationCall call)
    {
        var name = call.Name.Replace('_', '-');
        if (!DecayShape.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            var question = Names.DidYouMean(name, DecayShape.Names) is { Length: > 0 } near ? near : ".";
            throw scanner.Error(
                call.Position,
                $"no decay shape is called {Names.Quote(name)}{question} There are: {string.Join(", ", DecayShape.Names)}");
        }

        return DecayShape.Of((Ramp)Make(scanner, NotationSchema.Of(Catalog<Schedule>.Find(name)), UnitEnds, call));
    }

    /// <summary>What <paramref name="make"/> returns, its argument errors shown where the text caused them.</summary>
    public static Schedule Made(NotationScanner scanner, int position, NotationSchema? schema, Func<Schedule> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException exception)
        {
            throw scanner.Error(position, Sentence(exception, schema));
        }
    }

    static Type Found(NotationScanner scanner, NotationCall call)
    {
        try
        {
            return Catalog<Schedule>.Find(call.Name);
        }
        catch (InputException exception)
        {
            throw scanner.Error(call.Position, $"n{exception.Message[1..]}");
        }
    }

    static Schedule Make(NotationScanner scanner, NotationSchema schema, object[] given, NotationCall call)
    {
        var arguments = new object?[schema.Parameters.Length];
        given.CopyTo(arguments, 0);
        var next = given.Length;
        var named = false;
        foreach (var argument in call.Arguments ?? [])
        {
            int place;
            if (argument.Name is null)
            {
                if (named) throw scanner.Error(argument.Position, "an argument without a name follows one with a name");
                place = next++;
                if (place >= arguments.Length) throw scanner.Error(argument.Position, $"{schema.Name} takes no more arguments: {schema.Signature}");
            }
            else
            {
                named = true;
                place = schema.IndexOf(argument.Name);
                if (place < given.Length) throw Unknown(scanner, schema, given.Length, argument);
                if (arguments[place] is not null) throw scanner.Error(argument.Position, $"{schema.Name} is given {schema.Parameters[place].Name} twice");
            }

            arguments[place] = Converted(scanner, schema.Parameters[place], argument);
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is not null) continue;
            var parameter = schema.Parameters[i];
            arguments[i] = parameter.IsOptional
                ? parameter.Default
                : throw scanner.Error(call.Position, $"{schema.Name} needs {parameter.Name}: {schema.Signature}");
        }

        return Made(scanner, call.Position, schema, () => schema.Make(arguments));
    }

    static object Converted(NotationScanner scanner, NotationSchema.Parameter parameter, NotationArgument argument)
    {
        return (argument.Value, parameter.Type) switch
        {
            (double number, var type) when type == typeof(double) => number,
            (double number, var type) when type == typeof(int) => Whole(number),
            (List<double> numbers, var type) when type == typeof(ValueList<double>) => new ValueList<double>([.. numbers]),
            (List<double> numbers, var type) when type == typeof(ValueList<int>) => new ValueList<int>([.. numbers.Select(Whole)]),
            (NotationCall call, var type) when type == typeof(DecayShape) => Shape(scanner, call),
            _ => throw scanner.Error(argument.Position, $"{parameter.Name} must be {Wanted(parameter.Type)}"),
        };

        int Whole(double number) => NotationScanner.Whole(number) ?? throw scanner.Error(
            argument.Position, $"{parameter.Name} is {NumberText.Exact(number)}; it must be a whole number up to {int.MaxValue}");
    }

    static string Wanted(Type type) =>
        type == typeof(double) ? "a number"
        : type == typeof(int) ? "a whole number"
        : type == typeof(DecayShape) ? $"a decay shape: {string.Join(", ", DecayShape.Names)}"
        : "a list of numbers in brackets";

    static InputException Unknown(NotationScanner scanner, NotationSchema schema, int given, NotationArgument argument)
    {
        var question = Names.DidYouMean(argument.Name!, schema.Parameters.Skip(given).Select(parameter => parameter.Name));
        return scanner.Error(
            argument.Position,
            $"{schema.Name} has no argument {Names.Quote(argument.Name!)}{(question.Length > 0 ? question : ".")} It is {schema.Signature}");
    }

    // The exception names constructor parameters; the notation writes them in its own way.
    static string Sentence(ArgumentException exception, NotationSchema? schema)
    {
        var end = exception.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        var sentence = end < 0 ? exception.Message : exception.Message[..end];
        if (schema is null) return sentence;
        foreach (var parameter in schema.Parameters)
            sentence = sentence.Replace(parameter.Property.Name, parameter.Name, StringComparison.Ordinal);
        return $"{schema.Name}: {sentence}";
    }
}
