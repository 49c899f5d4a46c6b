using CallCenter.Engine.Ingest;

namespace CallCenter.Server.Errors;

/// <summary>A field of a message is wrong: which, and what would be right.</summary>
/// <param name="value">What was received, where the message says it.</param>
internal sealed class FieldErrorException(string field, string problem, string value = "") : Exception($"{field} {problem}.")
{
    public string Field { get; } = field;
    public string Problem { get; } = problem;
    public string Value { get; } = value;

    public EventRejection ToRejection() => new(Message, new Dictionary<string, string> { ["field"] = Field }, null);
}
