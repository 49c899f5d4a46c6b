using System.CommandLine;
using CallCenter.Client;
using CallCenter.Core.Identity;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;
using Calendar = CallCenter.V1.Calendar;

namespace CallCenter.Cli.Commands;

/// <summary>ccg settings: what the tenant's numbers depend on.</summary>
internal static class SettingsCommand
{
    public static Command Create(CliContext cli)
    {
        Option<string> output = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
        var command = new ExampleCommand("settings", "Shows the thresholds, calendars and other settings that the numbers depend on.",
            "ccg settings",
            "ccg settings -o json");
        command.Options.Add(output);
        command.SetAction((parsed, token) => RunAsync(cli, ServerOption.Require(parsed), parsed.GetValue(output)!, token));
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, string server, string output, CancellationToken token)
    {
        using var watcher = new KpiWatcher(server, cli.CredentialFor(server));
        GetSettingsResponse settings = await Answer.InTimeAsync(watcher.GetSettingsAsync, cli, server, token);
        if (output == OutputFormat.Json)
            await cli.Out.WriteLineAsync(JsonText.Page(settings));
        else
            WriteTable(cli.OutConsole, settings);
        return ExitCode.Ok;
    }

    private static void WriteTable(IAnsiConsole console, GetSettingsResponse settings)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("of").NoWrap());
        table.AddColumns("threshold", "short abandon", "calendar", "department");
        Add("all", settings.Limits, settings.Calendar, "");
        foreach (ChannelSettings channel in settings.Channels)
            Add($"channel {channel.Channel}", channel.Limits, "", "");
        foreach (QueueSettings queue in settings.Queues)
            Add($"queue {queue.Queue}", queue.Limits, queue.Calendar, queue.Department);
        console.Write(table);
        console.WriteLine($"time zone {settings.TimeZone}, weeks from {settings.WeekStart}");
        foreach (Calendar calendar in settings.Calendars)
            console.WriteLine(SafeText.Escape(Describe(calendar)));

        void Add(string of, WaitLimits limits, string calendar, string department) => table.AddRow(new[]
        {
            of, Time(limits.ServiceLevelThreshold), Time(limits.ShortAbandonLimit), calendar, department,
        }.Select(cell => new Text(SafeText.Escape(cell))));
    }

    private static string Describe(Calendar calendar)
    {
        IEnumerable<string> parts =
        [
            .. calendar.Week.Select(day => $"{day.Day} {Hours(day.Spans)}"),
            .. calendar.Holidays.Select(day => $"{day.Date} {Hours(day.Spans)}"),
            .. calendar.Bands.Select(band => $"{band.Name} {Hours(band.Spans)}"),
        ];
        return $"calendar {calendar.Name}, {calendar.TimeZone}: {string.Join("; ", parts)}";
    }

    private static string Hours(IReadOnlyList<HoursSpan> spans)
        => HoursText.Format(new Core.Windows.DayHours([.. spans.Select(span => (span.StartMinute, span.EndMinute))]));

    private static string Time(Duration? time) => time is null ? "" : DurationText.Format(time.ToTimeSpan());
}
