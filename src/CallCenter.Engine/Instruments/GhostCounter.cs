using System.Diagnostics.Metrics;
using CallCenter.Core.Floor;

namespace CallCenter.Engine.Instruments;

/// <summary>Counts visits that ended by inference, by what told.</summary>
internal sealed class GhostCounter(Meter meter)
{
    private static readonly (GhostDetector Detector, KeyValuePair<string, object?> Tag)[] Tags =
    [
        .. Enum.GetValues<GhostDetector>()
            .Select(detector => (detector, KeyValuePair.Create("detector", (object?)detector.ToString().ToLowerInvariant()))),
    ];

    private readonly Counter<long> _visits = meter.CreateCounter<long>(
        "callcenter.ghosts", "{visit}", "Visits of this server's sources that ended by inference, by what told.");

    public void Add(GhostCounts closed)
    {
        if (closed == default) return;
        foreach (var (detector, tag) in Tags)
        {
            if (closed.Of(detector) is > 0 and var count) _visits.Add(count, tag);
        }
    }
}
