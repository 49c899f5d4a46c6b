using CallCenter.Cli.Commands;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli.Tests;

/// <summary>Building blocks of tests: runs of the command line, events and answers.</summary>
internal static class Given
{
    /// <summary>Bounds every wait of a test; never reached by one that passes.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Runs a command line in this process.</summary>
    public static async Task<Ended> CcgAsync(
        string[] args, string input = "", TimeProvider? timeProvider = null, Dictionary<string, string>? variables = null)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var cli = new CliContext
        {
            In = new StringReader(input),
            Out = output,
            Error = error,
            TimeProvider = timeProvider ?? TimeProvider.System,
            Variable = name => variables?.GetValueOrDefault(name),
        };
        int code = await CommandLine.RunAsync(
            args,
            cli,
            KeysCommand.Create(cli),
            ReplayCommand.Create(cli, AsteriskRecording.Create(), new Recording("jsonl", "JSON lines", JsonLines.ReadEvents)),
            SendCommand.Create(cli),
            DoctorCommand.Create(cli),
            BackupCommand.CreateBackup(cli),
            BackupCommand.CreateRestore(cli),
            ImportCommand.Create(cli),
            SnapshotCommand.Create(cli),
            WatchCommand.Create(cli),
            KpisCommand.Create(cli)).WaitAsync(Limit);
        return new Ended(code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    public static Event Queued(string visit, DateTimeOffset time) => new()
    {
        OccurredTime = Timestamp.FromDateTimeOffset(time),
        VisitQueued = new VisitQueued { VisitId = visit, Queue = "sales" },
    };

    public static string Lines(params IEnumerable<Event> events) =>
        string.Concat(events.Select(e => Google.Protobuf.JsonFormatter.Default.Format(e) + "\n"));

    /// <summary>An answer with one group, sales, of a count, a ratio and nothing.</summary>
    public static GetSnapshotResponse Answer(string queue = "sales")
    {
        var snapshot = new Snapshot
        {
            Columns =
            {
                new KpiColumn { Kpi = new KpiRef { Id = "contacts_offered" }, Unit = "contacts" },
                new KpiColumn { Kpi = new KpiRef { Id = "service_level", Variant = "of_offered" }, Unit = "ratio" },
                new KpiColumn { Kpi = new KpiRef { Id = "speed_of_answer" }, Unit = "s" },
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
            WindowStartTime = Timestamp.FromDateTimeOffset(Nine.AddMinutes(-30)),
            WindowEndTime = Timestamp.FromDateTimeOffset(Nine),
        };
        return new GetSnapshotResponse { AsOfTime = Timestamp.FromDateTimeOffset(Nine), Snapshot = snapshot };
    }
}

/// <summary>How a run ended.</summary>
internal sealed record Ended(int Code, string Out, string Error);
