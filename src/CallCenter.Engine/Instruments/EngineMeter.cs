using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CallCenter.Engine.Instruments;

/// <summary>The engine's part of the meter and of the activity source "CallCenter". Written once a commit or evaluation; sizes are read
/// when somebody asks for them.</summary>
public sealed class EngineMeter
{
    public const string Name = "CallCenter";

    private static readonly InstrumentAdvice<double> Times = new()
    {
        HistogramBucketBoundaries = [0.00001, 0.0001, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
    };

    private static readonly InstrumentAdvice<long> Sizes = new() { HistogramBucketBoundaries = [1, 10, 100, 1_000, 10_000, 100_000] };

    private readonly Counter<long> _changedGroups;
    private readonly Histogram<double> _evaluations;
    private readonly Histogram<long> _groups;

    /// <param name="factory">Keeps the figures of several engines of a process apart; without one nobody reads them.</param>
    public EngineMeter(IMeterFactory? factory = null)
    {
        Meter = factory?.Create(Name) ?? new Meter(Name);
        _evaluations = Meter.CreateHistogram("callcenter.view.evaluation", "s", "Evaluations of a view by cause.", tags: null, Times);
        _groups = Meter.CreateHistogram("callcenter.view.groups", "{group}", "Groups of a view at each evaluation.", tags: null, Sizes);
        _changedGroups = Meter.CreateCounter<long>("callcenter.view.changed_groups", "{group}", "Groups that an evaluation changed.");
        Ghosts = new GhostCounter(Meter);
    }

    /// <summary>Spans of commits and calls; they cost nothing while nobody listens.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    internal GhostCounter Ghosts { get; }

    internal Meter Meter { get; }

    /// <summary>Counts an evaluation.</summary>
    /// <param name="cause">Why: a commit or the clock, a new reader, or a snapshot.</param>
    internal void Evaluated(TimeSpan elapsed, int groups, int changed, string cause)
    {
        _evaluations.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("cause", cause));
        _groups.Record(groups);
        if (changed > 0) _changedGroups.Add(changed);
    }
}
