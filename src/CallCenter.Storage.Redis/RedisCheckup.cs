using CallCenter.Core.Storage;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>The state of a Redis that a server would use, found without a change of its data.</summary>
/// <param name="Warnings">What is unsafe about its set-up, each as a sentence with what to do.</param>
/// <param name="RoundTrip">Time from a question to its answer, the shortest of a few.</param>
/// <param name="ClockAhead">How far its clock is ahead of this machine's; negative: behind.</param>
public sealed record RedisCheckup(IReadOnlyList<string> Warnings, TimeSpan RoundTrip, TimeSpan ClockAhead)
{
    private const int Questions = 5;

    /// <summary>Connects and looks.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be reached or used, for a reason that the message says.</exception>
    public static async Task<RedisCheckup> RunAsync(RedisStoreOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var warnings = new Warned();
        try
        {
            await using var masters = options.SentinelName is null ? null : new MasterWatch(options, time, warnings);
            var hosts = masters is null ? options.Hosts : [await masters.FindAsync(cancellationToken)];
            await using var redis = await RedisClient.ConnectAsync(options, hosts);
            await new StartUpChecks(options, redis, warnings).LookAtServersAsync(cancellationToken);
            var (roundTrip, ahead) = await MeasureAsync(redis, time);
            return new RedisCheckup(warnings.Lines, roundTrip, ahead);
        }
        catch (Exception e) when (Faults.IsStoreFault(e, cancellationToken))
        {
            throw Faults.Unavailable(options, e);
        }
    }

    // The quickest answer says the most about the clock.
    private static async Task<(TimeSpan RoundTrip, TimeSpan Ahead)> MeasureAsync(ConnectionMultiplexer redis, TimeProvider time)
    {
        var master = redis.GetServers().First(server => server is { IsConnected: true, IsReplica: false });
        var best = (RoundTrip: TimeSpan.MaxValue, Ahead: TimeSpan.Zero);
        for (var i = 0; i < Questions; i++)
        {
            var started = time.GetTimestamp();
            var theirs = await master.TimeAsync();
            var took = time.GetElapsedTime(started);
            if (took < best.RoundTrip) best = (took, theirs + took / 2 - time.GetUtcNow().UtcDateTime);
        }
        return best;
    }

    private sealed class Warned : ILogger
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines => _lines;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // A log line begins with its name, which is for searching logs.
            var line = formatter(state, exception);
            _lines.Add(line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        }
    }
}
