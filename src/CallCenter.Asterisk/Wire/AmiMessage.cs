using System.Globalization;
using System.Text;

namespace CallCenter.Asterisk;

/// <summary>
/// One AMI block: an event, a response or a row of a list. Header names compare without case; they may repeat. Values become text when
/// asked for: most headers of most messages are never read.
/// </summary>
public sealed class AmiMessage
{
    private readonly byte[] _block;
    private readonly AmiText _text;

    private AmiMessage(byte[] block, AmiText text)
    {
        _block = block;
        _text = text;
        Event = this["Event"];
    }

    /// <summary>Name of the event; null for a response.</summary>
    public string? Event { get; }

    /// <summary>"Success", "Error" or "Goodbye"; null for an event.</summary>
    public string? Response => this["Response"];

    /// <summary>The action that this answers; null for a live event.</summary>
    public string? ActionId => this["ActionID"];

    /// <summary>When Asterisk raised the event; null where it does not say (FullyBooted, lists, timestampevents=no).</summary>
    public DateTimeOffset? Timestamp => AmiTime.Parse(this["Timestamp"]);

    /// <summary>The first header of this name; null when there is none, empty when it has no value.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var line in Lines(_block))
                if (IsOf(line, name))
                    return Value(line);
            return null;
        }
    }

    /// <summary>The first header of this name, or empty.</summary>
    public string Text(string name) => this[name] ?? "";

    /// <summary>The first header of this name as a whole number; null when it is none.</summary>
    public int? Number(string name) =>
        int.TryParse(this[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>All headers of this name, in order.</summary>
    public IEnumerable<string> All(string name)
    {
        var values = new List<string>();
        foreach (var line in Lines(_block))
            if (IsOf(line, name))
                values.Add(Value(line));
        return values;
    }

    /// <summary>An event as Asterisk would have sent it.</summary>
    internal static AmiMessage Of(string name, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var text = new StringBuilder($"Event: {name}\n");
        foreach (var (header, value) in headers)
            text.Append(CultureInfo.InvariantCulture, $"{header}: {value}\n");
        return new AmiMessage(Encoding.UTF8.GetBytes(text.ToString()), AmiText.Utf8);
    }

    /// <summary>Copies one block; lines without a colon are passed over.</summary>
    public static AmiMessage Parse(ReadOnlySpan<byte> block, AmiText? text = null) => new(block.ToArray(), text ?? AmiText.Utf8);

    private static LineEnumerator Lines(ReadOnlySpan<byte> block) => new(block);

    private static bool IsOf(ReadOnlySpan<byte> line, string name) =>
        line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name);

    private string Value(ReadOnlySpan<byte> line)
    {
        var value = line[(line.IndexOf((byte)':') + 1)..];
        return _text.Read(value is [(byte)' ', ..] ? value[1..] : value);
    }

    private ref struct LineEnumerator(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;
        private bool _isDone;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly LineEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_isDone)
                return false;
            var end = _rest.IndexOf((byte)'\n');
            _isDone = end < 0;
            Current = (end < 0 ? _rest : _rest[..end]).TrimEnd((byte)'\r');
            _rest = end < 0 ? default : _rest[(end + 1)..];
            return true;
        }
    }
}
