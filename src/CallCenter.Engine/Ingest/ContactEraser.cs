using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using CallCenter.Engine.Shards;

namespace CallCenter.Engine.Ingest;

/// <summary>What became of the id of a contact at the sources of a tenant.</summary>
/// <param name="Traces">Where it was, without the sources elsewhere.</param>
/// <param name="Elsewhere">Names of sources that have it and stream to another server, where it is left; ascending.</param>
public sealed record Erasure(ContactTraces Traces, IReadOnlyList<string> Elsewhere);

/// <summary>Erases a contact's id from live state and the ledger, with one commit for each source that has it. Safe for several
/// threads.</summary>
public sealed class ContactEraser(SourceSessions sessions, KpiBoard board, IMetricStore store)
{
    // A session that ends meanwhile, since its adapter reconnects, leaves the next one to ask.
    private const int TriesMax = 3;

    /// <param name="dryRun">Only look.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer; earlier erasures remain.</exception>
    public async Task<Erasure> ForgetAsync(TenantId tenant, ForgottenContact contact, bool dryRun, CancellationToken cancellationToken)
    {
        var traces = default(ContactTraces);
        var elsewhere = new List<string>();
        var listed = await board.Lists.SourcesAsync(tenant, cancellationToken);
        var finished = await sessions.Ledger.CountAsync(tenant, contact.StoredId, cancellationToken);
        foreach (var id in listed.Sources.Select(s => s.Feed.Source).OrderBy(id => id.Name, StringComparer.Ordinal))
        {
            if (await ForgetAsync(id, contact, finished.GetValueOrDefault(id), dryRun, cancellationToken) is { } found) traces += found;
            else elsewhere.Add(id.Name);
        }
        return new Erasure(traces, elsewhere);
    }

    // Null: another server has the stream.
    private async Task<ContactTraces?> ForgetAsync(
        SourceId source, ForgottenContact contact, int finished, bool dryRun, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var here = sessions.LiveOf(source);
            var found = here?.Find(contact) ?? await FindStoredAsync(source, contact, cancellationToken);
            found = found with { FinishedVisits = finished };
            if (!found.CanErase) return found;
            if (here is null && await IsStreamingElsewhereAsync(source, cancellationToken)) return null;
            if (dryRun) return found;
            if (await sessions.ForgetAsync(source, contact, finished, cancellationToken) is { } erased) return erased;
        }
        throw new StoreUnavailableException($"The session of source '{source}' ended before the erasure was durable; try again.");
    }

    private async Task<ContactTraces> FindStoredAsync(SourceId source, ForgottenContact contact, CancellationToken cancellationToken)
    {
        var shard = Sharding.ShardOf(source, store.ShardCount);
        var stored = await board.ReadFloorAsync(shard, source, LogPosition.Start, cancellationToken);
        return ContactTraces.In(stored.Items, contact);
    }

    // To claim the source would end a stream that its adapter does not open again.
    private async Task<bool> IsStreamingElsewhereAsync(SourceId source, CancellationToken cancellationToken)
    {
        if (!store.IsShared) return false;
        var listed = await board.Lists.SourcesAsync(source.Tenant, cancellationToken);
        return listed.Sources.Any(s => s.Feed.Source == source
            && s.Feed.State is (FeedState.Connected or FeedState.Behind or FeedState.Silent));
    }
}
