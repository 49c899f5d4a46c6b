using System.Globalization;
using CallCenter.V1;
using Microsoft.Extensions.Logging;

namespace CallCenter.Asterisk;

/// <summary>Follows one Asterisk for as long as it runs, over any number of connections, and tells what happens there as events.</summary>
public sealed class AsteriskAdapter(AsteriskOptions options, TimeProvider time, Random random, ILogger<AsteriskAdapter> log)
{
    /// <summary>
    /// Sends events in order, one at a time, until cancelled. While <paramref name="send"/> waits, messages are buffered. What it throws
    /// ends the run; a lost Asterisk does not: it is connected to again, and a floor report says what is live then.
    /// </summary>
    public async Task RunAsync(Func<Event, CancellationToken, ValueTask> send, CancellationToken cancellation)
    {
        var mapper = new AsteriskMapper(options.Mapping);
        var clock = new SourceClock(time);
        for (var failures = 0; ; failures++)
        {
            try
            {
                await using var connection = await AmiConnection.OpenAsync(options, time, cancellation);
                AdapterLog.Connected(log, options.Host, options.Port);
                var session = new AsteriskSession(options, connection, mapper, clock, time);
                try
                {
                    await session.RunAsync(send, cancellation);
                }
                finally
                {
                    mapper.MarkGap();
                    failures = session.IsFloorTold ? 0 : failures;
                }
            }
            catch (AmiConnectionException exception)
            {
                var pause = Pause(options, failures, random);
                AdapterLog.ConnectionLost(log, exception.Message, pause.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture));
                await Task.Delay(pause, time, cancellation);
            }
        }
    }

    // Full jitter: many adapters that lost one network do not come back at one moment.
    internal static TimeSpan Pause(AsteriskOptions options, int failures, Random random)
    {
        var limit = Math.Min(options.PauseMax.TotalSeconds, options.PauseMin.TotalSeconds * Math.Pow(2, Math.Min(failures, 30)));
        return TimeSpan.FromSeconds(random.NextDouble() * limit);
    }
}
