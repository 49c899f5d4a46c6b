namespace CallCenter.Server.Hosting;

/// <summary>How much callers may ask of the server at once. Sizes and silence of single streams are in <see cref="ServerOptions"/>, limits
/// of sources in its Engine.</summary>
public sealed record LimitOptions
{
    /// <value>Connections at once; further ones are closed. Default 10000, 1 to 1000000.</value>
    public int ConnectionsMax { get; init; } = 10_000;

    /// <value>Calls and streams at once on one connection; clients wait with further ones, or open another connection. Default 1000, 1 to
    /// 100000.</value>
    public int StreamsPerConnectionMax { get; init; } = 1_000;

    /// <value>Bytes of the headers of one call. Default 32768, 4096 to 1048576.</value>
    public int HeaderBytesMax { get; init; } = 32 * 1024;

    /// <value>Calls and streams that one credential may open in a second, on average; ten times as many at once. Without a credential, as
    /// for probes, the address counts. Default 200, 1 to 100000. No limit while no credentials are configured.</value>
    public int CallsPerSecondMax { get; init; } = 200;

    /// <value>Calls and streams that one credential may have open. Default 1000, 1 to 100000. No limit while no credentials are
    /// configured.</value>
    public int OpenCallsMax { get; init; } = 1_000;

    /// <value>Tickets for event streams that one credential may have open: issued, and neither used nor expired. Without configured
    /// credentials all callers together. Default 1000, 1 to 100000.</value>
    public int OpenTicketsMax { get; init; } = 1_000;

    /// <summary>Names each setting out of its range, with the range.</summary>
    public IEnumerable<string> Errors()
    {
        if (ConnectionsMax is < 1 or > 1_000_000)
            yield return $"Limits:ConnectionsMax is {ConnectionsMax}; set it to 1 to 1000000.";
        if (StreamsPerConnectionMax is < 1 or > 100_000)
            yield return $"Limits:StreamsPerConnectionMax is {StreamsPerConnectionMax}; set it to 1 to 100000.";
        if (HeaderBytesMax is < 4_096 or > 1_048_576)
            yield return $"Limits:HeaderBytesMax is {HeaderBytesMax}; set it to 4096 to 1048576.";
        if (CallsPerSecondMax is < 1 or > 100_000)
            yield return $"Limits:CallsPerSecondMax is {CallsPerSecondMax}; set it to 1 to 100000.";
        if (OpenCallsMax is < 1 or > 100_000)
            yield return $"Limits:OpenCallsMax is {OpenCallsMax}; set it to 1 to 100000.";
        if (OpenTicketsMax is < 1 or > 100_000)
            yield return $"Limits:OpenTicketsMax is {OpenTicketsMax}; set it to 1 to 100000.";
    }
}
