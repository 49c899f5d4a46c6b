namespace CallCenter.Core.Measures;

/// <summary>A row of a source.</summary>
/// <param name="Number">Its number within the source.</param>
/// <param name="UsedAt">Start of the newest slot that anything was counted in, seconds since 1970; 0 when there is none.</param>
public readonly record struct KnownRow(int Number, RowKey Key, uint UsedAt);
