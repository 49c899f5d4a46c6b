using System.CommandLine;
using System.Globalization;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli.Commands;

/// <summary>ccg list: the sources, queues, agents and tags that can be asked about.</summary>
internal static class ListCommand
{
    private const string Separator = " ";

    public static Command Create(CliContext cli)
    {
        var command = new ExampleCommand("list", "Lists the sources, queues, agents or tags that the server knows.",
            "ccg list queues",
            "ccg list agents --queue sales -o csv");
        foreach (Command list in new[] { Sources(cli), Queues(cli), Agents(cli), Tags(cli) })
            command.Subcommands.Add(list);
        return command;
    }

    private static Command Sources(CliContext cli) => new Listing<Source>
    {
        Name = "sources",
        Description = "Lists the sources, and whether their events arrive.",
        Examples = ["ccg list sources", "ccg list sources --search london -o json"],
        Columns = ["source", "state", "newest event", "last word", "sequence"],
        Read = (watcher, filter, token) => watcher.ListSourcesAsync(new ListSourcesRequest { Search = filter.Search }, token),
        CellsOf = source =>
        [
            source.Source_, Word(source.State), Time(source.NewestEventTime), Time(source.LastWordTime),
            source.HasCommittedSequence ? source.CommittedSequence.ToString(CultureInfo.InvariantCulture) : "",
        ],
        ToMessage = sources => new ListSourcesResponse { Sources = { sources } },
    }.ToCommand(cli);

    private static Command Queues(CliContext cli) => new Listing<Queue>
    {
        Name = "queues",
        Description = "Lists the queues with their waiting visits.",
        Examples = ["ccg list queues", "ccg list queues --source pbx-london"],
        Columns = ["queue", "waiting", "channels", "sources"],
        HasSource = true,
        Read = (watcher, filter, token) =>
            watcher.ListQueuesAsync(new ListQueuesRequest { Search = filter.Search, Source = filter.Source }, token),
        CellsOf = queue =>
        [
            queue.Queue_, queue.WaitingCount.ToString(CultureInfo.InvariantCulture), string.Join(Separator, queue.Channels),
            string.Join(Separator, queue.Sources),
        ],
        ToMessage = queues => new ListQueuesResponse { Queues = { queues } },
    }.ToCommand(cli);

    private static Command Agents(CliContext cli) => new Listing<Agent>
    {
        Name = "agents",
        Description = "Lists the agents with their states; times are UTC.",
        Examples = ["ccg list agents --queue sales", "ccg list agents --search ann", "ccg list agents -o csv > agents.csv"],
        Columns = ["agent", "name", "source", "team", "state", "since", "reason", "queues"],
        HasSource = true,
        HasQueue = true,
        Read = (watcher, filter, token) => watcher.ListAgentsAsync(
            new ListAgentsRequest { Search = filter.Search, Source = filter.Source, Queue = filter.Queue }, token),
        CellsOf = agent =>
        [
            agent.Agent_, agent.DisplayName, agent.Source, agent.Team, Word(agent.State), Time(agent.StateSinceTime), agent.Reason,
            string.Join(Separator, agent.Queues.Select(queue => queue.Paused ? $"{queue.Queue}(paused)" : queue.Queue)),
        ],
        ToMessage = agents => new ListAgentsResponse { Agents = { agents } },
    }.ToCommand(cli);

    private static Command Tags(CliContext cli) => new Listing<Tag>
    {
        Name = "tags",
        Description = "Lists the tags of visits; tag.NAME is a dimension to group and filter by.",
        Examples = ["ccg list tags", "ccg list tags --queue sales -o json"],
        Columns = ["tag", "values", "first values"],
        HasSource = true,
        HasQueue = true,
        Read = (watcher, filter, token) => watcher.ListTagsAsync(
            new ListTagsRequest { Search = filter.Search, Source = filter.Source, Queue = filter.Queue }, token),
        CellsOf = tag => [tag.Name, tag.ValueCount.ToString(CultureInfo.InvariantCulture), string.Join(Separator, tag.Values)],
        ToMessage = tags => new ListTagsResponse { Tags = { tags } },
    }.ToCommand(cli);

    private static string Time(Timestamp? time)
        => time?.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "";

    private static string Word(FeedState state) => state == FeedState.Unspecified ? "" : state.ToString().ToLowerInvariant();

    private static string Word(AgentState state) => state switch
    {
        AgentState.Unspecified => "",
        AgentState.OnHold => "on hold",
        AgentState.WrapUp => "wrap-up",
        AgentState.NotReady => "not ready",
        _ => state.ToString().ToLowerInvariant(),
    };
}
