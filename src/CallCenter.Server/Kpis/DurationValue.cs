using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Server.Kpis;

/// <summary>A received length of time, as an error shows it.</summary>
internal static class DurationValue
{
    public static string Text(Duration? span) => span is null ? "" : FormattableString.Invariant($"{span.Seconds + span.Nanos / 1e9} s");
}
