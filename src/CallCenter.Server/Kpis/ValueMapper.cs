using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using KpiKind = CallCenter.Core.Kpis.KpiKind;
using KpiValue = CallCenter.V1.KpiValue;

namespace CallCenter.Server.Kpis;

/// <summary>Turns values into messages: the exact parts and one number.</summary>
internal static class ValueMapper
{
    public const int SecondsOfHour = 3600;

    public static KpiValue ToValue(Core.Kpis.KpiValue value, KpiKind kind)
    {
        var message = value.Kind switch
        {
            KpiValueKind.None => new KpiValue { NoValueReason = (V1.NoValueReason)value.Reason },
            KpiValueKind.Count => new KpiValue { Count = value.A },
            KpiValueKind.Duration => new KpiValue { Duration = ToSpan(value.A) },
            KpiValueKind.Ratio when kind == KpiKind.Rate => new KpiValue { Rate = ToRate(value) },
            KpiValueKind.Ratio => new KpiValue { Ratio = new Ratio { Numerator = value.A, Denominator = value.B } },
            KpiValueKind.Mean => new KpiValue { Mean = new Mean { Total = ToSpan(value.A), Count = value.B } },
            KpiValueKind.Time => new KpiValue { Time = KpiMapper.ToTime(new Instant(value.A)) },
            KpiValueKind.Score => new KpiValue { Score = new Score { Total = value.A / 1000.0, Count = value.B } },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (value.Number is { } number) message.Number = number;
        return message;
    }

    // A rate's numerator has the seconds of an hour in it, so that its quotient is one of things an hour.
    private static Rate ToRate(Core.Kpis.KpiValue value)
        => new() { Count = value.A / SecondsOfHour, Time = new Duration { Seconds = value.B } };

    private static Duration ToSpan(long ms) => Duration.FromTimeSpan(TimeSpan.FromMilliseconds(ms));
}
