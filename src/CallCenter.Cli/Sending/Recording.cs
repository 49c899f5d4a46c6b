using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>A kind of recording that can be replayed.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">What it is.</param>
/// <param name="Read">Reads the events of a file, in order. Must give the same events each time: it is read twice.</param>
internal sealed record Recording(string Name, string Description, Func<string, IEnumerable<Event>> Read)
{
    /// <summary>Reads a recording and fills its gaps from a log of the platform's own; null where there is no such log.</summary>
    public Func<string, string, IEnumerable<Event>>? ReadWithQueueLog { get; init; }

    /// <summary>Sentences about what a file lacks, for people who wonder about its numbers.</summary>
    public Func<string, IEnumerable<string>> Remarks { get; init; } = _ => [];

    /// <summary>This recording, its gaps filled from a log.</summary>
    public Recording FilledFrom(string queueLog) => this with { Read = path => ReadWithQueueLog!(path, queueLog) };
}
