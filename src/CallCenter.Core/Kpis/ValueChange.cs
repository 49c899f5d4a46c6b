namespace CallCenter.Core.Kpis;

/// <summary>How a value differs from that of another time.</summary>
/// <param name="By">In the unit of <see cref="KpiValue.Number"/>.</param>
/// <param name="Percent">Of the value then; null: it was 0.</param>
public readonly record struct ValueChange(double By, double? Percent)
{
    /// <summary>The change; null: there is no value now, or was none then, or they are moments.</summary>
    public static ValueChange? Of(KpiValue now, KpiValue then)
    {
        if (now.Number is not { } number || then.Number is not { } before || now.Kind == KpiValueKind.Time) return null;
        var by = number - before;
        return new ValueChange(by, before == 0 ? null : 100 * by / Math.Abs(before));
    }
}
