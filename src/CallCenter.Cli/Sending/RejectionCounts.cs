using CallCenter.Client;
using CallCenter.Core.Identity;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>Rejected events by reason, and by what in them was wrong. Filled by the sender's loop, read after it.</summary>
internal sealed class RejectionCounts
{
    /// <summary>Kinds are few; this many only with a faulty sender, whose further ones are in the totals.</summary>
    private const int KindsMax = 100;

    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Reason, string What), (long Count, string Example)> _kinds = [];

    /// <returns>How many were rejected for this reason so far.</returns>
    public long Add(RejectedEvent rejected)
    {
        (string Reason, string What) kind = (rejected.Reason, WhatOf(rejected.Rejection));
        if (rejected.Rejection.Metadata.Count == 0)
            return Count(rejected.Reason); // Its message is all there is, and has been told.
        if (_kinds.TryGetValue(kind, out (long Count, string Example) known))
            _kinds[kind] = (known.Count + 1, known.Example);
        else if (_kinds.Count < KindsMax)
            _kinds[kind] = (1, rejected.Rejection.Message.TrimEnd('.'));
        return Count(rejected.Reason);
    }

    public void Write(TextWriter output)
    {
        foreach ((string reason, long count) in _counts)
        {
            output.WriteLine($"rejected {reason}: {count}");
            foreach (((_, string what), (long part, string example)) in _kinds.Where(kind => kind.Key.Reason == reason))
                output.WriteLine(SafeText.Escape($"  {part} x {what}, such as: {example}"));
        }
    }

    private long Count(string reason) => _counts[reason] = _counts.GetValueOrDefault(reason) + 1;

    /// <summary>The field, or the event and the state it did not fit.</summary>
    private static string WhatOf(Rejection rejection)
    {
        if (rejection.Metadata.TryGetValue("field", out string? field))
            return field;
        string what = rejection.Metadata.TryGetValue("event", out string? name) ? name : "event";
        return rejection.Metadata.TryGetValue("state", out string? state) ? $"{what} in state {state}" : what;
    }
}
