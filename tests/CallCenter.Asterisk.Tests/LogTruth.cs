using System.Globalization;
using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>The visits of a queue_log, read by rules of its own and not by those of the adapter.</summary>
internal static class LogTruth
{
    private static readonly Dictionary<string, string> Ends = new()
    {
        ["COMPLETECALLER"] = "completed_by_caller",
        ["COMPLETEAGENT"] = "completed_by_agent",
        ["BLINDTRANSFER"] = "transferred_blind",
        ["ATTENDEDTRANSFER"] = "transferred_attended",
    };

    private static readonly Dictionary<string, string> Exits = new()
    {
        ["ABANDON"] = "abandoned",
        ["EXITWITHTIMEOUT"] = "timeout",
        ["EXITWITHKEY"] = "key",
        ["EXITEMPTY"] = "leave_empty",
        ["WITHDRAW"] = "withdrawn",
    };

    public static Tally Of(IEnumerable<string> lines)
    {
        var tally = new Tally();
        var live = new Dictionary<string, TallyVisit>();
        foreach (var cells in lines.Select(line => line.Split('|')))
            Add(tally, live, cells);
        return tally;
    }

    private static void Add(Tally tally, Dictionary<string, TallyVisit> live, string[] cells)
    {
        var (call, queue, agent, verb, data) = (cells[1], cells[2], cells[3], cells[4], cells[5..]);
        var time = DateTime.UnixEpoch.AddSeconds(int.Parse(cells[0], CultureInfo.InvariantCulture));
        if (verb == "QUEUESTART")
        {
            foreach (var lost in live.Values)
                (lost.Outcome, lost.Wait) = ("lost", lost.IsAnswered ? lost.Wait : null);
            live.Clear();
        }
        else if (verb == "ENTERQUEUE")
        {
            live[call] = new TallyVisit { Id = "", Caller = call, Queue = queue, Queued = time };
            tally.Visits.Add(live[call]);
        }
        else if (verb == "RINGNOANSWER")
        {
            tally.OfferEnds.Add((queue, agent, agent, OfferResult.NoAnswer));
        }
        else if (verb == "CONNECT")
        {
            var visit = live[call];
            (visit.Outcome, visit.Agent, visit.AgentName) = ("open_talking", agent, agent);
            (visit.Wait, visit.Ring) = (Number(data[0]), Number(data[2]));
        }
        else if (Ends.TryGetValue(verb, out var end) && live.Remove(call, out var talked))
        {
            (talked.Outcome, talked.Talk) = (end, Number(data[^2]));
        }
        else if (Exits.TryGetValue(verb, out var exit) && live.Remove(call, out var left))
        {
            (left.Outcome, left.Wait) = (exit, Number(data[verb == "EXITWITHKEY" ? 3 : 2]));
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
