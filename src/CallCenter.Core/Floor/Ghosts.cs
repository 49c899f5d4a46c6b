namespace CallCenter.Core.Floor;

/// <summary>What told that a visit is over whose end was not seen.</summary>
public enum GhostDetector
{
    /// <summary>No event of the visit for too long.</summary>
    Silence,

    /// <summary>A floor report without it.</summary>
    Report,

    /// <summary>Too many later visits of its queue were answered before it.</summary>
    Order,

    /// <summary>The source, which inferred the end.</summary>
    Source,
}

/// <summary>Numbers of visits that ended by inference, by what told.</summary>
public readonly record struct GhostCounts(long Silence, long Report, long Order, long Source)
{
    public long Of(GhostDetector detector) => detector switch
    {
        GhostDetector.Silence => Silence,
        GhostDetector.Report => Report,
        GhostDetector.Order => Order,
        _ => Source,
    };

    internal GhostCounts Plus(GhostDetector detector, long count) => detector switch
    {
        GhostDetector.Silence => this with { Silence = Silence + count },
        GhostDetector.Report => this with { Report = Report + count },
        GhostDetector.Order => this with { Order = Order + count },
        _ => this with { Source = Source + count },
    };
}
