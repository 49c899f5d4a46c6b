using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;
using CallCenter.Core.Views;

namespace CallCenter.Core.Explanations;

/// <summary>
/// Finds the contacts and agents behind a value. Live state comes first, then the records of the ledger, the newest first, since a later
/// record of a visit replaces the earlier ones. Used by one thread at a time.
/// </summary>
public sealed class Explainer
{
    private readonly ExplainedFormula _formula;
    private readonly EntryPage _page;
    private readonly ContactTally _tally;
    private readonly Dictionary<SourceId, (SelectedRows Rows, Recount Recount)> _sources = [];
    private readonly Dictionary<(SourceId Source, string VisitId, Instant QueuedAt, Instant DoneAt), int> _replaced = [];
    private readonly HashSet<(SourceId Source, string ContactId)> _erased = [];

    /// <param name="asOf">When the window is at.</param>
    public Explainer(
        ExplainedFormula formula, WaitTargets targets, Instant asOf, IReadOnlyList<ExplainedSource> sources, EntryPage page)
    {
        (_formula, _page, _tally) = (formula, page, new ContactTally(targets, asOf));
        foreach (var (source, rows, items) in sources)
        {
            var recount = new Recount(rows.Select(row => new KnownRow(row.Number, row.Key, 0)), asOf);
            _sources.Add(source, (new SelectedRows(rows), recount));
            foreach (var live in recount.OfFloor(items)) Add(source, live);
        }
        CountsFrom = sources.SelectMany(s => s.Rows).SelectMany(row => row.Spans).Select(span => (Instant?)span.Start).Min();
    }

    /// <summary>What is over before counts in none of the rows; null: nothing that is over does.</summary>
    public Instant? CountsFrom { get; }

    /// <summary>What all contacts and agents add, those of other pages too.</summary>
    public ValueParts Total { get; private set; }

    /// <summary>How many they are.</summary>
    public long Count { get; private set; }

    /// <summary>Whether records of the source can be behind the value.</summary>
    public bool Has(SourceId source) => _sources.ContainsKey(source);

    /// <summary>Adds the next older record of the ledger.</summary>
    public void Add(SourceId source, LedgerRecordHead head, ReadOnlySpan<byte> record)
    {
        if (head.Kind == LedgerRecordKind.Erasure) _erased.Add((source, head.ContactId));
        if (head.Kind == LedgerRecordKind.Erasure || !(head.DoneAt >= CountsFrom) || !_sources.TryGetValue(source, out var known)) return;
        if (head.Kind == LedgerRecordKind.ClosedContact)
        {
            Add(source, Recount.Of(ClosedContact.Read(record)));
            return;
        }
        if (head.Kind != LedgerRecordKind.FinishedVisit) return;
        var finished = FinishedVisitCodec.Read(record);
        if (!IsReplaced(source, finished) && known.Recount.Of(finished) is { } visit) Add(source, visit);
    }

    /// <summary>Adds the agents, each with the values of <see cref="ExplainedFormula.ByAgent"/>.</summary>
    /// <param name="agents">Groups by source and agent.</param>
    public void Add(IEnumerable<GroupValues> agents)
    {
        foreach (var (labels, values) in agents)
        {
            var next = 0;
            var parts = _formula.AgentParts.Select(part => part is null ? 0 : PartOf(values[next++])).ToList();
            var key = new EntryKey(Instant.MinValue, labels[0], CountedKind.Agent, labels[1], 0);
            Add(new ExplainedEntry(key, new ValueParts(parts[0], parts[1])) { Agent = labels[1] });
        }

        static long PartOf(KpiValue value) => value.Kind == KpiValueKind.Count ? value.A : 0;
    }

    // A revision replaces the next older record of its visit, which may be one itself.
    private bool IsReplaced(SourceId source, FinishedVisit finished)
    {
        var key = (source, finished.Visit.Id, finished.Visit.QueuedAt, finished.DoneAt);
        var isReplaced = _replaced.GetValueOrDefault(key) > 0;
        var left = _replaced.GetValueOrDefault(key) - (isReplaced ? 1 : 0) + (finished.IsRevision ? 1 : 0);
        if (left > 0) _replaced[key] = left;
        else _replaced.Remove(key);
        return isReplaced;
    }

    private void Add(SourceId source, CountedContact contact)
    {
        var rows = _sources[source].Rows;
        var (of, by) = _formula.PartsOf(_tally.Over(contact, rows));
        if ((of | by) == 0) return;
        var row = contact.Rows.Concat(contact.Deltas.Select(delta => delta.Row)).Select(rows.Find).OfType<SelectedRow>().First().Key;
        var (visitId, contactId) = (Kept(source, contact.VisitId), Kept(source, contact.ContactId));
        var tie = (contact.WaitMs ?? 0) + (contact.EndedAt?.UnixMs ?? 0);
        var id = contact.Kind == CountedKind.Visit ? visitId : contactId;
        Add(new ExplainedEntry(new EntryKey(contact.At, source.Name, contact.Kind, id, id.Length == 0 ? tie : 0), new ValueParts(of, by))
        {
            VisitId = visitId,
            ContactId = contactId,
            Queue = row.Queue,
            Agent = row.Agent,
            BeganAt = contact.At,
            AnsweredAt = contact.AnsweredAt,
            EndedAt = contact.EndedAt,
            Outcome = contact.Outcome,
            WaitMs = contact.WaitMs,
            TalkMs = contact.TalkMs,
        });
    }

    private void Add(ExplainedEntry entry)
    {
        if (entry.Added.IsNothing) return;
        Total += entry.Added;
        Count++;
        _page.Add(entry);
    }

    // The log may still have what is erased from the chunks at the next fold.
    private string Kept(SourceId source, string id)
        => _erased.Count > 0 && _erased.Any(e => e.Source == source && id.Contains(e.ContactId, StringComparison.Ordinal)) ? "" : id;
}
