using System.Globalization;
using System.Text;

namespace CallCenter.Asterisk;

/// <summary>One AMI block: an event, a response or a row of a list. Header names compare without case; they may repeat.</summary>
public sealed class AmiMessage
{
    private readonly KeyValuePair<string, string>[] _headers;

    private AmiMessage(KeyValuePair<string, string>[] headers)
    {
        _headers = headers;
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
            foreach (var header in _headers)
                if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return header.Value;
            return null;
        }
    }

    /// <summary>The first header of this name, or empty.</summary>
    public string Text(string name) => this[name] ?? "";

    /// <summary>The first header of this name as a whole number; null when it is none.</summary>
    public int? Number(string name) =>
        int.TryParse(this[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>All headers of this name, in order.</summary>
    public IEnumerable<string> All(string name) =>
        _headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>An event as Asterisk would have sent it.</summary>
    internal static AmiMessage Of(string name, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var all = new KeyValuePair<string, string>[headers.Length + 1];
        all[0] = new("Event", name);
        for (var i = 0; i < headers.Length; i++)
            all[i + 1] = new(headers[i].Name, headers[i].Value);
        return new AmiMessage(all);
    }

    /// <summary>Reads one block; lines without a colon are passed over.</summary>
    public static AmiMessage Parse(ReadOnlySpan<byte> block)
    {
        var headers = new List<KeyValuePair<string, string>>(32);
        foreach (var range in block.Split((byte)'\n'))
        {
            var line = block[range].TrimEnd((byte)'\r');
            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
                continue;
            var value = line[(colon + 1)..];
            if (value is [(byte)' ', ..])
                value = value[1..];
            headers.Add(new(Encoding.UTF8.GetString(line[..colon]), Encoding.UTF8.GetString(value)));
        }
        return new AmiMessage([.. headers]);
    }
}
