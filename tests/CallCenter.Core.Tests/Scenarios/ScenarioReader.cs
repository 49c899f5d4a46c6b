using System.Globalization;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Settings;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Scenarios;

/// <summary>
/// Plays a scenario. A line is a time and one of: "agent ID PRESENCE [QUEUE or reason]" (or described, slots, paused; scheduled FROM TO or
/// shift ID FROM TO, each with [ACTIVITY[-unpaid] FROM TO]...; shift-removed ID; absent REASON FROM TO [unpaid]; absence-ended REASON),
/// "call ID WHAT [...]" (or chat, email, ticket, callback), "contact WHAT QUEUE AGENT [SCORE]", "clock" (the server looks at what has been
/// silent for too long), "report [ID QUEUE]..." (all calls that wait at the source, and nothing else is there),
/// "expect QUEUE|DIMENSION:VALUE|all WINDOW NAME=VALUE ...", with "|previous", "|day" or "|week" after the window for the one to compare
/// with, "target QUEUE|DIMENSION:VALUE|all WINDOW NAME at-least|at-most LIMIT ... -> STATUS ..." (see <see cref="ScenarioTargets"/>).
/// "call a*40" is one line for the calls a1 to a40. An event may end with
/// "at=TIME" (it happened earlier or later than it arrived), "id=NAME" (its sender's name for it), "contact=ID" (the contact of a queued
/// call; else its name), "customer=ID" and "-> duplicate" or "-> refused". A line with # is a remark. Times are UTC, of 15 June 2026 or the
/// "date" given. Before the first line with a time "visits N" limits the live visits of the source, "overtaken N" says how many later
/// calls are answered before a lost one, "calendar NAME ZONE DAY=HOURS ..." is a calendar to judge by, "hours NAME" makes it
/// that of all queues, "limits STATE=TIME ... breaks=N" are
/// those of agents' states, "departments QUEUE=DEPARTMENT ..." are those of queues, "productive REASON ..." are reasons to be not
/// ready that are work, and "costs CURRENCY AGENT-HOUR FIXED-HOUR" is what an hour costs. "TIME targets QUEUE=THRESHOLD,SHORT ..." restarts
/// the server with these limits.
/// </summary>
internal sealed class ScenarioReader
{
    private Centre _centre = new();
    private readonly List<string> _failures = [];
    private readonly ScenarioEvents _events;
    private readonly Dictionary<string, BusinessCalendar> _calendars = [];
    private DateOnly _date = new(2026, 6, 15);

    private ScenarioReader() => _events = new ScenarioEvents(InstantOf);

    /// <summary>The failed expectations.</summary>
    public static IReadOnlyList<string> Play(IReadOnlyList<string> lines)
    {
        var reader = new ScenarioReader();
        for (var i = 0; i < lines.Count; i++) reader.Play(lines[i], i + 1);
        return reader._failures;
    }

