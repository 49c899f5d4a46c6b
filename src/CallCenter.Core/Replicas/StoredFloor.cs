using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Replicas;

/// <summary>The stored state that a source's new owner starts from.</summary>
/// <param name="Rows">Ascending by number.</param>
public sealed record StoredFloor(IReadOnlyList<KnownRow> Rows, IReadOnlyList<FloorItem> Items)
{
    public bool IsEmpty => Rows.Count == 0;
}
