using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>Makes the tables of the pages from what the server sent.</summary>
internal sealed class TopTables(TopSource source, ListKpisResponse catalogue, string language)
{
    private readonly TopWords _words = TopWords.In(language);

    /// <summary>The table of a page now; null: nothing came yet.</summary>
    public TopTable? Of(TopState state, CancellationToken token) => state.Page switch
    {
        TopPage.Queues => Queues(source.Queues.Get(token), source.Total.Get(token)),
        TopPage.Agents => Agents(source.Agents.Get(token)),
        TopPage.Targets => Targets(source.Targets.Get(token)),
        TopPage.Alerts => Alerts(source.Alerts.Get(token)),
        _ => Contents(source.ContentsOf(state.Queue, token).Get(token)),
    };

    private TopTable? Queues(KpiBoard? board, KpiBoard? total)
    {
        if (board is null)
            return null;
        DateTimeOffset asOf = board.AsOfTime + Lag(source.Queues, board);
        IEnumerable<TopRow> rows = board.Rows.Select(row =>
            new TopRow(row.Labels[0], [Label(row.Labels[0]), .. row.Values.Select(value => TopCell.Of(value, asOf))]));
        TopRow? all = total?.Rows.FirstOrDefault() is { } sum
            ? new TopRow("", [_words.Total, .. sum.Values.Select(value => TopCell.Of(value, asOf))])
            : null;
        return new TopTable([new(Dimension("queue")), .. Columns(board)], [.. rows], all);
    }

    private TopTable? Agents(KpiBoard? board)
    {
        if (board is null)
            return null;
        DateTimeOffset asOf = board.AsOfTime + Lag(source.Agents, board);
        TopColumn[] columns = [.. Columns(board)];
        columns[TopKpis.StateColumn] = columns[TopKpis.StateColumn] with { IsNumber = false };
        // Contacts without an agent are a group of their own.
        IEnumerable<TopRow> rows = board.Rows.Where(row => row.Labels[0].Length > 0).Select(row =>
        {
            TopCell[] cells = [.. row.Values.Select(value => TopCell.Of(value, asOf))];
            if (row.Values[TopKpis.StateColumn].HasNumber)
                cells[TopKpis.StateColumn] = State((AgentState)row.Values[TopKpis.StateColumn].Count);
            return new TopRow(string.Join('\n', row.Labels), [Label(row.Labels[0]), .. cells, Label(row.Labels[1])]);
        });
        return new TopTable([new(Dimension("agent")), .. columns, new(Dimension("team"))], [.. rows]);
    }

    private TopTable? Targets(ListTargetsResponse? answer)
    {
        if (answer is null)
            return null;
        ReportWords words = ReportWords.In(language);
        DateTimeOffset asOf = answer.AsOfTime.ToDateTimeOffset();
        IEnumerable<TopRow> rows = answer.Targets.SelectMany(target => target.States.Select(state => new TopRow(
            $"{target.Name}\n{string.Join('\n', state.Labels)}",
            [
                target.Name, string.Join(' ', state.Labels), new TopCell(words.Of(state.Status), null, state.Status),
                new TopCell(ValueText.Format(state.Value, asOf), state.Value.HasNumber ? state.Value.Number : null),
                new TopCell(ReportContext.Limit(target, target.Column).Text, target.Limit), KpiNames.Of(target.Column, language),
            ])));
        return new TopTable(
        [
            new(_words.Target), new(_words.Group), new(_words.Status), new(_words.Value, IsNumber: true),
            new(_words.Limit, IsNumber: true), new(_words.Indicator),
        ], [.. rows]);
    }

    private TopTable? Alerts(IReadOnlyList<Alert>? alerts)
    {
        if (alerts is null)
            return null;
        IEnumerable<TopRow> rows = alerts.Select(alert => new TopRow(alert.Id,
        [
            alert.Target, string.Join(' ', alert.Labels), Age(alert.SinceTime, Now),
            new TopCell(Text(alert.WorstValue, alert.Column), alert.WorstValue, TargetStatus.Unmet),
            new TopCell(Text(alert.Limit, alert.Column), alert.Limit), alert.Acknowledgement?.Name ?? "",
            alert.Column is { } column ? KpiNames.Of(column, language) : alert.Kpi,
        ]));
        return new TopTable(
        [
            new(_words.Target), new(_words.Group), new(_words.Since, IsNumber: true), new(_words.Worst, IsNumber: true),
            new(_words.Limit, IsNumber: true), new(_words.Acknowledged), new(_words.Indicator),
        ], [.. rows]);
    }

    private TopTable? Contents(QueueContents? contents)
    {
        if (contents is null)
            return null;
        DateTimeOffset now = Now;
        IEnumerable<TopRow> waiting = contents.Waiting.Select(entry => new TopRow(
            $"waiting\n{entry.Source}\n{entry.VisitId}",
            [entry.ContactId.Length > 0 ? entry.ContactId : entry.VisitId, _words.Waiting, Age(entry.StartTime, now), ""]));
        IEnumerable<TopRow> agents = contents.Agents.Select(agent => new TopRow(
            $"agent\n{agent.Source}\n{agent.Agent_}",
            [
                agent.DisplayName.Length > 0 ? agent.DisplayName : agent.Agent_, State(agent.State), Age(agent.StateSinceTime, now),
                agent.Reason,
            ]));
        return new TopTable(
            [new($"{_words.Agent} / {_words.Waiting}"), new(_words.State), new(_words.Since, true), new(_words.Reason)],
            [.. waiting, .. agents]);
    }

    private IEnumerable<TopColumn> Columns(KpiBoard board) =>
        board.Columns.Select(column => new TopColumn(KpiNames.Of(column, language), IsNumber: true));

    // Moments age on the screen between two messages; those of a silent server do not.
    private static TimeSpan Lag(TopFeed<KpiBoard> feed, KpiBoard board) => board.IsStale ? TimeSpan.Zero : feed.Age;

    private static TopCell Age(Google.Protobuf.WellKnownTypes.Timestamp? since, DateTimeOffset now) => since is null
        ? ValueText.None
        : new TopCell(ValueText.Clock((now - since.ToDateTimeOffset()).TotalSeconds), (now - since.ToDateTimeOffset()).TotalSeconds);

    // Lists give moments, and the subscription the server's clock.
    private DateTimeOffset Now => (source.Queues.Get(default)?.AsOfTime ?? DateTimeOffset.UnixEpoch) + source.Queues.Age;

    private static string Text(double number, KpiColumn? column) => ReportContext.Text(number, column ?? new KpiColumn());

    private string Dimension(string dimension) => KpiNames.OfCode(catalogue, CodeKind.Dimension, dimension, language);

    private string Label(string label) => label.Length > 0 ? label : ReportWords.In(language).NotSet;

    private string State(AgentState state)
    {
        string code = KpiServiceReflection.Descriptor.FindTypeByName<Google.Protobuf.Reflection.EnumDescriptor>(nameof(AgentState))
            .FindValueByNumber((int)state)?.Name ?? "";
        return KpiNames.OfCode(catalogue, CodeKind.AgentState, code, language);
    }
}
