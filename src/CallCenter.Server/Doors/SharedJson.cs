using System.Runtime.CompilerServices;
using CallCenter.V1;
using Google.Protobuf;

namespace CallCenter.Server.Doors;

/// <summary>Messages to subscribers as JSON. Values, which many of them share, are formatted once. Safe for several threads.</summary>
internal static class SharedJson
{
    private static readonly ConditionalWeakTable<IMessage, string> Values = [];

    /// <summary>One line of JSON, in which no name can hold a line break.</summary>
    public static string Of(SubscribeResponse message) => message.MessageCase switch
    {
        SubscribeResponse.MessageOneofCase.Snapshot => Join(message, "snapshot", message.Snapshot, (m, v) => m.Snapshot = (Snapshot)v),
        SubscribeResponse.MessageOneofCase.Update => Join(message, "update", message.Update, (m, v) => m.Update = (Update)v),
        _ => JsonFormatter.Default.Format(message),
    };

    // A copy: subscribers of other doors have the same values, without texts.
    private static string WithTexts(SubscribeResponse message)
    {
        var copy = message.Clone();
        DisplayTexts.Add(copy);
        return JsonFormatter.Default.Format(copy.Snapshot ?? (IMessage)copy.Update);
    }

    // Everything but the values is this message's own.
    private static string Join(SubscribeResponse message, string name, IMessage values, Action<SubscribeResponse, IMessage> putBack)
    {
        var shared = Values.GetValue(values, _ => WithTexts(message));
        message.ClearMessage();
        var rest = JsonFormatter.Default.Format(message);
        putBack(message, values);
        var separator = rest.Contains(':') ? "," : "";
        return $"{{ \"{name}\": {shared}{separator}{rest.AsSpan(1)}";
    }
}
