using System.Globalization;
using System.Text;
using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>
/// Plays a script through parser and mapper and prints the events as lines. A line of the script is "seconds Event Key=value …"; a line
/// of the answer is "seconds what …". All events are held against the rules of a strict server on the way.
/// </summary>
internal static class Play
{
    private const long Start = 1_700_000_000;

    /// <summary>What became of the visits.</summary>
    public static string Visits(string script, MappingOptions? options = null) =>
        Lines(Events(script, options).Where(each => !IsOfAgent(each)));

    /// <summary>What became of the agents.</summary>
    public static string Agents(string script, MappingOptions? options = null) => Lines(Events(script, options).Where(IsOfAgent));

    public static IReadOnlyList<Event> Events(string script, MappingOptions? options = null)
    {
        IReadOnlyList<Event> events = [.. RecordedAmi.ReadEvents(new MemoryStream(Bytes(script)), new AsteriskMapper(options ?? new()))];
        Tally.Of(events);
        return events;
    }

    public static byte[] Bytes(string script)
    {
        var text = new StringBuilder();
        foreach (var line in script.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            text.Append(CultureInfo.InvariantCulture, $"Event: {words[1]}\r\nPrivilege: agent,all\r\n");
            if (words[0] != "-")
            {
                var time = Start + decimal.Parse(words[0], CultureInfo.InvariantCulture);
                text.Append(CultureInfo.InvariantCulture, $"Timestamp: {time:F6}\r\n");
            }
            foreach (var word in words[2..])
                text.Append(word.Replace("=", ": ", StringComparison.Ordinal)).Append("\r\n");
            text.Append("\r\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static string Lines(IEnumerable<Event> events) => string.Join('\n', events.Select(Line));

    private static bool IsOfAgent(Event each) => each.KindCase is Event.KindOneofCase.AgentDescribed
        or Event.KindOneofCase.AgentPresenceChanged or Event.KindOneofCase.QueueMembershipChanged;

    private static string Line(Event each)
    {
        var time = (each.OccurredTime.ToDateTimeOffset() - DateTimeOffset.FromUnixTimeSeconds(Start)).TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"{time} {What(each)}").TrimEnd();
    }

    private static string What(Event each) => each.KindCase switch
    {
        Event.KindOneofCase.VisitQueued => $"queued {each.VisitQueued.VisitId}",
        Event.KindOneofCase.VisitOffered => $"offered {each.VisitOffered.VisitId} {each.VisitOffered.Agent}",
        Event.KindOneofCase.OfferEnded => $"{each.OfferEnded.Result} {each.OfferEnded.VisitId} {each.OfferEnded.Agent}",
        Event.KindOneofCase.VisitAnswered => Answered(each.VisitAnswered),
        Event.KindOneofCase.VisitHeld => $"held {each.VisitHeld.VisitId}",
        Event.KindOneofCase.VisitResumed => $"resumed {each.VisitResumed.VisitId}",
        Event.KindOneofCase.VisitEnded => Ended(each.VisitEnded),
        Event.KindOneofCase.WrapUpEnded => $"wrap-up ended {each.WrapUpEnded.VisitId}",
        Event.KindOneofCase.VisitRefused => $"refused {each.VisitRefused.Queue} {each.VisitRefused.Reason}",
        Event.KindOneofCase.AgentDescribed => $"named {each.AgentDescribed.Agent} {each.AgentDescribed.DisplayName}",
        Event.KindOneofCase.AgentPresenceChanged =>
            $"{each.AgentPresenceChanged.Presence} {each.AgentPresenceChanged.Agent} {each.AgentPresenceChanged.Reason}",
        Event.KindOneofCase.QueueMembershipChanged => Changed(each.QueueMembershipChanged),
        _ => each.ToString(),
    };

    private static string Answered(VisitAnswered answered) =>
        $"answered {answered.VisitId} {answered.Agent} wait={answered.ReportedWait?.Seconds} ring={answered.ReportedRing?.Seconds}";

    private static string Changed(QueueMembershipChanged changed) => $"{changed.State} {changed.Agent} {changed.Queue} {changed.Reason}";

    private static string Ended(VisitEnded ended) => $"{ended.Outcome} {ended.VisitId}"
        + (ended.ReportedWait is null ? "" : $" wait={ended.ReportedWait.Seconds}")
        + (ended.ReportedTalk is null ? "" : $" talk={ended.ReportedTalk.Seconds}")
        + (ended.WrapUp == WrapUp.Follows ? " wrap-up" : "")
        + (ended.TransferTarget.Length == 0 ? "" : $" to={ended.TransferTarget}");
}
