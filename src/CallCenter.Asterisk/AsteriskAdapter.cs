using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>Follows one Asterisk over any number of connections, and reports what happens there as events.</summary>
public sealed class AsteriskAdapter(AsteriskOptions options, TimeProvider time, Random random)
{
    /// <summary>
    /// Sends events in order, one at a time, until cancelled. While <paramref name="send"/> waits, messages are buffered. An exception of
    /// <paramref name="send"/> or of a callback ends the run. After a lost connection to Asterisk the adapter connects again and sends a
    /// floor report.
    /// </summary>
    public async Task RunAsync(Func<Event, CancellationToken, ValueTask> send, CancellationToken cancellation)
    {
        var mapper = new AsteriskMapper(options.Mapping);
        var clock = new SourceClock(time);
        var adviser = new Adviser(options.OnAdvice);
        var repair = options.QueueLog is null ? null : new LiveRepair(options, mapper, time);
        for (var failures = 0; ; failures++)
        {
            try
            {
                await using var connection = await AmiConnection.OpenAsync(options, time, cancellation);
                repair?.Begin();
                options.OnConnected?.Invoke();
                var needs = new AsteriskNeeds(options.Username);
                var session = new AsteriskSession(options, connection, mapper, clock, needs, time)
                {
                    OnTick = () => adviser.Look(needs),
                    Repair = repair,
                };
                try
                {
                    await session.RunAsync(repair is null ? send : Passing(repair, send), cancellation);
                }
                finally
                {
                    mapper.MarkGap();
                    failures = session.IsFloorTold ? 0 : failures;
                }
            }
            catch (AmiConnectionException exception)
            {
                options.OnDisconnected?.Invoke(exception);
                await Task.Delay(Pause(options, failures, random), time, cancellation);
            }
        }
    }

    private static Func<Event, CancellationToken, ValueTask> Passing(LiveRepair repair, Func<Event, CancellationToken, ValueTask> send) =>
        (each, cancellation) =>
        {
            repair.Pass(each);
            return send(each, cancellation);
        };

    // Full jitter: many adapters that lost one network do not come back at one moment.
    internal static TimeSpan Pause(AsteriskOptions options, int failures, Random random)
    {
        var limit = Math.Min(options.PauseMax.TotalSeconds, options.PauseMin.TotalSeconds * Math.Pow(2, Math.Min(failures, 30)));
        return TimeSpan.FromSeconds(random.NextDouble() * limit);
    }
}
