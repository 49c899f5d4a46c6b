using System.Text;
using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>A queue and the profile of its contacts before <see cref="SimulationOptions.SpeedUp"/>.</summary>
public sealed record QueueProfile
{
    private const int LongestName = 128;

    /// <summary>The name of the queue, 1 to 128 bytes.</summary>
    public required string Name { get; init; }

    /// <summary>The medium of its contacts; an e-mail queue gets tickets too, a phone queue the call-backs asked for in it.</summary>
    public Channel Channel { get; init; } = Channel.Phone;

    /// <summary>Its part of all arrivals, in proportion to the other queues.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Mean conversation, hold excluded.</summary>
    public TimeSpan MeanTalk { get; init; } = TimeSpan.FromSeconds(250);

    /// <summary>Mean after-call work, where there is any.</summary>
    public TimeSpan MeanWrapUp { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>Mean patience of a customer; e-mails wait for ever.</summary>
    public TimeSpan MeanPatience { get; init; } = TimeSpan.FromSeconds(330);

    /// <summary>The queue's own time limit.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>Number of waiting visits from which on contacts are refused.</summary>
    public int MaxWaiting { get; init; } = 9;

    /// <summary>Destination at the time limit; null: the contact leaves unanswered.</summary>
    public string? OverflowTo { get; init; }

    /// <summary>Of the queues an agent serves, those of the highest priority are served first.</summary>
    public int Priority { get; init; } = 1;

    /// <summary>Number of agents that a contact is offered to at once.</summary>
    public int RingAtOnce { get; init; } = 1;

    /// <summary>Whether the queue reports its own wait, ring and talk times, in whole seconds, as a PBX does.</summary>
    public bool ReportsDurations { get; init; }

    /// <summary>The kinds of issue its contacts bring.</summary>
    public IReadOnlyList<string> IssueTypes { get; init; } = ["question", "complaint"];

    /// <summary>sales, support, billing, vip, chat, email.</summary>
    public static IReadOnlyList<QueueProfile> Defaults { get; } =
    [
        new() { Name = "sales", Share = 24, MeanTalk = TimeSpan.FromSeconds(240), IssueTypes = ["order", "offer"] },
        new()
        {
            Name = "support", Share = 26, MeanTalk = TimeSpan.FromSeconds(320), MeanWrapUp = TimeSpan.FromSeconds(60),
            MaxWait = TimeSpan.FromMinutes(5), OverflowTo = "billing", ReportsDurations = true, IssueTypes = ["fault", "how_to"],
        },
        new() { Name = "billing", Share = 14, MeanTalk = TimeSpan.FromSeconds(220), IssueTypes = ["invoice", "refund"] },
        new()
        {
            Name = "vip", Share = 6, MeanTalk = TimeSpan.FromSeconds(280), MaxWait = TimeSpan.FromMinutes(2), MaxWaiting = 3,
            OverflowTo = "sales", Priority = 2,
        },
        new()
        {
            Name = "chat", Channel = Channel.Chat, Share = 20, MeanTalk = TimeSpan.FromSeconds(420), MeanWrapUp = TimeSpan.FromSeconds(30),
            RingAtOnce = 2, MaxWaiting = 10,
        },
        new()
        {
            Name = "email", Channel = Channel.Email, Share = 10, MeanTalk = TimeSpan.FromSeconds(260), MaxWait = TimeSpan.FromHours(8),
            MaxWaiting = 400, Priority = 0,
        },
    ];

    /// <summary>The given number of queues, made from the defaults: sales, support, ..., sales-2, support-2, ...</summary>
    public static IReadOnlyList<QueueProfile> Many(int count) => [.. Enumerable.Range(0, count).Select(index => Numbered(index, count))];

    internal bool IsVoice => Channel is Channel.Phone or Channel.Callback or Channel.Unspecified;

    internal static IEnumerable<string> Errors(IReadOnlyList<QueueProfile> queues)
    {
        var names = queues.Select(queue => queue.Name).ToHashSet();
        if (queues.Count == 0 || names.Count < queues.Count)
            yield return "Queues has at least one queue, and each its own name.";
        foreach (var queue in queues)
        {
            if (Encoding.UTF8.GetByteCount(queue.Name) is < 1 or > LongestName)
                yield return "A queue's name is 1 to 128 bytes.";
            if (queue.OverflowTo is { } name && !queues.Any(target => target.Name == name && target.Channel == queue.Channel))
                yield return $"Queue {queue.Name} overflows to {name}, which is no queue of its channel.";
            if (!queue.IsPossible())
                yield return $"Queue {queue.Name}: shares, times and sizes are more than 0, and there are issue types.";
        }
    }

    private static QueueProfile Numbered(int index, int count)
    {
        var set = index / Defaults.Count;
        var profile = Defaults[index % Defaults.Count];
        return profile with
        {
            Name = set == 0 ? profile.Name : $"{profile.Name}-{set + 1}",
            // All sets overflow into the first set, which is complete.
            OverflowTo = count < Defaults.Count ? null : profile.OverflowTo,
        };
    }

    private bool IsPossible() =>
        Share > 0 && double.IsFinite(Share) && MeanTalk > TimeSpan.Zero && MeanWrapUp > TimeSpan.Zero && MeanPatience > TimeSpan.Zero
        && MaxWait > TimeSpan.Zero && MaxWaiting > 0 && RingAtOnce > 0 && IssueTypes.Count > 0;
}
