using System.CommandLine;
using CallCenter.Asterisk;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>What an Asterisk's AMI sent, as a recording.</summary>
internal static class AsteriskRecording
{
    private static readonly (AmiClasses Class, string Name, string Cost)[] Classes =
    [
        (AmiClasses.Agent, "agent", "no queue is in it"),
        (AmiClasses.Call, "call", "hold, transfers and hang-ups are not in it"),
        (AmiClasses.Dialplan, "dialplan", "refused callers are not in it, and a time limit looks like a redirect"),
    ];

    public static Recording Create()
    {
        var mapping = new MappingSettings();
        var queueLog = new Option<string>("--queue-log")
        {
            Description = "Asterisk's own log of the same time: what the recording lacks of its days is read from there, rotated and "
                + "packed parts too.",
            HelpName = "FILE",
        };
        return Of(new MappingOptions(), queueLog: null) with
        {
            Options = [queueLog, .. mapping.Options],
            As = parsed => Of(mapping.Read(parsed), parsed.GetValue(queueLog)),
            Examples = ["--queue-log queue_log", "--encoding windows-1251 --wrap-up 20s"],
        };
    }

    private static Recording Of(MappingOptions mapping, string? queueLog) => new(
        "asterisk", "what an Asterisk's AMI sent (ami.txt, plain or .gz, or a folder of them)",
        path => Understood(queueLog is null
            ? RecordedAmi.ReadEvents(path, mapping) : RecordedAmi.ReadEvents(path, mapping, queueLog, TimeZoneInfo.Local)))
    {
        Remarks = RemarksOn,
    };

    private static IEnumerable<Event> Understood(IEnumerable<Event> events)
    {
        using IEnumerator<Event> reading = events.GetEnumerator();
        while (MoveNext(reading))
            yield return reading.Current;
    }

    private static bool MoveNext(IEnumerator<Event> reading)
    {
        try
        {
            return reading.MoveNext();
        }
        catch (AmiRecordingException e)
        {
            throw new FailedException(e.Message.TrimEnd('.'));
        }
    }

    private static IEnumerable<string> RemarksOn(string path)
    {
        AmiCensus census = RecordedAmi.Survey(path);
        if (census.MessageCount == 0)
            yield return "it has no AMI message";
        foreach ((AmiClasses missing, string name, string cost) in Classes)
        {
            if (census.MessageCount > 0 && !census.Seen.HasFlag(missing))
                yield return $"no event of class {name} is in the recording: {cost}; the user's read= in manager.conf needs {name}";
        }
        if (census.LacksStamps)
            yield return "the recording's events bear no time (timestampevents is off): all times are guessed from their order";
        if (census.LongLineCount + census.LongMessageCount is > 0 and var skipped)
            yield return $"{skipped} over-long lines or messages were skipped";
    }
}
