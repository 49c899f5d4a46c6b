using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>For each agent, since the start of the present login session, or of the last one, until now. Facts without an agent, and of one
/// who never logged in, are in no window.</summary>
public sealed record SinceLoginWindow : Window
{
    /// <summary>Without agents: nothing.</summary>
    public override WindowEdges EdgesAt(Instant now) => WindowEdges.Between(now, now, now);

    public override WindowSpans SpansAt(Instant now, Instant oldest, IEnumerable<IEnumerable<RowHistory>> groups)
    {
        var (byAgent, byRow) = (new Dictionary<(SourceId, string), WindowSpans?>(), new Dictionary<RowHistory, WindowEdges[]>());
        foreach (var row in groups.SelectMany(group => group))
        {
            var agent = (row.Source, row.Key.Agent);
            if (!byAgent.TryGetValue(agent, out var spans)) byAgent.Add(agent, spans = SpansOf(row, now, oldest));
            byRow.Add(row, spans?.Spans ?? []);
        }
        var known = byAgent.Values.OfType<WindowSpans>().ToList();
        return new WindowSpans(known.Select(w => w.Start).DefaultIfEmpty(now).Min(), now, now, [])
        {
            KeptFrom = known.Find(w => w.KeptFrom is not null)?.KeptFrom,
            OfRow = row => byRow[row],
            IsOfAgents = true,
        };
    }

    private static WindowSpans? SpansOf(RowHistory row, Instant now, Instant oldest)
        => row.Logins?.LoggedInAt(row.Key.Agent) is { } loggedInAt
            ? WindowSpans.Of(new RangeWindow(loggedInAt, To: null).EdgesAt(now), now, oldest)
            : null;
}
