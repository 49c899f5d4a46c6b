using CallCenter.Engine.Ingest;

namespace CallCenter.Server.Errors;

/// <summary>A field of a message is wrong: which, and what would be right.</summary>
internal sealed class FieldErrorException(string field, string problem) : Exception($"{field} {problem}.")
{
    public string Field { get; } = field;
    public string Problem { get; } = problem;

    public EventRejection ToRejection() => new(Message, new Dictionary<string, string> { ["field"] = Field }, null);
}
