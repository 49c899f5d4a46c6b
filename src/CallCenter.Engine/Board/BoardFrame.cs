namespace CallCenter.Engine.Board;

/// <summary>What a reader of a view is to be sent next.</summary>
/// <param name="Since">The values that changed after this revision; null: all values. Of no meaning for a heartbeat.</param>
/// <param name="IsHeartbeat">The reader is only to hear that it has everything up to this state.</param>
public readonly record struct BoardFrame(BoardState State, long? Since, bool IsHeartbeat);
