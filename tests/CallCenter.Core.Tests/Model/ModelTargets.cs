using CallCenter.Core.Events;
using CallCenter.Core.Settings;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Model;

/// <summary>Own limits of some queues, and of chats: for Core as settings, for the model as two formulas.</summary>
internal static class ModelTargets
{
    public static readonly WaitTargets Settings = new(
        WaitTarget.Standard,
        new Dictionary<Channel, OwnTarget> { [Channel.Chat] = new(TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(30)) },
        new Dictionary<string, OwnTarget>
        {
            ["q0"] = new(TimeSpan.FromSeconds(17.5), TimeSpan.FromMilliseconds(1)),
            ["q1"] = new(TimeSpan.FromMinutes(90), null),
        });

    public static readonly IReadOnlyDictionary<string, string> Departments = new Dictionary<string, string>
    {
        ["q0"] = "sales", ["q1"] = "care", ["q2"] = "care",
    };

    /// <summary>A queue with office hours, and one that is open at night; others have no calendar.</summary>
    public static readonly QueueCalendars Calendars = new(null, new Dictionary<string, BusinessCalendar>
    {
        ["q0"] = Daily("office", 9 * 60, 17 * 60 + 30),
        ["q1"] = Daily("night", 22 * 60, 30 * 60),
    });

    /// <summary>Null: not known.</summary>
    public static bool? IsOpen(string queue, long atMs)
    {
        var minute = atMs / 60_000 % 1440;
        return queue switch
        {
            "q0" => minute is >= 9 * 60 and < 17 * 60 + 30,
            "q1" => minute is >= 22 * 60 or < 6 * 60,
            _ => null,
        };
    }

    private static BusinessCalendar Daily(string name, int fromMinute, int toMinute) => new(
        name, TimeZoneInfo.Utc, [.. Enumerable.Repeat(new DayHours([(fromMinute, toMinute)]), 7)], new Dictionary<DateOnly, DayHours>(),
        new Dictionary<string, DayHours>());

    public static bool IsOtherDepartment(string queue, string target)
        => (queue == "q0" && target is "q1" or "q2") || (queue is "q1" or "q2" && target == "q0");

    public static long ThresholdMs(Dims dims) => dims.Queue switch
    {
        "q0" => 17_500,
        "q1" => 5_400_000,
        _ => dims.Channel == "chat" ? 45_000 : 20_000,
    };

    public static long ShortAbandonMs(Dims dims)
    {
        if (dims.Queue == "q0") return 1;
        return dims.Channel == "chat" ? 30_000 : 5_000;
    }
}
