namespace CallCenter.Asterisk;

/// <summary>What was passed over in a queue_log, and why.</summary>
public sealed class QueueLogSkips
{
    private readonly SortedDictionary<string, long> _verbs = new(StringComparer.Ordinal);

    /// <summary>Lines that are not of a queue_log.</summary>
    public long Garbage { get; internal set; }

    /// <summary>Lines of more than 64 KiB.</summary>
    public long TooLong { get; internal set; }

    /// <summary>Last lines without an end: the file was cut, or Asterisk is writing.</summary>
    public long Cut { get; internal set; }

    /// <summary>Lines of calls whose beginning is in no file.</summary>
    public long BeginningUnknown { get; internal set; }

    /// <summary>Files that hold what another one holds, as while a log is being packed.</summary>
    public long Copies { get; internal set; }

    /// <summary>Files that cannot be read to their end.</summary>
    public long Broken { get; internal set; }

    /// <summary>Lines of kinds without a visit or an agent, by kind.</summary>
    public IReadOnlyDictionary<string, long> Verbs => _verbs;

    internal void AddVerb(string verb)
    {
        // Verbs of other modules are few; what is many is not a verb.
        if (_verbs.Count < 100 || _verbs.ContainsKey(verb))
            _verbs[verb] = _verbs.GetValueOrDefault(verb) + 1;
        else
            Garbage++;
    }
}
