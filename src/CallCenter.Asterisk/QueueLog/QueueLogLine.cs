using System.Buffers.Text;

namespace CallCenter.Asterisk;

/// <summary>One line of queue_log: "time|call id|queue|agent|verb|data|data…".</summary>
internal sealed record QueueLogLine(DateTimeOffset Time, string CallId, string Queue, string Agent, string Verb)
{
    private const int FieldsMin = 5;

    /// <summary>Fields after the verb; the last ones count from the end, since free text before them may hold a bar.</summary>
    public string[] Data { get; init; } = [];

    /// <summary>The second that Asterisk wrote, without a fraction.</summary>
    public long Second => Time.ToUnixTimeSeconds();

    /// <summary>The field at this place; empty when the line is shorter.</summary>
    public string Text(int index) => index < Data.Length ? Data[index] : "";

    /// <summary>The field at this place as a whole number of 0 or more; null when it is none.</summary>
    public int? Number(int index) => index < Data.Length ? WholeNumber(Data[index]) : null;

    /// <summary>The field at this place from the end, 1 is the last one.</summary>
    public int? NumberFromEnd(int index) => index <= Data.Length ? WholeNumber(Data[^index]) : null;

    /// <summary>Null when the bytes are no such line.</summary>
    public static QueueLogLine? Parse(ReadOnlySpan<byte> bytes, AmiText text)
    {
        // A disk that lost its power leaves zeros.
        bytes = bytes.TrimStart((byte)0).TrimEnd((byte)'\r');
        if (TimeOf(bytes) is not { } time)
            return null;
        var fields = new List<string>(12);
        foreach (var range in bytes.Split((byte)'|'))
            fields.Add(text.Read(bytes[range]));
        if (fields.Count < FieldsMin || !IsVerb(fields[4]))
            return null;
        // A line that ends with a bar has one empty field too many.
        var data = fields[FieldsMin..].ToArray();
        return new QueueLogLine(time, fields[1], fields[2], fields[3], fields[4]) { Data = data is [""] ? [] : data };
    }

    /// <summary>The time of a line; null when there is none. Cheaper than reading the line.</summary>
    public static DateTimeOffset? TimeOf(ReadOnlySpan<byte> bytes)
    {
        var bar = bytes.IndexOf((byte)'|');
        if (bar < 1 || !Utf8Parser.TryParse(bytes[..bar], out decimal seconds, out var read) || read != bar)
            return null;
        // From 2001, when Asterisk was two years old, to 9999, the last year that there is.
        return seconds is >= 1_000_000_000m and < 253_402_300_799m
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
    }

    private static bool IsVerb(string text) => text.Length > 0 && text.All(letter => letter is >= 'A' and <= 'Z' or '_');

    private static int? WholeNumber(string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
