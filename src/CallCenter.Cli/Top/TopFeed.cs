namespace CallCenter.Cli;

/// <summary>The newest of what a server sends, read from the first time on that somebody asks for it.</summary>
internal sealed class TopFeed<T>(Func<CancellationToken, IAsyncEnumerable<T>> read, TimeProvider time)
    where T : class
{
    private volatile Received? _newest;
    private Task? _reading;

    /// <summary>The newest; null: nothing came yet. Throws what ended the reading.</summary>
    public T? Get(CancellationToken token)
    {
        _reading ??= Task.Run(() => ReadAsync(token), token);
        if (_reading.IsFaulted)
            _reading.GetAwaiter().GetResult();
        return _newest?.Item;
    }

    /// <summary>Time since the newest came.</summary>
    public TimeSpan Age => _newest is { } newest ? time.GetElapsedTime(newest.At) : TimeSpan.Zero;

    private async Task ReadAsync(CancellationToken token)
    {
        await foreach (T item in read(token))
            _newest = new Received(item, time.GetTimestamp());
    }

    private sealed record Received(T Item, long At);
}
