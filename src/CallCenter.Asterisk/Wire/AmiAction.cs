using System.Text;

namespace CallCenter.Asterisk;

/// <summary>Something to ask Asterisk for.</summary>
internal sealed record AmiAction(string Name, params (string Key, string Value)[] Headers)
{
    /// <summary>The bytes to send. A line break in a value would smuggle in another action, so it is refused.</summary>
    public byte[] Encode(string actionId)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in Headers.Prepend(("ActionID", actionId)).Prepend(("Action", Name)))
        {
            if (value.AsSpan().ContainsAny('\r', '\n'))
                throw new ArgumentException($"The value of {key} contains a line break.");
            text.Append(key).Append(": ").Append(value).Append("\r\n");
        }
        return Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());
    }
}
