using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Windows;

/// <summary>A visit or contact in a list.</summary>
/// <param name="Row">Number of its row within its source.</param>
public readonly record struct ListEntry(LiveList List, int Row, Instant Since);

/// <summary>A visit or contact came to a list, or left it.</summary>
/// <param name="Handle">Of the visit or contact, within its source.</param>
public readonly record struct ListChange(ListEntry Entry, int Handle, bool IsIn);
