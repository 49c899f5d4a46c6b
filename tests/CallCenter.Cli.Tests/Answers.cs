using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli.Tests;

/// <summary>Answers of the scripted server.</summary>
internal static class Answers
{
    /// <summary>An answer with one group, sales, of a count, a ratio and nothing.</summary>
    public static GetSnapshotResponse Of(string queue = "sales")
    {
        var snapshot = new Snapshot
        {
            Columns =
            {
                new KpiColumn
                {
                    Kpi = new KpiRef { Id = "contacts_offered" }, Unit = "contacts", Titles = { { "en", "Offered" }, { "zh-Hans", "进线数" } },
                },
                new KpiColumn
                {
                    Kpi = new KpiRef { Id = "service_level", Variant = "of_offered" }, Spec = "service_level@20s", Unit = "ratio",
                    Titles = { { "en", "Service level" } },
                },
                new KpiColumn { Kpi = new KpiRef { Id = "speed_of_answer" }, Unit = "s", Titles = { { "en", "Average speed of answer" } } },
            },
            Rows =
            {
                new KpiRow
                {
                    Labels = { queue },
                    Values =
                    {
                        new KpiValue { Count = 12 },
                        new KpiValue { Ratio = new Ratio { Numerator = 5, Denominator = 6 } },
                        new KpiValue(),
                    },
                },
            },
            WindowStartTime = Timestamp.FromDateTimeOffset(Given.Nine.AddMinutes(-30)),
            WindowEndTime = Timestamp.FromDateTimeOffset(Given.Nine),
        };
        return new GetSnapshotResponse { AsOfTime = Timestamp.FromDateTimeOffset(Given.Nine), Snapshot = snapshot };
    }
}
