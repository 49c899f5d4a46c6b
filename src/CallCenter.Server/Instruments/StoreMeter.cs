using System.Diagnostics.Metrics;
using CallCenter.Engine.Instruments;

namespace CallCenter.Server.Instruments;

/// <summary>The instruments of the store's calls.</summary>
internal sealed class StoreMeter
{
    /// <summary>Buckets of times from a fast disk's to one at which clients give up.</summary>
    public static readonly InstrumentAdvice<double> Times = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<long> Sizes = new()
    {
        HistogramBucketBoundaries = [256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304],
    };

    public StoreMeter(IMeterFactory factory)
    {
        var meter = factory.Create(EngineMeter.Name);
        Calls = meter.CreateHistogram("callcenter.store.call", "s", "Calls of the store by method and result.", tags: null, Times);
        CommitSizes = meter.CreateHistogram("callcenter.commit.size", "By", "Size of commits.", tags: null, Sizes);
    }

    public Histogram<double> Calls { get; }
    public Histogram<long> CommitSizes { get; }
}