    private void Play(string line, int number)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0] == "#") return;
        if (words[0] == "date")
        {
            _date = DateOnly.Parse(words[1], CultureInfo.InvariantCulture);
            return;
        }
        if (words[0] is "visits" or "overtaken")
        {
            var (options, max) = (new FloorOptions(), int.Parse(words[1], CultureInfo.InvariantCulture));
            _centre = new Centre(words[0] == "visits" ? options with { VisitsMax = max } : options with { OvertakenMax = max });
            return;
        }
        if (words[0] == "costs")
        {
            _centre.Costs = new CostRates(
                words[1], decimal.Parse(words[2], CultureInfo.InvariantCulture), decimal.Parse(words[3], CultureInfo.InvariantCulture));
            return;
        }
        if (words[0] == "limits")
        {
            _centre.AgentLimits = ScenarioWords.AgentLimits(words[1..]);
            return;
        }
        if (words[0] == "departments")
        {
            _centre.Departments = words[1..].Select(word => word.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]);
            return;
        }
        if (words[0] == "hours")
        {
            _centre.Calendars = QueueCalendars.All(_calendars[words[1]]);
            return;
        }
        if (words[0] == "productive")
        {
            _centre.Reasons = new ReasonClasses(words[1..], []);
            return;
        }
        if (words[0] == "calendar")
        {
            _calendars.Add(words[1], ScenarioWords.Calendar(words[1..]));
            return;
        }
        _centre.Now = InstantOf(words[0]);
        switch (words[1])
        {
            case "clock":
                _centre.Advance();
                break;
            case "report":
                _centre.Report([.. words[2..].Chunk(2).Select(w => Waiting(w[0], w[1]))]);
                break;
            case "targets":
                _centre.RestartWith(TargetsOf(words[2..]));
                break;
            case "target":
                var ofTarget = ValueOf(words[2], words[3], words[4]);
                _failures.AddRange(ScenarioTargets.Judge(ofTarget, _centre.Now, words[5..]).Select(f => $"line {number}: {f}"));
                break;
            case "expect":
                Expect(words[2], words[3], words[4..], number);
                break;
            default:
                Send(words[1..], number);
                break;
        }
    }

    private void Send(string[] words, int number)
    {
        var expected = words[^2] == "->" ? Enum.Parse<ApplyResult>(words[^1], ignoreCase: true) : ApplyResult.Counted;
        var at = words.FirstOrDefault(w => w.StartsWith("at=", StringComparison.Ordinal)) is { } time ? InstantOf(time[3..]) : _centre.Now;
        var id = words.FirstOrDefault(w => w.StartsWith("id=", StringComparison.Ordinal))?[3..] ?? "";
        var contact = words.FirstOrDefault(w => w.StartsWith("contact=", StringComparison.Ordinal))?[8..];
        var customer = words.FirstOrDefault(w => w.StartsWith("customer=", StringComparison.Ordinal))?[9..] ?? "";
        foreach (var made in _events.Of([.. words.TakeWhile(w => w != "->" && !w.Contains('=', StringComparison.Ordinal))], at))
        {
            var e = made switch
            {
                VisitQueued queued => queued with { ContactId = contact ?? queued.ContactId, CustomerId = customer },
                ContactOpened opened => opened with { CustomerId = customer },
                _ => made,
            };
            var result = _centre.Send(e with { EventId = id });
            if (result != expected) _failures.Add($"line {number}: the event was {result}, expected {expected}");
        }
    }

    private LiveVisit Waiting(string call, string queue)
        => new(call, call, Centre.TraitsOf(queue), _centre.Now, "", _centre.Now, null);

    private KpiValue ValueOf(string scope, string window, string name)
    {
        Filter[] where = scope.Split(':') switch
        {
            ["all"] => [],
            [var queue] => [Centre.Only("queue", queue)],
            [var dimension, var value] => [Centre.Only(dimension, value)],
            [_, _, _, _] => [], // Of a place among others.
            _ => throw new FormatException($"'{scope}' is not all, QUEUE or DIMENSION:VALUE."),
        };
        var (kpi, variant, threshold, quantile) = ScenarioWords.Kpi(name);
        var (span, comparison) = window.Split('|') is [var own, var by] ? (own, ScenarioWords.Comparison(by)) : (window, null);
        var within = ScenarioWords.Window(span, _calendars);
        if (comparison is Core.Windows.Comparison.Rank or Core.Windows.Comparison.Percentile)
            return _centre.PlaceOf(comparison.Value, scope.Split(':'), kpi, variant, within, threshold);
        return comparison is { } then
            ? _centre.ValueThen(then, kpi, variant, within, threshold, quantile, where)
            : _centre.Value(kpi, variant, within, threshold, quantile, where);
    }

    private void Expect(string scope, string window, string[] expectations, int number)
    {
        foreach (var expectation in expectations)
        {
            var at = expectation.IndexOf('=', StringComparison.Ordinal);
            var (name, expected) = (expectation[..at], expectation[(at + 1)..]);
            var (actual, quantile) = (ValueOf(scope, window, name), ScenarioWords.Kpi(name).Quantile);
            if (quantile is null ? ScenarioWords.Says(expected, actual, _date) : ScenarioWords.SaysQuantile(expected, actual)) continue;
            _failures.Add($"line {number}: {name} is {ScenarioWords.Text(actual)}, expected {expected}");
        }
    }

    private static WaitTargets TargetsOf(string[] words)
    {
        var queues = words.Select(word => word.Split('=', ',')).ToDictionary(
            parts => parts[0], parts => new OwnTarget(ScenarioWords.Duration(parts[1]), ScenarioWords.Duration(parts[2])));
        return new WaitTargets(WaitTarget.Standard, new Dictionary<Channel, OwnTarget>(), queues);
    }

    private Instant InstantOf(string time)
    {
        var timeOfDay = TimeOnly.Parse(time, CultureInfo.InvariantCulture);
        return Instant.FromDateTimeOffset(new DateTimeOffset(_date.ToDateTime(timeOfDay), TimeSpan.Zero));
    }
}
