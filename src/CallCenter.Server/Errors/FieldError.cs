using CallCenter.Core.Identity;
using CallCenter.Engine.Ingest;

namespace CallCenter.Server.Errors;

/// <summary>A field of a message is wrong: which, and what would be right.</summary>
/// <param name="value">The received value, where the problem names it.</param>
internal sealed class FieldErrorException(string field, string problem, string value = "") : Exception($"{field} {problem}.")
{
    public string Field { get; } = field;
    public string Problem { get; } = problem;
    /// <summary>Safe to print and short enough for a trailer.</summary>
    public string Value { get; } = SafeText.Of(value);

    public EventRejection ToRejection() => new(Message, new Dictionary<string, string> { ["field"] = Field }, null);
}
