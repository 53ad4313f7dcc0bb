using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Anneal.Schedules;

/// <summary>A schedule's notation, read from its primary constructor: name, parameters, defaults.</summary>
sealed class NotationSchema
{
    static readonly ConcurrentDictionary<Type, NotationSchema> Known = new();
    readonly ConstructorInfo constructor;

    NotationSchema(Type type)
    {
        constructor = type.GetConstructors().Single();
        Name = Catalog<Schedule>.NameOf(type);
        Parameters = [.. constructor.GetParameters().Select(parameter => new Parameter(
            Names.Kebab(parameter.Name!),
            parameter.ParameterType,
            parameter.HasDefaultValue,
            parameter.DefaultValue,
            type.GetProperty(parameter.Name!) ?? throw new NotSupportedException(
                $"{type} has no property {parameter.Name}; what a schedule's constructor takes are its properties.")))];
        Signature = $"{Name}({string.Join(", ", Parameters.Select(parameter => parameter.Described))})";
    }

    public string Name { get; }

    public ImmutableArray<Parameter> Parameters { get; }

    /// <summary>e.g. <c>cosine-restarts(from, to, period, steps, multiplier = 1)</c>.</summary>
    public string Signature { get; }

    public static NotationSchema Of(Type type) => Known.GetOrAdd(type, static type => new NotationSchema(type));

    /// <summary>Calls the constructor; its own exceptions come through unwrapped.</summary>
    public Schedule Make(object?[] arguments) =>
        (Schedule)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);

    /// <summary>The place of a parameter by name, case and <c>_</c> for <c>-</c> ignored; −1 if there is none.</summary>
    public int IndexOf(string name)
    {
        var folded = name.Replace('_', '-');
        for (var i = 0; i < Parameters.Length; i++)
        {
            if (string.Equals(Parameters[i].Name, folded, StringComparison.OrdinalIgnoreCase)) return i;
        }

        return -1;
    }

    public sealed record Parameter(string Name, Type Type, bool IsOptional, object? Default, PropertyInfo Property)
    {
        public string Described => IsOptional ? FormattableString.Invariant($"{Name} = {Default}") : Name;
    }
}
