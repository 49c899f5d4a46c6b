using System.Globalization;
using System.Text.RegularExpressions;

namespace CallCenter.Asterisk;

/// <summary>Finds the conversations of queues in a list of channels (Status or CoreShowChannels).</summary>
internal static partial class ChannelList
{
    public const string Variables = "MEMBERINTERFACE";

    // Beyond it an age is garbage, and no time can be reckoned with it.
    private static readonly TimeSpan AgeMax = TimeSpan.FromDays(30);

    public static ChannelSnapshot Read(IReadOnlyList<AmiMessage> channels, IReadOnlyList<MemberReport> members) => new()
    {
        Talking = Talking(channels, members),
        Live = channels.Select(channel => channel.Text("Uniqueid")).ToHashSet(),
        Halves = Halves(channels),
        Bridged = [.. channels.Where(channel => Bridge(channel).Length > 0).Select(channel => (channel.Text("Uniqueid"), Bridge(channel)))],
    };

    private static (string Near, string Far)[] Halves(IReadOnlyList<AmiMessage> channels)
    {
        var near = new Dictionary<string, string>();
        foreach (var channel in channels.Where(channel => channel.Text("Channel").EndsWith(";1", StringComparison.Ordinal)))
            near[channel.Text("Channel")[..^1]] = channel.Text("Uniqueid");
        return [.. channels.Where(channel => channel.Text("Channel").EndsWith(";2", StringComparison.Ordinal))
            .Select(channel => (near.GetValueOrDefault(channel.Text("Channel")[..^1], ""), channel.Text("Uniqueid")))];
    }

    private static TalkingRow[] Talking(IReadOnlyList<AmiMessage> channels, IReadOnlyList<MemberReport> members)
    {
        TalkingRow[] rows = [.. channels.Where(IsTalking).Select(channel => Row(channel, channels, members))];
        return [.. rows.Select(row => row.Interface.Length > 0 ? row : row with { Interface = Remaining(row, rows, members) })];
    }

    /// <summary>The one member in a call of the queue, when this is the one call of the queue without a member.</summary>
    private static string Remaining(TalkingRow row, TalkingRow[] rows, IReadOnlyList<MemberReport> members)
    {
        var ofQueue = rows.Where(each => each.Queue == row.Queue).ToArray();
        var busy = members.Where(member => member.Queue == row.Queue && member.IsInCall).Select(member => member.Interface)
            .Except(ofQueue.Select(each => each.Interface)).ToArray();
        return busy is [var only] && ofQueue.Count(each => each.Interface.Length == 0) == 1 ? only : "";
    }

    /// <summary>A caller in Queue() is waiting without a bridge and talking in one.</summary>
    private static bool IsTalking(AmiMessage channel) =>
        channel.Text("Application") == "Queue" && Bridge(channel).Length > 0 && Queue(channel).Length > 0;

    private static TalkingRow Row(AmiMessage caller, IReadOnlyList<AmiMessage> channels, IReadOnlyList<MemberReport> members)
    {
        var bridge = Bridge(caller);
        var peer = channels.FirstOrDefault(channel => channel != caller && Bridge(channel) == bridge);
        var device = Variable(caller, "MEMBERINTERFACE");
        if (device.Length == 0 && peer is not null)
            device = Match(peer.Text("Channel"), [.. members.Where(member => member.Queue == Queue(caller))]);
        return new TalkingRow(caller.Text("Uniqueid"), Queue(caller), Age(caller))
        {
            Interface = device,
            AgentChannel = peer?.Text("Uniqueid") ?? "",
        };
    }

    private static string Bridge(AmiMessage channel) => channel.Text("BridgeID");

    private static string Queue(AmiMessage channel) => (channel["ApplicationData"] ?? channel.Text("Data")).Split(',', 2)[0].Trim();

    /// <summary>"Local/1001@agents-0000000a;1" is of "Local/1001@agents/n", "IAX2/loop-16158" perhaps of "IAX2/loop/1101".</summary>
    private static string Match(string channel, MemberReport[] members)
    {
        var device = ChannelSuffix().Replace(channel, "");
        var exact = members.Where(member => Trunk(member.Interface) == device).ToArray();
        if (exact.Length > 0)
            return exact[0].Interface;
        var trunk = device + "/";
        var likely = members.Where(member => member.IsInCall && member.Interface.StartsWith(trunk, StringComparison.Ordinal)).ToArray();
        return likely is [var only] ? only.Interface : "";
    }

    /// <summary>The interface without the options of a Local channel.</summary>
    private static string Trunk(string device) =>
        device.StartsWith("Local/", StringComparison.Ordinal) && device.IndexOf('/', 6) is > 0 and var slash ? device[..slash] : device;

    private static string Variable(AmiMessage channel, string name)
    {
        var start = name + "=";
        var value = channel.All("Variable").FirstOrDefault(each => each.StartsWith(start, StringComparison.Ordinal)) ?? start;
        return value[start.Length..] is "(null)" ? "" : value[start.Length..];
    }

    private static TimeSpan Age(AmiMessage channel)
    {
        if (channel.Number("Seconds") is { } seconds)
            return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, AgeMax.TotalSeconds));
        // "25:00:21" is a day and an hour, which no TimeSpan format reads.
        var age = 0.0;
        foreach (var part in channel.Text("Duration").Split(':'))
            age = age * 60 + (int.TryParse(part, CultureInfo.InvariantCulture, out var number) ? number : 0);
        return TimeSpan.FromSeconds(Math.Clamp(age, 0, AgeMax.TotalSeconds));
    }

    [GeneratedRegex("-[0-9a-f]+(;[12])?$")]
    private static partial Regex ChannelSuffix();
}
