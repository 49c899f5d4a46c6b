namespace CallCenter.Asterisk;

/// <summary>Which events of a history are wanted.</summary>
/// <param name="CountedUntil">Time of the newest event that the server has counted of this source; null: all are wanted.</param>
/// <param name="IsKeptLive">What is live at the end stays so, since something goes on from there; else agents log out and open calls are
/// lost.</param>
public sealed record HistoryScope(DateTimeOffset? CountedUntil, bool IsKeptLive);
