using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>A visit began or ceased to wait.</summary>
/// <param name="Row">Number of its row within its source.</param>
/// <param name="Visit">Its handle within its source.</param>
public readonly record struct WaitingChange(int Row, int Visit, Instant QueuedAt, bool Waits);
