using System.Globalization;

namespace CallCenter.Testing;

/// <summary>Ports from the first to the last, both inclusive.</summary>
public readonly record struct PortRange(int First, int Last)
{
    private const int PortMax = 65_535;

    // As many as a run of all tests takes, several times.
    private const int CountMin = 2_000;

    /// <summary>Below what most systems give to connections, above the ports of known programs.</summary>
    private static readonly PortRange Usual = new(12_000, 29_999);

    public int Count => Last - First + 1;

    /// <summary>A range for servers that the kernel gives to no outgoing connection, which could hold the port of a server that starts
    /// again; the usual one where connections have nearly all ports.</summary>
    public static PortRange Outside(PortRange connections)
    {
        var below = Usual with { Last = Math.Min(Usual.Last, connections.First - 1) };
        var above = new PortRange(Math.Max(Usual.First, connections.Last + 1), PortMax);
        var isApart = connections.First > Usual.Last || connections.Last < Usual.First;
        return isApart ? Usual : below.Count >= CountMin ? below : above.Count >= CountMin ? above : Usual;
    }

    /// <summary>The ports that the kernel gives to outgoing connections.</summary>
    public static PortRange OfConnections()
    {
        const string file = "/proc/sys/net/ipv4/ip_local_port_range";
        if (!File.Exists(file)) return new PortRange(49_152, PortMax);
        var ends = File.ReadAllText(file).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return new PortRange(ends[0], ends[1]);
    }
}
