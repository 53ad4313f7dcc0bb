namespace Anneal.Formats;

/// <summary>What a log's column holds.</summary>
enum ColumnRole
{
    Other,
    Step,
    Rate,
    ValidationLoss,
    Loss,
    TrainingLoss,
}
