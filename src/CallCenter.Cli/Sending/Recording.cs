using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>A kind of recording that can be replayed.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">What it is.</param>
/// <param name="Read">Reads the events of a file, in order. Must give the same events each time: it is read twice.</param>
internal sealed record Recording(string Name, string Description, Func<string, IEnumerable<Event>> Read);
