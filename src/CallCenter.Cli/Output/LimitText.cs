using System.Globalization;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>Limits of targets, and numbers beside them, in the unit of the KPI.</summary>
internal static class LimitText
{
    public static string Of(TargetDirection direction, double limit)
        => $"{(direction == TargetDirection.AtLeast ? ">=" : "<=")} {Number(limit)}";

    public static string Number(double number) => Math.Round(number, 3).ToString(CultureInfo.InvariantCulture);
}
