using CallCenter.Asterisk;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>queue_log files as history.</summary>
internal sealed class AsteriskImport(string[] files, MappingOptions mapping, bool isKeptLive) : IHistory
{
    private QueueLogSkips _skipped = new();

    // What is counted is told by its time: rotated files may be gone, and the log has grown since.
    public Numbering Numbering => Numbering.ContinueAfterCommitted;

    public IEnumerable<string> Skipped => SkipText.Of(_skipped);

    public IEnumerable<Event> Read(DateTimeOffset? counted)
    {
        _skipped = new QueueLogSkips();
        return RecordedQueueLog.ReadHistory(files, mapping, _skipped, new HistoryScope(counted, isKeptLive));
    }
}
