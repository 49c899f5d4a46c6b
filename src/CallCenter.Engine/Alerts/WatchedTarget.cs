using CallCenter.Core.Settings;
using CallCenter.Core.Views;

namespace CallCenter.Engine.Alerts;

/// <summary>A target, and the selector of its values in all groups of the tenant.</summary>
/// <param name="Selector">Its first column is that of the target.</param>
public record WatchedTarget(KpiTarget Target, Selector Selector);
