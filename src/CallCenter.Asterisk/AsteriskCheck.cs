namespace CallCenter.Asterisk;

/// <summary>Looks once whether an Asterisk gives the adapter what it needs.</summary>
public static class AsteriskCheck
{
    /// <summary>Connects, asks and listens until all is known, or for a limited time.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="patience">How long to listen for events that show what Asterisk does not answer.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Each need and how it is met.</returns>
    /// <exception cref="AmiConnectionException">Asterisk cannot be reached, refuses the login, or is too old.</exception>
    public static async Task<IReadOnlyList<NeedFinding>> RunAsync(
        AsteriskOptions options, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        var needs = new AsteriskNeeds(options.Username);
        await using var connection = await AmiConnection.OpenAsync(options, time, cancellation);
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var session = new AsteriskSession(
            options with { OnAdvice = null }, connection, new AsteriskMapper(options.Mapping), new SourceClock(time), needs, time)
        {
            OnTick = () =>
            {
                if (needs.IsComplete)
                    either.Cancel();
            },
        };
        try
        {
            await session.RunAsync((_, _) => ValueTask.CompletedTask, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // All is known, or the time is up.
        }
        return needs.Findings();
    }
}
