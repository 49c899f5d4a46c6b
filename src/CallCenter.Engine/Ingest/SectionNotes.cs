using CallCenter.Core.Identity;

namespace CallCenter.Engine.Ingest;

/// <summary>What the ack of a section says about its events.</summary>
internal sealed class SectionNotes
{
    public int EventCount { get; set; }
    public long DuplicateCount { get; set; }
    public List<RejectedEvent> Rejections { get; } = [];
    public List<Sequence> DuplicatesById { get; } = [];

    public void Append(SectionNotes next)
    {
        EventCount += next.EventCount;
        DuplicateCount += next.DuplicateCount;
        Rejections.AddRange(next.Rejections);
        DuplicatesById.AddRange(next.DuplicatesById);
    }
}
