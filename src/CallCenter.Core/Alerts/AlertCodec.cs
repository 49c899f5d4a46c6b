using System.Globalization;
using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Alerts;

/// <summary>The stored form of alerts and acknowledgements: each begins with the number of the format, and readers leave what follows the
/// parts that they know.</summary>
public static class AlertCodec
{
    public static ReadOnlyMemory<byte> Encode(Alert alert)
    {
        var w = new VarWriter();
        w.Byte(StoredFormat.Newest);
        WriteSubject(w, alert.Subject);
        w.Signed(alert.Since.UnixMs);
        Write(w, alert.Worst);
        Write(w, alert.RaisedAt);
        Write(w, alert.ValueAtRaise);
        Write(w, alert.MetSince);
        Write(w, alert.NoDataSince);
        Write(w, alert.ClearedAt);
        w.Byte((byte)alert.End);
        return w.ToArray();
    }

    public static Alert Decode(long id, ReadOnlySpan<byte> stored)
    {
        var r = new VarReader(stored);
        StoredFormat.Read(ref r, "alert");
        var subject = ReadSubject(r.Part());
        return new Alert(id, subject, new Instant(r.Signed()), ReadDecimal(ref r))
        {
            RaisedAt = ReadInstant(ref r),
            ValueAtRaise = ReadDecimal(ref r),
            MetSince = ReadInstant(ref r),
            NoDataSince = ReadInstant(ref r),
            ClearedAt = ReadInstant(ref r),
            End = (AlertEnd)r.Byte(),
        };
    }

    public static ReadOnlyMemory<byte> Encode(Acknowledgement acknowledgement)
    {
        var w = new VarWriter();
        w.Byte(StoredFormat.Newest);
        w.Text(acknowledgement.Name);
        w.Text(acknowledgement.Note);
        w.Signed(acknowledgement.At.UnixMs);
        return w.ToArray();
    }

    public static Acknowledgement DecodeAcknowledgement(ReadOnlySpan<byte> stored)
    {
        var r = new VarReader(stored);
        StoredFormat.Read(ref r, "acknowledgement");
        return new Acknowledgement(r.Text(), r.Text(), new Instant(r.Signed()));
    }

    private static void WriteSubject(VarWriter w, AlertSubject subject)
    {
        var part = w.BeginPart();
        w.Text(subject.Target);
        w.Text(subject.Kpi);
        Write(w, subject.Where);
        Write(w, subject.GroupBy);
        Write(w, subject.Labels);
        Write(w, subject.Limit);
        w.Bool(subject.IsAtLeast);
        w.EndPart(part);
    }

    private static AlertSubject ReadSubject(VarReader r)
        => new(r.Text(), r.Text(), ReadTexts(ref r), ReadTexts(ref r), ReadTexts(ref r), ReadDecimal(ref r), r.Bool());

    private static void Write(VarWriter w, IReadOnlyList<string> texts)
    {
        w.Count(texts.Count);
        foreach (var text in texts) w.Text(text);
    }

    private static string[] ReadTexts(ref VarReader r)
    {
        var texts = new string[r.CountOf(1)];
        for (var i = 0; i < texts.Length; i++) texts[i] = r.Text();
        return texts;
    }

    private static void Write(VarWriter w, Instant? moment)
    {
        w.Bool(moment is not null);
        if (moment is { } at) w.Signed(at.UnixMs);
    }

    private static Instant? ReadInstant(ref VarReader r) => r.Bool() ? new Instant(r.Signed()) : null;

    private static void Write(VarWriter w, decimal number) => w.Text(number.ToString(CultureInfo.InvariantCulture));

    private static decimal ReadDecimal(ref VarReader r)
        => decimal.TryParse(r.Text(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number : throw new StoredFormException("a stored alert has a number that cannot be read");
}
