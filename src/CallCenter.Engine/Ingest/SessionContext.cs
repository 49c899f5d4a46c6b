using CallCenter.Core.Identity;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Ingest;

/// <summary>What a session works with.</summary>
/// <param name="Lineage">Lineage of the shard when the session's floor was read.</param>
/// <param name="CurrentLineage">Lineage of the shard now; another one means that the store was rolled back.</param>
internal sealed record SessionContext(
    SourceId Source, ShardWriter Writer, Ledger Ledger, long Lineage, Func<long> CurrentLineage, TimeProvider Time, ILogger Log);
