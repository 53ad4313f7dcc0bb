namespace Anneal.Dialects;

/// <summary>A value in the arguments of a framework; null is Python's None and JSON's null.</summary>
abstract record StockValue;

sealed record StockNumber(double Value) : StockValue;

sealed record StockText(string Value) : StockValue;

sealed record StockFlag(bool Value) : StockValue;

sealed record StockList(IReadOnlyList<StockValue?> Items) : StockValue;

sealed record StockMap(IReadOnlyList<KeyValuePair<StockValue?, StockValue?>> Entries) : StockValue;

/// <summary>A name that has no value here, such as <c>optimizer</c>.</summary>
sealed record StockName(string Value) : StockValue;

/// <summary>A call or a constructor; the name is the last part of a dotted one.</summary>
sealed record StockCall(string Name, IReadOnlyList<StockValue?> Positional, IReadOnlyList<KeyValuePair<string, StockValue?>> Named) : StockValue;
