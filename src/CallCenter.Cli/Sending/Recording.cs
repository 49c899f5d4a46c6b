using System.CommandLine;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>A kind of recording that can be replayed.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">What it is.</param>
/// <param name="Read">Reads the events of a file, in order. Must give the same events each time: it is read twice.</param>
internal sealed record Recording(string Name, string Description, Func<string, IEnumerable<Event>> Read)
{
    /// <summary>Options of this kind alone.</summary>
    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>The recording as the values of its options have it; null where it has none.</summary>
    public Func<ParseResult, Recording>? As { get; init; }

    /// <summary>Examples of its options, as they follow the file.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Sentences about what a file lacks, for people who wonder about its numbers.</summary>
    public Func<string, IEnumerable<string>> Remarks { get; init; } = _ => [];
}
