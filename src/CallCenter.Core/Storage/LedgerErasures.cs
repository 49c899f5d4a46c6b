using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Storage;

/// <summary>The erasures in a stretch of a shard's log: ids of contacts, by source.</summary>
public sealed class LedgerErasures
{
    private readonly Dictionary<SourceId, List<string>> _contacts = [];

    public bool IsEmpty => _contacts.Count == 0;

    /// <summary>Notes the erasures among the records of a chunk.</summary>
    public void Note(ReadOnlySpan<byte> data) => LedgerCodec.Read(data, (source, head, _) =>
    {
        if (head.Kind != LedgerRecordKind.Erasure) return;
        if (!_contacts.TryGetValue(source, out var contacts)) _contacts.Add(source, contacts = []);
        contacts.Add(head.ContactId);
    });

    /// <summary>Whether the chunk of this head may have a record to change.</summary>
    public bool MayChange(LedgerHead head) => _contacts.Keys.Any(head.Hashes.ContainsKey);

    /// <summary>The records without the erased ids and without the erasures; null when there is nothing to change.</summary>
    public byte[]? Apply(ReadOnlySpan<byte> data)
    {
        var changes = false;
        var rewritten = LedgerCodec.Rewrite(data, (source, head) =>
        {
            var kept = Apply(source, head);
            changes |= kept != head;
            return kept;
        });
        return changes ? rewritten : null;
    }

    private LedgerRecordHead? Apply(SourceId source, LedgerRecordHead head)
    {
        if (head.Kind == LedgerRecordKind.Erasure) return null;
        return _contacts.TryGetValue(source, out var contacts)
            ? contacts.Where(head.Names).Aggregate(head, (kept, contact) => kept.Without(contact))
            : head;
    }
}
