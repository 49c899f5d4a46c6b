using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Engine.Shards;

namespace CallCenter.Engine.Board;

/// <summary>The sources of a tenant at a moment, in no order.</summary>
public sealed record ListedSources(Instant AsOf, IReadOnlyList<ListedSource> Sources);

/// <summary>Reads what a tenant has, in pieces, so that a long list does not hold up the board. Safe for several threads.</summary>
public sealed class BoardLists
{
    private readonly KpiBoard _board;

    internal BoardLists(KpiBoard board) => _board = board;

    /// <summary>The tenant's sources.</summary>
    public Task<ListedSources> SourcesAsync(TenantId tenant, CancellationToken cancellationToken)
        => _board.AskAsync(new BoardRequest.ListSources(tenant), cancellationToken);

    /// <summary>Sources of all tenants with live visits that no stream is open for, and those that are published to.</summary>
    internal Task<IReadOnlyList<SourceFeed>> AbsentAsync(CancellationToken cancellationToken)
        => _board.AskAsync(new BoardRequest.ListAbsent(), cancellationToken);

    /// <summary>The rows of a source, by number.</summary>
    public IAsyncEnumerable<ListedRow> RowsAsync(SourceId source, CancellationToken cancellationToken)
        => ReadAsync(from => _board.AskAsync(new BoardRequest.ListRows(source, from), cancellationToken));

    /// <summary>The agents of a source, in the order in which it named them first.</summary>
    public async IAsyncEnumerable<StoredAgent> AgentsAsync(
        SourceId source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Read on the caller's thread: the items are never changed.
        await foreach (var items in ReadAsync(from => _board.AskAsync(new BoardRequest.ListAgents(source, from), cancellationToken)))
            yield return StoredAgent.Read(items.Fixed, items.Live, items.Clock);
    }

    private static async IAsyncEnumerable<T> ReadAsync<T>(Func<int, Task<ListPiece<T>>> ask)
    {
        int? next = 0;
        while (next is { } from)
        {
            var piece = await ask(from);
            foreach (var entry in piece.Entries) yield return entry;
            next = piece.Next;
        }
    }
}
