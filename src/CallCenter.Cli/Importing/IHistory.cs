using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>History in files. Must give the same events each time: it is read twice.</summary>
internal interface IHistory
{
    /// <summary>What numbers its events.</summary>
    Numbering Numbering { get; }

    /// <summary>Reads the events, in order; those that the source has counted already may be left out.</summary>
    /// <param name="counted">Time of the newest event that the source has counted; null when there is none.</param>
    IEnumerable<Event> Read(DateTimeOffset? counted);

    /// <summary>What was passed over by the last reading, and why: a line each.</summary>
    IEnumerable<string> Skipped { get; }
}
