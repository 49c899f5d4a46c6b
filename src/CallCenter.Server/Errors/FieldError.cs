using CallCenter.Core.Identity;
using CallCenter.Engine.Ingest;

namespace CallCenter.Server.Errors;

/// <summary>A field of a message is wrong, or several are: which, and what would be right.</summary>
internal sealed class FieldErrorException : Exception
{
    // Enough to correct a request by, and short enough for a trailer.
    private const int ShownMax = 10;

    /// <param name="value">The received value, where the problem names it.</param>
    public FieldErrorException(string field, string problem, string value = "") : base($"{field} {problem}.")
    {
        (Field, Problem, Value) = (field, problem, SafeText.Of(value));
        All = [this];
    }

    private FieldErrorException(IReadOnlyList<FieldErrorException> all) : base(Describe(all))
    {
        (Field, Problem, Value) = (all[0].Field, all[0].Problem, all[0].Value);
        All = all;
    }

    public string Field { get; }

    public string Problem { get; }

    /// <summary>Safe to print and short enough for a trailer.</summary>
    public string Value { get; }

    /// <summary>Every wrong field, in the order of the message; this error names the first.</summary>
    public IReadOnlyList<FieldErrorException> All { get; }

    public static FieldErrorException Of(IReadOnlyList<FieldErrorException> all) => all.Count == 1 ? all[0] : new FieldErrorException(all);

    /// <summary>The same errors, of fields within another message.</summary>
    public FieldErrorException Within(string field)
        => Of([.. All.Select(e => new FieldErrorException($"{field}.{e.Field}", e.Problem, e.Value))]);

    /// <summary>The rejection of an event: names the first wrong field, and all of them when there are several.</summary>
    public EventRejection ToRejection()
    {
        var metadata = new Dictionary<string, string> { ["field"] = Field };
        if (All.Count > 1) metadata["fields"] = string.Join(',', All.Take(ShownMax).Select(e => e.Field).Distinct());
        return new(Message, metadata, null);
    }

    private static string Describe(IReadOnlyList<FieldErrorException> all)
    {
        var rest = all.Count > ShownMax ? $" And {all.Count - ShownMax} more." : "";
        return string.Join(' ', all.Take(ShownMax).Select(e => e.Message)) + rest;
    }
}
