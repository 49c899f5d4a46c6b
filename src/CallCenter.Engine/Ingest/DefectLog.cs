using CallCenter.Core.Identity;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Ingest;

/// <summary>Logs events of a source that the server failed on: the first of a minute with its bytes, the others as a count. Used under
/// the lock of the source's <see cref="SectionBuilder"/>.</summary>
internal sealed class DefectLog(SourceId source, TimeProvider time, ILogger log)
{
    /// <summary>Enough for any event but a floor report.</summary>
    private const int BytesMax = 4096;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long? _loggedAt;
    private long _unlogged;

    public void Report(Sequence sequence, Exception defect, ReadOnlySpan<byte> bytes)
    {
        if (_loggedAt is { } at && time.GetElapsedTime(at) < Interval)
        {
            _unlogged++;
            return;
        }
        var shown = Convert.ToBase64String(bytes[..Math.Min(bytes.Length, BytesMax)]);
        EngineLog.EventFailed(log, source, sequence.Value, _unlogged, bytes.Length, shown, defect);
        (_loggedAt, _unlogged) = (time.GetTimestamp(), 0);
    }
}
