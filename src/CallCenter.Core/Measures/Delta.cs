namespace CallCenter.Core.Measures;

/// <summary>What is added to one measure of one row in one slot of one second.</summary>
/// <param name="Row">Number of the row within its source.</param>
/// <param name="Slot">Start of the slot, whole seconds since 1970 UTC.</param>
/// <param name="Value">For a gauge's moment: relative to the start of the slot.</param>
public readonly record struct Delta(int Row, uint Slot, Measure Measure, long Value);
