namespace CallCenter.Asterisk;

/// <summary>Finds a time in a log of any length without reading it: its lines are in order.</summary>
internal static class QueueLogSeek
{
    // Below it reading is as fast; and a clock that was set back by minutes is within it on all but the largest logs.
    private const long Span = 1024 * 1024;

    /// <summary>Moves a plain file to the beginning of a line before this time; a packed one stays where it is.</summary>
    public static void To(Stream stream, DateTimeOffset since)
    {
        if (!stream.CanSeek)
            return;
        var (low, high) = (0L, stream.Length);
        while (high - low > Span)
        {
            var middle = low + ((high - low) / 2);
            if (TimeAfter(stream, middle) is { } time && time < since)
                low = middle;
            else
                high = middle;
        }
        stream.Position = low;
        if (low > 0)
            LineAfter(stream);
    }

    private static DateTimeOffset? TimeAfter(Stream stream, long position)
    {
        stream.Position = position;
        LineAfter(stream);
        // Garbage may be anywhere: the first line with a time counts.
        return new QueueLogReader(stream, new QueueLogSkips(), AmiText.Utf8).Read(DateTimeOffset.MinValue)?.Time;
    }

    private static void LineAfter(Stream stream)
    {
        int each;
        do
            each = stream.ReadByte();
        while (each is not ('\n' or -1));
    }
}
