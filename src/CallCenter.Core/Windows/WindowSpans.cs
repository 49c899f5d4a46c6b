using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>
/// The time that a window counts at one instant. Sums and times in a state are those of all spans together; a number at the end is that
/// at the end of the last.
/// </summary>
/// <param name="Start">Start of the whole window, with what is between its spans.</param>
/// <param name="End">Its end, at most now.</param>
/// <param name="Spans">Disjoint and in order; none: nothing of the window is open, or kept.</param>
public sealed record WindowSpans(Instant Start, Instant End, Instant Now, WindowEdges[] Spans)
{
    /// <summary>The moment from which on counts are kept, if the window starts before; null: all of it is kept.</summary>
    public Instant? KeptFrom { get; init; }

    /// <summary>Whether anything of the window is kept.</summary>
    public bool IsKept => KeptFrom is not { } from || from < End;

    /// <summary>The spans of a row, where they differ by row; null: all rows have the same.</summary>
    internal Func<RowHistory, WindowEdges[]>? OfRow { get; init; }

    /// <summary>Each agent has spans of its own, and a group of which nobody has any has no values.</summary>
    public bool IsOfAgents { get; init; }

    /// <summary>The spans in which a row counts.</summary>
    internal WindowEdges[] Of(RowHistory row) => OfRow is null ? Spans : OfRow(row);

    /// <summary>One span, without the time before the oldest kept counts.</summary>
    internal static WindowSpans Of(WindowEdges edges, Instant now, Instant oldest)
    {
        if (edges.Start >= oldest) return new WindowSpans(edges.Start, edges.End, now, [edges]);
        WindowEdges[] spans = edges.End > oldest ? [edges with { From = (uint)oldest.UnixSeconds }] : [];
        return new WindowSpans(edges.Start, edges.End, now, spans) { KeptFrom = oldest };
    }

    /// <summary>The oldest moment that a window can start at.</summary>
    public static Instant OldestKept(Instant now, TimeSpan kept)
    {
        // A row is forgotten by the time of its source's newest event, which may be a little ahead.
        var (width, oldest) = (SlotLadder.LevelOf(kept).Width, (now - kept).UnixSeconds + AheadMax);
        return new Instant((oldest + width - 1) / width * width * 1000);
    }

    private const int AheadMax = 10;
}
