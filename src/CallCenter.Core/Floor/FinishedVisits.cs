namespace CallCenter.Core.Floor;

/// <summary>Records of the ledger that events of a batch need, supplied before those are applied. Used by one thread at a time.</summary>
internal sealed class FinishedVisits
{
    private readonly Dictionary<string, FinishedVisit?> _known = new(StringComparer.Ordinal);

    /// <summary>Whether the ledger was asked for the visit.</summary>
    public bool IsKnown(string visitId) => _known.ContainsKey(visitId);

    /// <summary>The newest record of the visit; null when the ledger has none.</summary>
    public FinishedVisit? Find(string visitId) => _known.GetValueOrDefault(visitId);

    /// <param name="record">The content of the record; null when the ledger has none.</param>
    public void Supply(string visitId, byte[]? record)
        => _known[visitId] = record is null ? null : FinishedVisitCodec.Read(record);

    /// <summary>Forgets a record that a newer one of the visit replaces.</summary>
    public void Forget(string visitId) => _known.Remove(visitId);

    public void Clear() => _known.Clear();
}
