namespace CallCenter.Cli;

/// <summary>Waits for a server, but not for ever.</summary>
internal static class Answer
{
    // Long enough for a starting or busy server, and about as long as a person waits.
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(30);

    public static async Task<T> InTimeAsync<T>(
        Func<CancellationToken, Task<T>> ask, CliContext cli, string server, CancellationToken token)
    {
        using var limit = new CancellationTokenSource(TimeMax, cli.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, token);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !token.IsCancellationRequested)
        {
            throw new FailedException($"{server} did not answer within {TimeMax.TotalSeconds:0} s; try again, or check --server");
        }
    }
}
