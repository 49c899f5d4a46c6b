using System.Globalization;
using System.Reflection;
using System.Text.Json;
using CallCenter.Asterisk;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Xunit.Sdk;

namespace CallCenter.Server.Tests;

/// <summary>A recording of a real Asterisk with the totals of its own queue_log.</summary>
internal sealed class Recording
{
    private readonly string _folder;

    public Recording(string name)
    {
        _folder = Find(name)!;
        Truth = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "truth.json"))).RootElement;
        Event[] events = [.. RecordedAmi.ReadEvents(Path.Combine(_folder, "ami.txt.gz"), new MappingOptions())];
        var last = events.Max(e => e.OccurredTime.ToDateTimeOffset());
        Events = [.. events.Select(e => Move(e, Duration.FromTimeSpan(Given.Now - last)))];
    }

    public JsonElement Truth { get; }

    /// <summary>Its events, shifted in time so that the last one is now.</summary>
    public IReadOnlyList<Event> Events { get; }

    /// <summary>The folder of a recording; null when it is not on this machine.</summary>
    public static string? Find(string name)
    {
        string?[] roots = [Environment.GetEnvironmentVariable("CALLCENTER_TRACES"), .. Above().SelectMany(Places)];
        return roots.OfType<string>().Select(root => Path.Combine(root, "asterisk", name)).FirstOrDefault(Directory.Exists);
    }

    /// <summary>Waits of visits that left the queue neither answered nor abandoned, in seconds, and how many left by key.</summary>
    public (long Seconds, int KeyCount) WaitOfLeft(string? queue)
    {
        var left = File.ReadLines(Path.Combine(_folder, "visits.csv")).Skip(1).Select(line => line.Split(','))
            .Where(cells => cells[5] is "timeout" or "key" or "leave_empty" or "withdrawn" && (queue is null || cells[1] == queue))
                .ToList();
        return (left.Sum(cells => long.Parse(cells[6], CultureInfo.InvariantCulture)), left.Count(cells => cells[5] == "key"));
    }

    /// <summary>The values of a column of answered visits, in milliseconds, ascending.</summary>
    /// <param name="file">A table of visits, one a line.</param>
    /// <param name="unit">Milliseconds of the column's unit.</param>
    public List<long> TimesOfAnswered(string file, string column, int unit)
    {
        var lines = File.ReadLines(Path.Combine(_folder, file)).Select(line => line.Split(',')).ToList();
        var (at, agent) = (Array.IndexOf(lines[0], column), Array.IndexOf(lines[0], "agent"));
        return
        [
            .. lines.Skip(1).Where(cells => cells[agent].Length > 0 && cells[at].Length > 0)
                .Select(cells => long.Parse(cells[at], CultureInfo.InvariantCulture) * unit).Order(),
        ];
    }

    private static Event Move(Event item, Duration by)
    {
        item.OccurredTime += by;
        return item.FloorReport is null ? item : throw new NotSupportedException("A recording has no floor reports.");
    }

    private static IEnumerable<string> Above()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder)) yield return folder;
    }

    private static IEnumerable<string> Places(string folder)
        => [Path.Combine(folder, "tests", "traces"), Path.Combine(folder, "shared", "traces")];
}

/// <summary>A case over a recording; skipped, with the reason, where it is absent: most are too large for the repository.</summary>
internal sealed class RecordedAttribute : DataAttribute
{
    private readonly string _name;

    public RecordedAttribute(string name)
    {
        _name = name;
        if (Recording.Find(name) is null)
            Skip = $"The recording {name} is not in a folder shared/traces above this one, nor in CALLCENTER_TRACES.";
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[_name]];
}
