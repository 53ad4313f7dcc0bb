using System.Globalization;

namespace Anneal;

/// <summary>Sentences with numbers in them, the same in every culture.</summary>
static class Text
{
    /// <summary>The interpolated text in the invariant culture.</summary>
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
