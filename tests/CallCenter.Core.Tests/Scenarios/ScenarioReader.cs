using System.Globalization;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Tests.Scenarios;

/// <summary>
/// Plays a scenario: lines of a time and what happens then. "agent ID PRESENCE [QUEUE or reason]", "call ID WHAT [...]",
/// "expect QUEUE|all WINDOW NAME=VALUE ..."; a line with # is a remark. Times are UTC, of 15 June 2026 or the "date" given.
/// </summary>
internal sealed class ScenarioReader
{
    private readonly Centre _centre = new();
    private readonly List<string> _failures = [];
    private DateOnly _date = new(2026, 6, 15);

    /// <summary>What did not come out as expected.</summary>
    public static IReadOnlyList<string> Play(IReadOnlyList<string> lines)
    {
        var reader = new ScenarioReader();
        for (var i = 0; i < lines.Count; i++) reader.Take(lines[i], i + 1);
        return reader._failures;
    }

    private void Take(string line, int number)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0] == "#") return;
        if (words[0] == "date")
        {
            _date = DateOnly.Parse(words[1], CultureInfo.InvariantCulture);
            return;
        }
        var time = TimeOnly.Parse(words[0], CultureInfo.InvariantCulture);
        _centre.Now = Instant.FromDateTimeOffset(new DateTimeOffset(_date.ToDateTime(time), TimeSpan.Zero));
        switch (words[1])
        {
            case "agent":
                Agent(words[2], words[3], words.ElementAtOrDefault(4) ?? "");
                break;
            case "call":
                Call(words[2], words[3], words[4..]);
                break;
            case "expect":
                Expect(words[2], words[3], words[4..], number);
                break;
            default:
                throw new FormatException($"line {number}: '{words[1]}' is not agent, call or expect.");
        }
    }

    private void Agent(string agent, string presence, string detail)
    {
        _centre.Set(agent, Enum.Parse<Presence>(presence.Replace("-", "", StringComparison.Ordinal), ignoreCase: true), detail);
        if (presence == "available" && detail.Length > 0) _centre.Join(agent, detail);
    }

    private void Call(string call, string what, string[] details) => _ = what switch
    {
        "queued" => _centre.Queue(call, details[0]),
        "offered" => _centre.Offer(call, details[0]),
        "no-answer" => _centre.EndOffer(call, details[0], OfferResult.NoAnswer),
        "answered" => _centre.Answer(call, details[0]),
        "held" => _centre.Hold(call),
        "resumed" => _centre.Resume(call),
        "abandoned" => _centre.End(call, VisitOutcome.Abandoned),
        "left" => _centre.End(call, Enum.Parse<VisitOutcome>(details[0], ignoreCase: true)),
        "ended" => _centre.End(call, CompletionOf(details[0]), details.Contains("wrap-up")),
        "wrapped-up" => _centre.EndWrapUp(call),
        "excluded" => _centre.Exclude(call, details[0]),
        _ => throw new FormatException($"A call is not '{what}'."),
    };

    private static VisitOutcome CompletionOf(string by) => by switch
    {
        "customer" => VisitOutcome.CompletedByCustomer,
        "agent" => VisitOutcome.CompletedByAgent,
        "blind" => VisitOutcome.TransferredBlind,
        "consult" => VisitOutcome.TransferredConsult,
        _ => throw new FormatException($"A call is not ended by '{by}'."),
    };

    private void Expect(string queue, string window, string[] expectations, int number)
    {
        var queues = queue == "all" ? [] : new[] { queue };
        foreach (var expectation in expectations)
        {
            var at = expectation.IndexOf('=', StringComparison.Ordinal);
            var (name, expected) = (expectation[..at], expectation[(at + 1)..]);
            var (kpi, variant, threshold) = ScenarioWords.Kpi(name);
            var actual = _centre.Value(kpi, variant, ScenarioWords.Window(window), threshold, queues);
            if (ScenarioWords.Says(expected, actual, _date)) continue;
            _failures.Add($"line {number}: {name} is {ScenarioWords.Text(actual)}, expected {expected}");
        }
    }
}
