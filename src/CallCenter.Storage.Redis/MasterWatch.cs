using System.Globalization;
using System.Net;
using CallCenter.Core.Storage;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>Asks the sentinels where the master is, and tells when it has moved. Asking is safe where a message could be missed.</summary>
internal sealed class MasterWatch(RedisStoreOptions options, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private ConnectionMultiplexer? _sentinels;
    private RedisHost _master;

    /// <summary>The master's address, by most of the sentinels.</summary>
    public async Task<RedisHost> FindAsync(CancellationToken cancellationToken)
    {
        _sentinels ??= await RedisClient.ConnectSentinelsAsync(options);
        return _master = await AskAsync(cancellationToken)
            ?? throw new StoreUnavailableException(
                $"{options}: no sentinel answers with a master of that name; check the hosts, the name and sentinelpassword.");
    }

    /// <summary>Asks on and on; calls <paramref name="moved"/> for each new master until that succeeds.</summary>
    public async Task RunAsync(Func<RedisHost, Task> moved, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var away = false;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                try
                {
                    var master = await AskAsync(cancellationToken);
                    if (master is null && !away) RedisLog.SentinelsAway(log, options.SentinelName!, null);
                    away = master is null;
                    if (master is null || master == _master) continue;
                    await moved(master.Value);
                    _master = master.Value;
                }
                catch (Exception e) when (Faults.IsStoreFault(e, cancellationToken))
                {
                    // The master named is not up yet, or down again: the next round sees.
                    if (!away) RedisLog.SentinelsAway(log, options.SentinelName!, e);
                    away = true;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The store is closed.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sentinels is not null) await _sentinels.DisposeAsync();
    }

    // The address that most of them name: one that is cut off from the others still names the old master.
    private async Task<RedisHost?> AskAsync(CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(_sentinels!.GetServers().Where(s => s.IsConnected).Select(s => AskAsync(s, cancellationToken)));
        return answers.Where(a => a is not null).GroupBy(a => a).OrderByDescending(g => g.Count()).FirstOrDefault()?.Key;
    }

    private async Task<RedisHost?> AskAsync(IServer sentinel, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await sentinel.SentinelGetMasterAddressByNameAsync(options.SentinelName!).WaitAsync(
                options.Timeout / 2, time, cancellationToken);
            return answer is null ? null : HostOf(answer);
        }
        catch (Exception e) when (Faults.IsStoreFault(e, cancellationToken))
        {
            return null;
        }
    }

    private static RedisHost HostOf(EndPoint endPoint) => endPoint switch
    {
        IPEndPoint ip => new RedisHost(ip.Address.ToString(), ip.Port),
        DnsEndPoint dns => new RedisHost(dns.Host, dns.Port),
        _ => throw new StoreUnavailableException(
            string.Create(CultureInfo.InvariantCulture, $"A sentinel names the master '{endPoint}', which is no address.")),
    };
}
